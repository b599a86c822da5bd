"""The wire, replaced: answers prepared by a test, and what was asked."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import TYPE_CHECKING, Any

import httpx

from wix_data_provider.client import ApiKeyAuth, SiteClient, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_clock import FakeClock
    from wix_data_provider.client import Auth

SITE = "11111111-2222-3333-4444-555555555555"
KEY = "IST.key-of-the-test"
ENDPOINT = "https://wix.test"

Answer = httpx.Response | Exception


def ok(body: Any) -> httpx.Response:
    return httpx.Response(200, json=body)


def refused(status: int, code: str = "", words: str = "", **headers: str) -> httpx.Response:
    error = {"applicationError": {"code": code, "description": words}}
    body = {"message": words, "details": error} if code or words else None
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


class Wix:
    """Gives the prepared answers in turn; the last `always` one again and again."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.answers: deque[Answer] = deque()
        self.always: Callable[[httpx.Request], httpx.Response] | None = None
        self.requests: list[httpx.Request] = []
        self.times: list[float] = []
        self.log: list[str] = []

    def will(self, *answers: Answer) -> None:
        self.answers.extend(answers)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.times.append(self.clock.now())
        await asyncio.sleep(0)  # others send meanwhile
        if not self.answers and self.always is not None:
            return self.always(request)
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def transport(self, auth: Auth | None = None, per_minute: int = 200) -> Transport:
        return Transport(
            ENDPOINT,
            auth or ApiKeyAuth(KEY),
            self.clock,
            per_minute,
            self.log.append,
            http=httpx.AsyncClient(transport=httpx.MockTransport(self.handle)),
            random=lambda: 0.0,
        )

    def site(self) -> SiteClient:
        return SiteClient(self.transport(), SITE)

    @property
    def asked(self) -> list[tuple[str, Any]]:
        """Of each request: method with path and query, and body."""
        return [
            (
                f"{one.method} {one.url.raw_path.decode()}",
                json.loads(one.content) if one.content else None,
            )
            for one in self.requests
        ]
