"""Fixtures for tests of the handlers: the emulator in this process, and time that is fake."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.resources.at_once import AtOnce
from tests.resources.on_the_wire import answer_all
from tests.resources.stack import BACKUP, IMPORT_JOB, RESTORATION, Stack
from tests.resources.wix import Wix
from wix_data_emulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from tests.fake_clock import FakeClock


@pytest.fixture
async def wix(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wix]:
    """The other end of the wire; every operation takes 20 s, and time passes by itself."""
    monkeypatch.setattr("wix_data_emulator.world.ThreadPoolExecutor", AtOnce)
    asyncio.get_running_loop().set_default_executor(AtOnce())
    settings = Settings(backup_seconds=20, restoration_seconds=20, job_seconds=20, rate_limit=0)
    wix = Wix(clock, settings)

    async def handle(request: httpx.Request) -> httpx.Response:
        return await wix.wire(request)

    answer_all(monkeypatch, handle)
    async with clock.running():
        yield wix
    wix.world.close()


@pytest.fixture
def backup(wix: Wix, clock: FakeClock) -> Stack:
    """A backup that is in no stack yet."""
    return Stack(clock, BACKUP)


@pytest.fixture
async def job(wix: Wix, clock: FakeClock) -> Stack:
    """An import job that is in no stack yet; the collection `products` is there, and empty."""
    await wix.collection("products", "title")
    return Stack(clock, IMPORT_JOB)


@pytest.fixture
async def rollback(wix: Wix, clock: FakeClock) -> Stack:
    """A restoration that is in no stack yet; `products` and `posts` have an item each."""
    for collection in ("products", "posts"):
        await wix.collection(collection, "title")
        await wix.item(collection, "Old")
    return Stack(clock, RESTORATION)
