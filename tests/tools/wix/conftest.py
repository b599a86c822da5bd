"""Fixtures: the emulator in this process as the real site, and time that is fake."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.resources.at_once import AtOnce
from tests.resources.on_the_wire import answer_all
from tests.resources.wix import ENDPOINT, KEY, SITE, Wix
from tests.tools.wix.runs import Runs
from tools.wix.settings import Settings
from wix_data_emulator.settings import Settings as EmulatorSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.fake_clock import FakeClock


@pytest.fixture
async def runs(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Runs]:
    """A site where every operation takes 20 s, with a collection and an item of its owner."""
    monkeypatch.setattr("wix_data_emulator.world.ThreadPoolExecutor", AtOnce)
    asyncio.get_running_loop().set_default_executor(AtOnce())
    lasting = EmulatorSettings(backup_seconds=20, restoration_seconds=20, job_seconds=20)
    wix = Wix(clock, lasting)

    answer_all(monkeypatch, wix.handle)
    async with clock.running():
        await wix.collection("owners", "title")
        await wix.item("owners", "Mine")
        yield Runs(wix, clock, Settings(endpoint=ENDPOINT, key=KEY, site_id=SITE))
    wix.world.close()
