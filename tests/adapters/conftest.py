"""Fixtures for tests of the adapters: a plugin in this process, and the emulator behind it."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from pulumi.runtime.proto import provider_pb2

from tests.adapters.plugin import plugin
from tests.resources.on_the_wire import answer_all
from tests.resources.wix import ENDPOINT, KEY, SITE, Wix
from wix_data_emulator.settings import Settings
from wix_data_provider.clock import SystemClock
from wix_data_provider.config import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


class KeptLoop(asyncio.SelectorEventLoop):
    """The loop of all tests here: grpc.aio has one poller in a process, and an event of one test
    must not come to the closed loop of another."""

    def close(self) -> None:
        """Stays open."""

    async def shutdown_asyncgens(self) -> None:
        """Stays at work."""

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        """Stays at work."""


@cache
def kept_loop() -> KeptLoop:
    return KeptLoop()


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return "asyncio", {"loop_factory": kept_loop}


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A note that a killed test left in the user's journal would be looked for by the next."""
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "pulumi"))


@pytest.fixture
def wix(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wix]:
    """The other end of the wire, in real time; backups and jobs end at once."""
    for variable in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("WIX_API_KEY", KEY)
    monkeypatch.setenv("WIX_SITE_ID", SITE)
    monkeypatch.setenv("WIX_API_URL", ENDPOINT)
    wix = Wix(SystemClock(), Settings(backup_seconds=0, job_seconds=0, rate_limit=0))

    answer_all(monkeypatch, wix.handle)
    yield wix
    wix.world.close()


@pytest.fixture
async def stub(wix: Wix) -> AsyncIterator[Any]:
    """A plugin, configured by the environment alone."""
    async with plugin() as stub:
        await stub.Configure(provider_pb2.ConfigureRequest())
        yield stub
