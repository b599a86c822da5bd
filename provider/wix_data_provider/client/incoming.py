"""A file on its way in: read by a thread of its own, as fast as its socket gives it.

The event loop serves others meanwhile, and whoever takes the blocks may hash and write them.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from contextlib import ExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

import httpx

from wix_data_provider.client.connections import TRANSFER_TIMEOUT, open_blocking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Block = bytes | memoryview
    Check = Callable[[httpx.Response], None]
    Write = Callable[[Block], None]

PLAIN = {"Accept-Encoding": "identity"}  # so that what is hashed is what lies there
BLOCK_BYTES = 1024 * 1024


async def stream_in(url: str, check: Check, write: Write) -> None:
    """Get `url` and `write` its body block by block, in order; redirects are followed.

    `check` raises where the answer is a refusal. Both are called in another thread; a block is
    good until `write` returns. Once this has ended, by a cancel too, nothing more is written.

    Raises: what `check` and `write` raise, httpx's errors.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[None] = loop.create_future()
    incoming = _Incoming(url, check, write)
    # Not of the loop's pool, where addresses are looked up and files read; and as a daemon, for
    # the process does not wait for a host that is slow to answer.
    threading.Thread(target=incoming.run, args=(loop, ended), name="download", daemon=True).start()
    try:
        await asyncio.wait({ended})
    except asyncio.CancelledError:
        while incoming.stop() and not ended.done():
            with suppress(asyncio.CancelledError):  # another one ends no write either
                await asyncio.wait({ended})
        raise
    ended.result()


class _Incoming:
    def __init__(self, url: str, check: Check, write: Write) -> None:
        self._url = url
        self._check = check
        self._write = write
        self._stopped = threading.Event()
        self._source: socket.socket | None = None

    def run(self, loop: asyncio.AbstractEventLoop, ended: asyncio.Future[None]) -> None:
        """In the thread: tell `ended` the outcome."""
        tell = partial(ended.set_result, None)
        try:
            self._read()
        except BaseException as error:  # noqa: BLE001 - for whoever waits
            if not self._stopped.is_set():
                tell = partial(ended.set_exception, error)
        with suppress(RuntimeError):  # the loop has ended, and nobody waits
            loop.call_soon_threadsafe(tell)

    def stop(self) -> bool:
        """Let no further block be written. True where one may be on its way: wait for the end."""
        self._stopped.set()
        if self._source is None:
            return False
        with suppress(OSError):  # it has ended
            socket.socket.shutdown(self._source, socket.SHUT_RDWR)  # no good-bye of TLS
        return True

    def _read(self) -> None:
        with ExitStack() as opened:
            answer = self._answer(opened)
            if self._stopped.is_set():
                return
            self._check(answer)
            self._source = _socket_of(answer)
            for block in _blocks(answer, self._source):
                if self._stopped.is_set():
                    return
                self._write(block)

    def _answer(self, opened: ExitStack) -> httpx.Response:
        try:
            http = opened.enter_context(open_blocking(self._url, TRANSFER_TIMEOUT))
            return opened.enter_context(http.stream("GET", self._url, headers=PLAIN))
        except (OSError, UnicodeError) as error:  # certificates that are not there; a..b.example
            raise httpx.ConnectError(str(error)) from None


def _socket_of(answer: httpx.Response) -> socket.socket:
    found = answer.extensions["network_stream"].get_extra_info("socket")
    assert isinstance(found, socket.socket)  # noqa: S101 - of a client that is not asynchronous
    return found


def _blocks(answer: httpx.Response, source: socket.socket) -> Iterator[Block]:
    """The body. httpx copies it five times on its way, at half the speed of a fast network: where
    nothing has to be decoded, httpx reads its beginning, and the socket gives the rest."""
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        yield from answer.iter_bytes()
        return
    httpx_reads = answer.iter_raw()  # kept to the end: without it httpx closes the socket
    length = answer.headers.get("Content-Length")
    if length is None or "Transfer-Encoding" in answer.headers or _tls_in_tls(answer):
        yield from httpx_reads
        return
    for beginning in httpx_reads:  # all that came along with the head; nothing where no body is
        yield beginning
        yield from _rest(source, int(length) - len(beginning))
        return


def _tls_in_tls(answer: httpx.Response) -> bool:
    """Is there TLS up to a proxy, and TLS in that? The socket knows the outer one only."""
    inner = answer.extensions["network_stream"].get_extra_info("ssl_object")
    return isinstance(inner, ssl.SSLObject)


def _rest(source: socket.socket, length: int) -> Iterator[memoryview]:
    block = memoryview(bytearray(min(BLOCK_BYTES, length)))
    while length:
        try:
            got = source.recv_into(block[:length])
        except TimeoutError as error:
            raise httpx.ReadTimeout("no more of the body came") from error
        except OSError as error:
            raise httpx.ReadError("the body broke off") from error
        if not got:
            raise httpx.RemoteProtocolError("the body ended early")
        length -= got
        yield block[:got]
