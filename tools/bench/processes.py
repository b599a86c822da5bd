"""A command run to its end: what it said and when, CPU and peak memory of each of its processes.

Figures come from /proc; where there is none (not Linux), nothing is measured and the table says so.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.piped import started

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROC = Path("/proc")
SAMPLE_S = 0.2
KIB = 1024
_PARENT, _USER, _SYSTEM = 1, 11, 12  # fields of /proc/<pid>/stat behind the name


@dataclass
class Usage:
    """What one process used, as last seen: at most `SAMPLE_S` before its end."""

    name: str
    cpu_s: float = 0.0
    peak_bytes: int = 0

    def with_other(self, other: Usage) -> Usage:
        """Both as one: CPU added up, the larger memory."""
        peak_bytes = max(self.peak_bytes, other.peak_bytes)
        return Usage(self.name, self.cpu_s + other.cpu_s, peak_bytes)


@dataclass(frozen=True)
class Line:
    """A line of output, and when it came (seconds of the wall clock)."""

    at: float
    text: str


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    began: float
    wall_s: float
    lines: list[Line]
    usages: list[Usage]

    @property
    def output(self) -> str:
        return "\n".join(line.text for line in self.lines)


class Watch:
    """Samples processes and all their descendants until it is stopped."""

    def __init__(self, *roots: int) -> None:
        self._roots = set(roots)
        self._usages: dict[int, Usage] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        if PROC.is_dir():
            self._thread.start()

    def stop(self) -> list[Usage]:
        """What was used, the oldest process first."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        return list(self._usages.values())

    def _run(self) -> None:
        while True:
            for pid in _family(self._roots):
                self._sample(pid)
            if self._stop.wait(SAMPLE_S):
                return

    def _sample(self, pid: int) -> None:
        try:
            fields = _stat(pid)
            name = _name((PROC / str(pid) / "cmdline").read_bytes())
            status = (PROC / str(pid) / "status").read_text()
        except (OSError, IndexError):
            return  # it has just ended
        if not name:
            return  # it has ended, and nobody has waited for it yet
        usage = self._usages.get(pid)
        if usage is None or usage.name != name:  # a new process begins as a copy of its parent
            usage = self._usages[pid] = Usage(name)
        ticks = int(fields[_USER]) + int(fields[_SYSTEM])
        usage.cpu_s = max(usage.cpu_s, ticks / os.sysconf("SC_CLK_TCK"))
        memory = dict(line.split(":", 1) for line in status.splitlines())
        if "VmHWM" in memory:
            usage.peak_bytes = max(usage.peak_bytes, _kib(memory["VmHWM"]) * KIB)


class Running:
    """A command under way, in a session of its own, read and watched."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
        self.began = time.time()
        self.process = started(command, folder, environment)
        self.lines: list[Line] = []
        self._watch = Watch(self.process.pid)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def interrupt(self) -> float:
        """Ctrl-C, as a terminal sends it; when that was."""
        os.killpg(self.process.pid, signal.SIGINT)
        return time.time()

    def end(self) -> Ended:
        """Wait for its end; nothing is left of it where this process is told to stop."""
        try:
            code = self.process.wait()
        except BaseException:
            self._kill()
            raise
        wall_s = time.time() - self.began
        usages = self._watch.stop()
        self._reader.join()
        return Ended(code, self.began, wall_s, self.lines, usages)

    def _kill(self) -> None:
        for pid in _family({self.process.pid}):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _read(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - it is a pipe
        with self.process.stdout as output:
            for text in output:
                self.lines.append(Line(time.time(), text.rstrip("\n")))


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Ended:
    """A command from its start to its end."""
    return Running(command, folder, environment).end()


def _family(roots: set[int]) -> list[int]:
    """The processes and their descendants."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            try:
                children.setdefault(int(_stat(int(entry.name))[_PARENT]), []).append(
                    int(entry.name)
                )
            except (OSError, IndexError):
                continue
    found = list(roots)
    for pid in found:
        found += children.get(pid, [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields behind the name, which may hold spaces."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _name(command_line: bytes) -> str:
    """The script that an interpreter runs, else the program.

    >>> _name(b"/usr/bin/python3\\0-u\\0/venv/bin/pulumi-resource-wix-data\\0" + b"127.0.0.1:5\\0")
    'pulumi-resource-wix-data'
    >>> _name(b"/usr/local/bin/pulumi\\0up\\0--yes\\0"), _name(b"node\\0poll.mjs\\0")
    ('pulumi', 'poll.mjs')
    """
    words = [Path(word.decode(errors="replace")).name for word in command_line.split(b"\0") if word]
    interpreter = words and words[0].startswith(("python", "node"))
    scripts = [word for word in words[1:] if not word.startswith("-")]
    return (scripts[0] if interpreter and scripts else words[0]) if words else ""


def _kib(value: str) -> int:
    return int(value.split(maxsplit=1)[0])
