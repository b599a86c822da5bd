"""A host of files on loopback: real sockets, answers prepared by the test."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass
class Received:
    """One request: its first line, its headers in lower case, size and hash of its body."""

    line: str
    headers: dict[str, str]
    size: int = 0
    sha256: str = ""


@dataclass
class Host:
    """Gives the prepared answers in turn. An answer that begins with a "-" comes before the
    body is read, and the connection is closed then."""

    port: int = 0
    answers: deque[bytes] = field(default_factory=deque)
    received: list[Received] = field(default_factory=list)

    def will(self, status: str, body: bytes = b"", *headers: str, early: bool = False) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        self.answers.append((b"-" if early else b"") + "\r\n".join(lines).encode() + body)

    def url(self, rest: str) -> str:
        return f"http://127.0.0.1:{self.port}{rest}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            pairs = (line.partition(":") for line in lines)
            request = Received(first, {name.lower(): value.strip() for name, _, value in pairs})
            self.received.append(request)
            answer = self.answers.popleft()
            if not answer.startswith(b"-"):
                await self.read_body(reader, request)
            writer.write(answer.removeprefix(b"-"))
            await writer.drain()
        writer.close()

    async def read_body(self, reader: asyncio.StreamReader, request: Received) -> None:
        digest = sha256()
        expected = int(request.headers.get("content-length", "0"))
        while request.size < expected:
            block = await reader.read(1 << 16)
            if not block:
                raise ConnectionResetError
            request.size += len(block)
            digest.update(block)
        request.sha256 = digest.hexdigest()


@asynccontextmanager
async def serving() -> AsyncIterator[Host]:
    host = Host()
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    host.port = server.sockets[0].getsockname()[1]
    try:
        yield host
    finally:
        server.close()
        await server.wait_closed()
