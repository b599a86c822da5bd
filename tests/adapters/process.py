"""The plugin as a process of its own, started as the engine starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Iterator

READY_S = 60
"""For a machine that is very busy."""


class Process:
    """A plugin that serves, unless it fails to."""

    def __init__(self, *options: str, stdin: Any = subprocess.PIPE, engine: str = "") -> None:
        arguments = [engine] if engine else []
        without_key = {name: value for name, value in os.environ.items() if "WIX" not in name}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", *options, "-m", "wix_data_provider", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=without_key,
        )
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline().decode()

    def ends(self, within_s: float = READY_S) -> int:
        """Its exit code. Raises TimeoutExpired."""
        return self.process.wait(within_s)

    def close_stdin(self) -> None:
        """As it happens when the one who started it dies."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.stdin = None

    def rest(self) -> tuple[str, str]:
        """What it wrote after the first line, once it has ended: stdout and stderr."""
        out, error = self.process.communicate(timeout=READY_S)
        return out.decode(), error.decode()

    @contextmanager
    def stub(self) -> Iterator[Any]:
        with grpc.insecure_channel(f"127.0.0.1:{int(self.first_line)}") as channel:
            yield provider_pb2_grpc.ResourceProviderStub(channel)


@contextmanager
def started(*options: str, stdin: Any = subprocess.PIPE, engine: str = "") -> Iterator[Process]:
    """A plugin that is gone after the block."""
    plugin = Process(*options, stdin=stdin, engine=engine)
    try:
        yield plugin
    finally:
        with suppress(ProcessLookupError):
            plugin.process.send_signal(signal.SIGKILL)
        with suppress(ValueError):  # rest() has closed them
            plugin.process.communicate()
