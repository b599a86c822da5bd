"""client/incoming.py: large bodies, cuts and cancels, over real sockets on loopback."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import threading
import tracemalloc
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import trustme

from wix_data_provider.client import incoming
from wix_data_provider.client.incoming import BLOCK_BYTES, stream_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

pytestmark = pytest.mark.anyio

CONTENT = bytes(range(256)) * 4096 * 3 + b"the end"  # 3 blocks, and what is left over


def head(*headers: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", *headers, "", "")).encode()


WHOLE = head(f"Content-Length: {len(CONTENT)}") + CONTENT


@asynccontextmanager
async def host(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """The URL of a server that gives each request to `serve`, once its head is there."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            await serve(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls)
    try:
        port = server.sockets[0].getsockname()[1]
        yield f"http{'s' if tls else ''}://127.0.0.1:{port}/a"
    finally:
        server.close()


def answering(*parts: bytes) -> Serve:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()

    return serve


def take_it(answer: httpx.Response) -> None:
    assert answer.is_success


async def got_from(url: str) -> bytes:
    got = bytearray()
    await stream_in(url, take_it, got.extend)
    return bytes(got)


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a host that downloads trust."""
    authority = trustme.CA()
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(served)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    monkeypatch.setattr(incoming, "open_blocking", lambda *_: httpx.Client(verify=trusted))
    return served


@pytest.fixture(autouse=True)
async def complaints() -> AsyncIterator[None]:
    """The event loop has none: every outcome is asked for, or nobody's."""
    heard: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: heard.append(told["message"]))
    yield
    gc.collect()
    await asyncio.sleep(0)
    assert heard == []


@pytest.mark.parametrize("parts", [[WHOLE], [WHOLE[:20], WHOLE[20:90], WHOLE[90:]]], ids=len)
async def test_a_body_of_many_blocks_comes_whole(parts: list[bytes]) -> None:
    kinds: list[type] = []

    def write(block: Any) -> None:
        kinds.append(type(block))
        got.extend(block)

    got = bytearray()
    async with host(answering(*parts)) as url:
        await stream_in(url, take_it, write)
    assert got == CONTENT
    assert kinds[0] is bytes  # of httpx, and the socket itself gives the rest
    assert {*kinds[1:]} == {memoryview}


async def test_a_redirect_leads_to_the_body() -> None:
    async with host(answering(WHOLE)) as there:
        moved = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n"
        async with host(answering(moved % there.encode())) as here:
            assert await got_from(here) == CONTENT


@pytest.mark.parametrize("beside", [0, 1, 40_000, BLOCK_BYTES])
async def test_what_comes_along_with_the_head_is_not_lost(beside: int) -> None:
    """The rest follows once the beginning was taken."""
    cut = len(WHOLE) - len(CONTENT) + beside
    taken = asyncio.Event()
    loop = asyncio.get_running_loop()
    got = bytearray()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(WHOLE[:cut])
        if beside:
            await taken.wait()
        writer.write(WHOLE[cut:])

    def write(block: Any) -> None:
        got.extend(block)
        loop.call_soon_threadsafe(taken.set)

    async with host(serve) as url:
        await stream_in(url, take_it, write)
    assert got == CONTENT


@pytest.mark.parametrize("body", [b"", b"x"])
async def test_a_body_may_be_small_or_empty(body: bytes) -> None:
    async with host(answering(head(f"Content-Length: {len(body)}") + body)) as url:
        assert await got_from(url) == body


async def test_a_body_in_chunks_and_one_without_a_length_come_whole() -> None:
    chunked = head("Transfer-Encoding: chunked") + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    async with host(answering(chunked)) as url:
        assert await got_from(url) == b"abcde"
    async with host(answering(head("Connection: close") + b"abc")) as url:
        assert await got_from(url) == b"abc"


async def test_chunks_count_more_than_a_length() -> None:
    """As RFC 9112 (6.3) has it, for answers that should not be."""
    both = head("Content-Length: 100000", "Transfer-Encoding: chunked")
    chunk = CONTENT[: BLOCK_BYTES + 1]
    chunks = b"%x\r\n%s\r\n" % (len(chunk), chunk) * 3
    async with host(answering(both + chunks + b"0\r\n\r\n")) as url:
        assert await got_from(url) == chunk * 3


async def test_an_answer_that_has_no_body_is_empty_whatever_length_it_states() -> None:
    async with host(answering(b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n")) as url:
        assert await got_from(url) == b""


@pytest.mark.parametrize(
    "url", ["http://a..b.test/x", "http://.test/x", f"http://{'a' * 64}.test/"]
)
async def test_a_host_that_cannot_be_is_no_connection(url: str) -> None:
    with pytest.raises(httpx.ConnectError):
        await got_from(url)


@pytest.mark.parametrize("cut", [5, BLOCK_BYTES + 5, len(CONTENT) - 1])
async def test_a_cut_is_an_error(cut: int) -> None:
    async with host(answering(WHOLE[: cut - len(CONTENT)])) as url:
        with pytest.raises(httpx.RemoteProtocolError):
            await got_from(url)


async def test_a_host_that_goes_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "TRANSFER_TIMEOUT", httpx.Timeout(0.05))
    ended = asyncio.Event()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(WHOLE[: BLOCK_BYTES * 2])
        await ended.wait()

    async with host(serve) as url:
        with pytest.raises(httpx.ReadTimeout):
            await got_from(url)
        ended.set()


async def test_what_write_and_check_raise_comes_through() -> None:
    async def fetch(check: Callable[..., Any], write: Callable[..., Any]) -> None:
        async with host(answering(WHOLE)) as url:
            await stream_in(url, check, write)

    def refuse(_: object) -> None:
        raise OSError(28, "No space left on device")

    for check, write in ((take_it, refuse), (refuse, bytearray().extend)):
        with pytest.raises(OSError, match="No space left"):
            await fetch(check, write)


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "tls"])
async def test_a_cancel_ends_a_body_that_does_not_come(tls: ssl.SSLContext, secure: bool) -> None:
    all_of_it, ended = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    got = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head(f"Content-Length: {len(CONTENT)}") + CONTENT[:BLOCK_BYTES])
        assert await reader.read() == b""  # the connection is closed by the other side
        ended.set()

    def write(block: Any) -> None:
        nonlocal got
        got += len(block)
        if got == BLOCK_BYTES:
            loop.call_soon_threadsafe(all_of_it.set)

    async with host(serve, tls if secure else None) as url:
        reading = asyncio.ensure_future(stream_in(url, take_it, write))
        await all_of_it.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await ended.wait()
    assert got == BLOCK_BYTES


@pytest.mark.parametrize("cancels", [1, 2])
async def test_a_cancel_waits_for_the_block_that_is_being_written(cancels: int) -> None:
    """Whoever wrote it may close the file then."""
    begun, goes_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    got: list[int] = []

    def write(block: Any) -> None:
        loop.call_soon_threadsafe(begun.set)
        goes_on.wait()
        got.append(len(block))

    async with host(answering(WHOLE)) as url:
        reading = asyncio.ensure_future(stream_in(url, take_it, write))
        await begun.wait()
        for _ in range(cancels):
            reading.cancel()
            for _ in range(10):
                await asyncio.sleep(0)
            assert not reading.done()
        goes_on.set()
        with pytest.raises(asyncio.CancelledError):
            await reading
    assert len(got) == 1


async def test_the_end_of_the_loop_waits_for_that_block_too() -> None:
    begun, goes_on = threading.Event(), threading.Event()
    order: list[str] = []

    def write(_: object) -> None:
        begun.set()
        goes_on.wait()
        order.append("written")

    async def session(url: str) -> None:
        reading = asyncio.ensure_future(stream_in(url, take_it, write))
        reading.add_done_callback(lambda _: order.append("ended"))
        later = asyncio.ensure_future(go_on_after_the_cancel())
        await asyncio.to_thread(begun.wait)
        assert not later.done()  # both are canceled now

    async def go_on_after_the_cancel() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(10):
                await asyncio.sleep(0)
            goes_on.set()

    async with host(answering(WHOLE)) as url:
        await asyncio.to_thread(asyncio.run, session(url))
    assert order == ["written", "ended"]


async def test_a_cancel_before_the_answer_does_not_wait_for_it() -> None:
    asked, canceled = asyncio.Event(), asyncio.Event()
    called: list[Any] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await canceled.wait()
        writer.write(WHOLE)
        await reader.read()  # until the other side hangs up

    async with host(serve) as url:
        reading = asyncio.ensure_future(stream_in(url, called.append, called.append))
        await asked.wait()
        (thread,) = (one for one in threading.enumerate() if one.name == "download")
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert thread.is_alive()
        assert thread.daemon  # the process does not wait for it either
        canceled.set()
        await asyncio.to_thread(thread.join)
    assert called == []


async def test_memory_does_not_grow_with_the_body() -> None:
    blocks = 32

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head(f"Content-Length: {blocks * BLOCK_BYTES}"))
        block = bytes(BLOCK_BYTES)
        for _number in range(blocks):
            writer.write(block)
            await writer.drain()

    size = 0

    def write(block: Any) -> None:
        nonlocal size
        size += len(block)

    async with host(serve) as url:
        tracemalloc.start()
        await stream_in(url, take_it, write)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert size == blocks * BLOCK_BYTES
    assert peak < 8 * BLOCK_BYTES


async def test_a_body_through_tls_comes_whole(tls: ssl.SSLContext) -> None:
    async with host(answering(WHOLE), tls) as url:
        assert await got_from(url) == CONTENT


async def test_tls_within_tls_is_left_to_httpx() -> None:
    """As with a proxy that speaks TLS itself: its socket knows nothing of the inner one."""
    inside = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())

    class Stream:
        def get_extra_info(self, info: str) -> object:
            return {"ssl_object": inside}[info]

    headers = {"Content-Length": "5"}
    body, more = iter([b"in", b"ner"]), {"network_stream": Stream()}
    answer = httpx.Response(200, headers=headers, content=body, extensions=more)
    with socket.socket() as outer:  # is connected to nothing: reading it would fail
        assert b"".join(incoming._blocks(answer, outer)) == b"inner"
