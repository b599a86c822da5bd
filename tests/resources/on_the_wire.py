"""The provider's HTTP in a test's hands: nothing of it reaches a network."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx

from wix_data_provider.client import files

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from wix_data_provider.client.incoming import Write


def answer_all(
    monkeypatch: pytest.MonkeyPatch, handle: Callable[[httpx.Request], Awaitable[httpx.Response]]
) -> None:
    """`handle` answers each request, those for files included."""

    async def send(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        return await handle(request)

    async def stream_in(url: str, check: Callable[[httpx.Response], None], write: Write) -> None:
        answer = await handle(httpx.Request("GET", url))
        check(answer)
        with ThreadPoolExecutor() as other:  # as in the plugin, a thread of its own writes
            other.submit(write, await answer.aread()).result()

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", send)
    monkeypatch.setattr(files, "stream_in", stream_in)
