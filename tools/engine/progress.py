"""A command that runs for minutes, told in a calm line every ten seconds."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, TypeAlias

from tools.engine.errors import EngineError
from tools.piped import started

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Say: TypeAlias = Callable[[str], None]  # tells the user one line

TELL_EVERY_S = 10.0
TAIL_LINES = 15


def to_screen(line: str) -> None:
    """To standard error: standard output is for the answer."""
    print(f"engine: {line}", file=sys.stderr, flush=True)


def elapsed(seconds: float) -> str:
    """Minutes and seconds.

    >>> elapsed(184.2)
    '3:04'
    """
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


class Runner:
    """Runs commands one after the other: all they print to one log, the news to the screen."""

    def __init__(self, log: Path, say: Say) -> None:
        self.log = log
        self.say = say

    def run(
        self,
        what: str,
        command: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        tell: Callable[[Sequence[str]], str],
        limit_s: float | None = None,
    ) -> list[str]:
        """The lines that the command printed. `tell` makes the news of the lines so far.

        Raises: EngineError with the end of the log where the command fails or takes too long.
        """
        with self.log.open("a", encoding="utf-8") as log, started(command, cwd, environment) as go:
            log.write(f"$ {' '.join(command)}\n")
            try:
                lines = self._follow(what, go, log, tell, limit_s)
            except BaseException:
                os.killpg(go.pid, signal.SIGTERM)
                raise
        if go.returncode != 0:
            tail = "\n".join(f"  {line}" for line in lines[-TAIL_LINES:])
            raise EngineError(
                f"{what}: failed with status {go.returncode}; the whole log: {self.log}\n{tail}"
            )
        return lines

    def _follow(
        self,
        what: str,
        process: subprocess.Popen[str],
        log: IO[str],
        tell: Callable[[Sequence[str]], str],
        limit_s: float | None,
    ) -> list[str]:
        lines: list[str] = []
        arriving = _lines_of(process)
        started = told = time.monotonic()
        while (line := _next(arriving, told + TELL_EVERY_S)) is not None:
            if line:
                lines.append(line.rstrip("\n"))
                log.write(line)
            now = time.monotonic()
            if now - told >= TELL_EVERY_S:
                self.say(f"{elapsed(now - started):>5}  {what}: {tell(lines)}")
                told = now
            if limit_s is not None and now - started > limit_s:
                raise EngineError(f"{what}: not done after {limit_s:.0f} s; log: {self.log}")
        return lines


def _lines_of(process: subprocess.Popen[str]) -> queue.Queue[str | None]:
    """A queue of what a process prints, filled by a thread; None at its end."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _next(lines: queue.Queue[str | None], until: float) -> str | None:
    """The next line, nothing ("") where none came in time, None at the end."""
    try:
        return lines.get(timeout=max(0.0, until - time.monotonic()))
    except queue.Empty:
        return ""
