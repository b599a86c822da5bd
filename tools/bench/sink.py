"""A fake of Wix for files alone: their bytes are counted or sent, and nothing else is done.

It gives an upload URL, takes any job and says at once that it is COMPLETED. The HTTP server is
the emulator's, without its database. Downloads have a port of their own, from which the kernel
sends the file: a server elsewhere would take nothing of this machine's processors either.

A process of its own: `python sink.py PORT DOWNLOADS FILE`, two ports and what every download
brings. At the end of a transfer it prints the seconds that it took.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

BLOCK = 1024 * 1024
HOST = "127.0.0.1"
URL_PATH = "/file"
PAGING = {"count": 0, "hasNext": False}
PROGRESS = {"current": 1, "total": 1, "itemsRejected": 0, "itemsSuccessful": 1}


@dataclass(frozen=True)
class Sink:
    """The server: its port for all but downloads, theirs, and what each of them brings."""

    port: int
    downloads: int
    file: Path

    async def serve(self) -> None:
        """Answer on both ports, until the process is ended."""
        config = uvicorn.Config(
            self.app,
            HOST,
            self.port,
            http="h11",
            interface="asgi3",
            lifespan="off",
            log_level="error",
        )
        async with await asyncio.start_server(self.download, HOST, self.downloads):
            await uvicorn.Server(config).serve()

    async def app(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["path"] != URL_PATH:
            order = json.loads(await _body(receive) or b"{}")
            urls = [f"http://{HOST}:{port}{URL_PATH}" for port in (self.port, self.downloads)]
            await _answer(send, _api(scope["path"], order, *urls))
            return
        began = time.monotonic()
        while (await receive()).get("more_body"):
            pass
        await _answer(send, {})
        print(time.monotonic() - began, flush=True)

    async def download(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer any request with the file."""
        await reader.readuntil(b"\r\n\r\n")
        size = self.file.stat().st_size
        _warm(self.file.parent, size)
        began = time.monotonic()
        with self.file.open("rb") as content:
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode())
            await asyncio.get_running_loop().sendfile(writer.transport, content)
        print(time.monotonic() - began, flush=True)
        writer.close()


def _api(path: str, order: dict[str, Any], upload_url: str, file_url: str) -> dict[str, Any]:
    """What the plugin asks on the way."""
    if path.endswith("/upload-url"):
        return {"fileId": "file.dat", "uploadUrl": upload_url}
    if path.startswith("/wix-data/v2/collections/"):
        return {"collection": {"id": "products", "displayName": "Products", "fields": []}}
    if path.endswith("/items/count"):
        return {"totalCount": 0}
    if path.endswith("/jobs"):
        return {"job": _job(str(uuid.uuid4()), order, file_url)}
    wanted = order.get("query", {}).get("filter", {}).get("id", {})
    jobs = [_job(id, {}, file_url) for id in wanted.get("$in", [])]
    return {"jobs": jobs, "pagingMetadata": PAGING}


def _job(id: str, order: dict[str, Any], url: str) -> dict[str, Any]:
    return {
        "id": id,
        "name": order.get("name"),
        "source": order.get("source"),
        "destination": {"file": {"format": "CSV", "url": url}},
        "status": "COMPLETED",
        "startedAt": "2026-01-01T00:00:00.000Z",
        "finishedAt": "2026-01-01T00:00:01.000Z",
        "progress": PROGRESS,
        "logsRecorded": 0,
    }


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


async def _answer(send: Send, answer: dict[str, Any]) -> None:
    body = json.dumps(answer).encode()
    await _head(send, len(body))
    await send({"type": "http.response.body", "body": body})


def _warm(folder: Path, size: int) -> None:
    """Let the machine have memory for a file of that size. A virtual one gives free memory back
    to its host within seconds, and who writes a file then waits for it."""
    block = bytes(BLOCK)
    with tempfile.TemporaryFile(dir=folder, buffering=0) as scratch:
        for _ in range(-(-size // BLOCK)):
            scratch.write(block)


async def _head(send: Send, length: int) -> None:
    headers = [(b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


if __name__ == "__main__":
    asyncio.run(Sink(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])).serve())
