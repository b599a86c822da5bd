"""Wix for the tests of handlers: the emulator in this process, on the tests' own time."""

from __future__ import annotations

import asyncio
import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import httpx

from wix_data_emulator.app import build_app
from wix_data_emulator.clock import Clock
from wix_data_emulator.world import Options, World

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from wix_data_emulator.settings import Settings
    from wix_data_provider.clock import Clock as AnyClock

    Message = MutableMapping[str, Any]

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
KEY = "IST.the-key-of-the-tests"
ENDPOINT = "http://127.0.0.1:9"
BACKUPS = "/wix-data/v2/backups"
JOBS = "/data-mover/v1/jobs"
TAKE = f"POST {BACKUPS}"
RESTORE = f"POST {BACKUPS}/*/restore"
RESTORE_SOME = f"POST {BACKUPS}/*/partial-restore"
SUBMIT = f"POST {JOBS}"


class Wix:
    """Answers every request of httpx. One that has arrived takes effect, whoever hangs up.

    `slow` are seconds until the answer to a "METHOD /path" (`*` for a part) leaves, `words` are
    replaced in what Wix says, `down` cuts the network, `arrives` and `answers` are called with the
    number of the request (from 1) as it comes in, and before its answer goes out. `submitted` are
    the bodies of the jobs. `wire` is what httpx calls: it may be replaced by a worse one.
    """

    def __init__(self, clock: AnyClock, settings: Settings) -> None:
        self.clock = clock
        self.world = World(
            Options(api_key=KEY, settings=settings), Clock(lambda: clock.utc().timestamp())
        )
        self.app = build_app(self.world)
        self.asked: list[str] = []
        self.submitted: list[dict[str, Any]] = []
        self.slow: dict[str, float] = {}
        self.words: dict[str, str] = {}
        self.down = False
        self.arrives: Callable[[int], None] = lambda _number: None
        self.answers: Callable[[int], None] = lambda _number: None
        self.wire: Callable[[httpx.Request], Awaitable[httpx.Response]] = self.handle
        self._served: set[asyncio.Task[httpx.Response]] = set()

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request of the provider."""
        if self.down:
            raise httpx.ConnectError("no route to the host", request=request)
        body = await request.aread()
        self.asked.append(f"{request.method} {request.url.path}")
        if self.asked[-1] == SUBMIT:
            self.submitted.append(json.loads(body))
        number = len(self.asked)
        served = asyncio.ensure_future(self._serve(request, body))
        self._served.add(served)
        served.add_done_callback(self._served.discard)
        self.arrives(number)
        answer = await asyncio.shield(served)
        self.answers(number)
        stream = httpx.ByteStream(answer.content)
        return httpx.Response(answer.status_code, headers=_plain(answer), stream=stream)

    def count(self, request: str) -> int:
        """How many requests of this "METHOD /path" (`*` for a part) have come in."""
        return sum(fnmatchcase(asked, request) for asked in self.asked)

    def change(self, **settings: object) -> None:
        """What Wix leaves open, by the names of `/_emulator/settings`."""
        with self.world.store.transaction():
            self.world.change_settings(settings)

    async def fault(self, request: str, **fault: object) -> None:
        """What the next requests of this "METHOD /path" meet, as `/_emulator/faults` says it."""
        method, path = request.split(" ")
        await self.ask("POST", "/_emulator/faults", [{"method": method, "path": path, **fault}])

    async def backups(self) -> dict[str, str]:
        """The statuses of all backups by ID, newest first."""
        listed = await self.ask("GET", BACKUPS)
        return {one["id"]: one["status"] for one in listed["backups"]}

    async def foreign_backups(self, count: int) -> list[str]:
        """Somebody else's backups, READY a while ago; oldest first."""
        ids = []
        for _ in range(count):
            ids.append((await self.ask("POST", BACKUPS, {}))["backup"]["id"])
            await self.clock.sleep(600)
        return ids

    async def restorations(self) -> list[dict[str, Any]]:
        """All restorations, newest first."""
        return list((await self.ask("GET", f"{BACKUPS}/restorations"))["restorations"])

    async def jobs(self) -> list[dict[str, Any]]:
        """All jobs, newest first."""
        return list((await self.ask("GET", JOBS))["jobs"])

    async def collection(self, id: str, *fields: str) -> None:
        """An empty collection with fields of text."""
        described = [{"key": key, "displayName": key, "type": "TEXT"} for key in fields]
        body = {"collection": {"id": id, "displayName": id, "fields": described}}
        await self.ask("POST", "/wix-data/v2/collections", body)

    async def item(self, collection: str, title: str) -> None:
        """One more item."""
        body = {"dataCollectionId": collection, "dataItem": {"data": {"title": title}}}
        await self.ask("POST", "/wix-data/v2/items", body)

    async def titles(self, collection: str) -> list[str]:
        """The field `title` of all items, sorted."""
        body = {"dataCollectionId": collection, "query": {"paging": {"limit": 1000}}}
        found = await self.ask("POST", "/wix-data/v2/items/query", body)
        return sorted(item["data"]["title"] for item in found["dataItems"])

    async def ask(self, method: str, path: str, body: object = None, site: str = SITE) -> Any:
        """The JSON of an answer to the test itself: not in `asked`, and never slow or down."""
        headers = {"Authorization": KEY, "wix-site-id": site}
        request = httpx.Request(method, ENDPOINT + path, headers=headers, json=body)
        answer = await self._call(request, request.content)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.content)

    async def _serve(self, request: httpx.Request, body: bytes) -> httpx.Response:
        answer = await self._call(request, body)
        text = answer.content
        for word, other in self.words.items():
            text = text.replace(f'"{word}"'.encode(), f'"{other}"'.encode())
        answer = httpx.Response(answer.status_code, headers=_plain(answer), content=text)
        asked = f"{request.method} {request.url.path}"
        slow = [seconds for name, seconds in self.slow.items() if fnmatchcase(asked, name)]
        await self.clock.sleep(max(slow, default=0))
        return answer

    async def _call(self, request: httpx.Request, body: bytes) -> httpx.Response:
        dropped = asyncio.Event()
        parts: list[Message] = []
        rest: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if rest:
                return rest.pop()
            await dropped.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            parts.append(message)

        await self.app(_scope(request, dropped), receive, send)
        if dropped.is_set():
            raise httpx.ReadError("the connection was dropped", request=request)
        content = b"".join(part.get("body", b"") for part in parts)
        return httpx.Response(
            parts[0]["status"], headers=parts[0]["headers"], content=content, request=request
        )


def _plain(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "content-length"}


def _scope(request: httpx.Request, dropped: asyncio.Event) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(request.url.path),
        "raw_path": request.url.raw_path,
        "query_string": request.url.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": ("127.0.0.1", 9),
        "client": ("127.0.0.1", 1),
        "state": {"drop_connection": dropped.set},
    }
