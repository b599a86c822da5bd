"""A file on its way in: read by a thread of its own, as fast as its socket gives it.

The event loop serves others meanwhile, and what takes the blocks may hash and write them.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from wix_data_provider.client.connections import TRANSFER_TIMEOUT, open_blocking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Block = bytes | memoryview
    Write = Callable[[Block], None]

PLAIN = {"Accept-Encoding": "identity"}  # so that what is hashed is what lies there
BLOCK_BYTES = 1024 * 1024


async def stream_in(url: str, check: Callable[[httpx.Response], None], write: Write) -> None:
    """Get `url` and `write` its body block by block, in order; redirects are followed.

    `check` raises where the answer is a refusal. Both are called in another thread; a block is
    good until `write` returns. After a cancel nothing more is written.

    Raises: what `check` and `write` raise, httpx's errors.
    """
    incoming = _Incoming(url, check, write)
    reading = asyncio.ensure_future(asyncio.to_thread(incoming.read))
    try:
        await asyncio.shield(reading)
    except asyncio.CancelledError:
        reading.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        if incoming.stop():
            await asyncio.wait({reading})
        raise


class _Incoming:
    def __init__(self, url: str, check: Callable[[httpx.Response], None], write: Write) -> None:
        self._url = url
        self._check = check
        self._write = write
        self._stopped = threading.Event()
        self._socket: socket.socket | None = None

    def read(self) -> None:
        with (
            open_blocking(self._url, TRANSFER_TIMEOUT) as http,
            http.stream("GET", self._url, headers=PLAIN) as answer,
        ):
            self._check(answer)
            self._socket = _socket(answer)
            for block in _blocks(answer, self._socket):
                if self._stopped.is_set():
                    return
                self._write(block)

    def stop(self) -> bool:
        """Is a block being written, or waited for? It is the last one, and the thread ends."""
        self._stopped.set()
        if self._socket is None:
            return False  # nothing was written, and nothing will be
        with suppress(OSError):  # it has ended
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # no good-bye of TLS
        return True


def _socket(answer: httpx.Response) -> socket.socket:
    found = answer.extensions["network_stream"].get_extra_info("socket")
    assert isinstance(found, socket.socket)  # noqa: S101 - of a client that is not asynchronous
    return found


def _blocks(answer: httpx.Response, source: socket.socket) -> Iterator[Block]:
    """The body. httpx copies it five times on its way, at half the speed of a fast network: where
    nothing has to be decoded, httpx reads its beginning, and the socket gives the rest."""
    length = answer.headers.get("Content-Length")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        yield from answer.iter_bytes()
    elif length is None or _tls_in_tls(answer):
        yield from answer.iter_raw()
    else:
        httpx_reads = answer.iter_raw()  # kept to the end: without it httpx closes the socket
        beginning = next(httpx_reads, b"")  # and all that came along with the head
        yield beginning
        yield from _rest(source, int(length) - len(beginning))


def _tls_in_tls(answer: httpx.Response) -> bool:
    """Is there TLS up to a proxy, and TLS in that? The socket knows the outer one only."""
    inner = answer.extensions["network_stream"].get_extra_info("ssl_object")
    return isinstance(inner, ssl.SSLObject)


def _rest(source: socket.socket, length: int) -> Iterator[memoryview]:
    if not length:
        return  # the connection may be given back by now
    source.settimeout(TRANSFER_TIMEOUT.read)
    block = memoryview(bytearray(min(BLOCK_BYTES, length)))
    with source.makefile("rb") as body:
        while length:
            try:
                got = body.readinto(block[: min(length, BLOCK_BYTES)])
            except TimeoutError as error:
                raise httpx.ReadTimeout("no more of the body came") from error
            except OSError as error:
                raise httpx.ReadError("the body broke off") from error
            if not got:
                raise httpx.RemoteProtocolError("the body ended early")
            length -= got
            yield block[:got]
