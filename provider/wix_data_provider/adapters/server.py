"""The plugin's process: prints its port, serves, and leaves at once when told to."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
from typing import TYPE_CHECKING

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from wix_data_provider.adapters.engine import EngineLog
from wix_data_provider.adapters.plugin import WixDataServicer

if TYPE_CHECKING:
    from collections.abc import Callable

_UNLIMITED = [
    ("grpc.max_receive_message_length", -1),  # a state may be large
    ("grpc.max_send_message_length", -1),
]


async def serve(engine_address: str | None, ready: Callable[[], None]) -> None:
    """Serves until SIGINT, SIGTERM, or the end of an engine that was killed.

    `ready` is called once the port is printed.
    """
    log = EngineLog()
    if engine_address:
        log.connect(engine_address)
    server = grpc.aio.server(options=_UNLIMITED)
    servicer = WixDataServicer(log)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    stopped = _told_to_stop(servicer.ended, watch_stdin=engine_address is not None)
    sys.stdout.write(f"{port}\n")  # the engine reads it; nothing else may go to stdout
    sys.stdout.flush()
    ready()
    await stopped.wait()
    await server.stop(grace=None)


def _told_to_stop(ended: Callable[[], None], *, watch_stdin: bool) -> asyncio.Event:
    """SIGINT is how the engine ends a plugin; anything else cuts a run short."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()

    def by_the_engine() -> None:
        ended()
        stopped.set()

    loop.add_signal_handler(signal.SIGINT, by_the_engine)
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    if watch_stdin and stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        loop.add_reader(sys.stdin.fileno(), _read_stdin, stopped)
    return stopped


def _read_stdin(stopped: asyncio.Event) -> None:
    """The engine writes nothing there, and closes it only by dying."""
    if not os.read(sys.stdin.fileno(), 1024):
        stopped.set()
