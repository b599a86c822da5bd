"""Fixtures for tests of the adapters: a plugin in this process, and the emulator behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pulumi.runtime.proto import provider_pb2

from tests.adapters.plugin import plugin
from tests.resources.wix import ENDPOINT, KEY, SITE, Wix
from wix_data_emulator.settings import Settings
from wix_data_provider.clock import SystemClock
from wix_data_provider.config import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


@pytest.fixture
def wix(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wix]:
    """The other end of the wire, in real time; backups and jobs end at once."""
    for variable in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("WIX_API_KEY", KEY)
    monkeypatch.setenv("WIX_SITE_ID", SITE)
    monkeypatch.setenv("WIX_API_URL", ENDPOINT)
    wix = Wix(SystemClock(), Settings(backup_seconds=0, job_seconds=0, rate_limit=0))

    async def handle(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        return await wix.handle(request)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle)
    yield wix
    wix.world.close()


@pytest.fixture
async def stub(wix: Wix) -> AsyncIterator[Any]:
    """A plugin, configured by the environment alone."""
    async with plugin() as stub:
        await stub.Configure(provider_pb2.ConfigureRequest())
        yield stub
