"""The HTTP server: one socket, no access log, connections that can be dropped for real."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from typing import TYPE_CHECKING, NoReturn

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio
    from types import FrameType

    from starlette.types import ASGIApp

GRACE_S = 1
"""How long requests under way may still take after a signal."""
KEEP_ALIVE_S = 120
"""Longer than callers wait between polls: none finds its connection closed as it sends."""
BACKLOG = 2048


class PortTakenError(Exception):
    """Somebody else listens there. Who acts: the user, by choosing another port."""


class DroppableProtocol(H11Protocol):
    """HTTP whose requests can close their connection: `state["drop_connection"]()`."""

    def connection_made(  # type: ignore[override]
        self, transport: asyncio.Transport
    ) -> None:
        """Hand the means to every request of this connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "drop_connection": transport.abort}


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections from now on; port 0 takes a free one.

    Raises: PortTakenError.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off Nagle's delay (40 ms an answer) only where the protocol is named
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error}"
        raise PortTakenError(
            f"port {port} of {host} {reason}; choose another one with --port"
        ) from error
    return listener


def make_server(app: ASGIApp) -> uvicorn.Server:
    """A server for `listen`'s socket."""
    config = uvicorn.Config(
        app,
        http=DroppableProtocol,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    return uvicorn.Server(config)


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Until SIGINT or SIGTERM, which end the process without a trace."""
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, _leave)
    make_server(app).run(sockets=[listener])


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
