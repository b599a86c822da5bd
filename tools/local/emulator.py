"""The emulator as a background process: started once, found again, stopped.

It holds a lock on its pid file as long as it lives (the lock is inherited when it is started), so
a pid that another process got later is never taken for it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

from tools.file_lock import try_lock
from tools.local.loopback import HOST, ask

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIRST_PORT = 8765
PORTS = 100
READY_S = 30.0
STOP_S = 10.0
POLL_S = 0.1
LOG_LINES = 15


class EmulatorError(Exception):
    """The emulator does not start or does not answer; the message says what to look at."""


class Emulator:
    """The emulator whose state, log, port and pid are in one folder."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state.db"
        self.log = folder / "log"
        self._port_file = folder / "port"
        self._pid_file = folder / "pid"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The port of the last start; the usual one before the first."""
        try:
            return int(self._port_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return FIRST_PORT

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    def is_running(self) -> bool:
        """Whether the process lives; it may not answer yet."""
        try:
            pid_file = self._pid_file.open("r+", encoding="utf-8")
        except FileNotFoundError:
            return False
        with pid_file:
            return not try_lock(pid_file.fileno())

    def start(self, command: Path, seed: Path) -> bool:
        """Start it unless it runs, and wait until it answers. False where it ran already.

        Raises: EmulatorError with the end of its log.
        """
        self.state.parent.mkdir(parents=True, exist_ok=True)
        with self._pid_file.open("a+", encoding="utf-8") as pid_file:
            starting = try_lock(pid_file.fileno())
            if starting:
                port = free_port(self.port)
                self._port_file.write_text(f"{port}\n", encoding="utf-8")
                self._process = self._spawn(command, seed, port, pid_file.fileno())
                pid_file.truncate(0)
                pid_file.write(f"{self._process.pid}\n")
        self._wait_until_ready()
        return starting

    def _spawn(self, command: Path, seed: Path, port: int, lock: int) -> subprocess.Popen[bytes]:
        options = ["--host", HOST, "--port", str(port), "--state", str(self.state)]
        with self.log.open("a", encoding="utf-8") as log:
            return subprocess.Popen(
                [command, *options, "--seed", str(seed)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(lock,),
            )

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + READY_S
        while time.monotonic() < until and self.is_running():
            if self._answers():
                return
            time.sleep(POLL_S)
        self.stop()
        raise EmulatorError(f"the emulator does not answer at {self.url}; {self._log_tail()}")

    def _answers(self) -> bool:
        try:
            self.ask("GET", "/_emulator/health")
        except OSError:
            return False
        return True

    def _log_tail(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]
        return "\n  ".join([f"its log, {self.log}, ends with:", *lines])

    def stop(self) -> bool:
        """End it. False where it did not run.

        Raises: EmulatorError where it does not end.
        """
        was_running = self.is_running()
        if was_running:
            self._end(int(self._pid_file.read_text(encoding="utf-8")))
        if self._process is not None:
            self._process.wait()
        return was_running

    def _end(self, pid: int) -> None:
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + STOP_S
        while self.is_running():
            if time.monotonic() > until:
                raise EmulatorError(f"the emulator, process {pid}, does not end on SIGTERM")
            time.sleep(POLL_S)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON that it answers.

        Raises: OSError where it does not answer, or refuses.
        """
        return ask(method, f"{self.url}{path}", body, headers, limit_s=10)


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on.

    Raises: EmulatorError where all of them are taken.
    """
    for port in range(wanted, wanted + PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise EmulatorError(f"no free port from {wanted} to {wanted + PORTS - 1} on {HOST}")
