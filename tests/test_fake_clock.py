"""The clock of the tests keeps its promises."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


async def test_sleepers_wake_in_order_and_each_runs_on_first(clock: FakeClock) -> None:
    seen: list[tuple[str, float]] = []

    async def work(name: str, *naps: float) -> None:
        for nap in naps:
            await clock.sleep(nap)
            seen.append((name, clock.now()))

    tasks = [asyncio.create_task(work("a", 3, 1)), asyncio.create_task(work("b", 2, 2.5))]
    await clock.advance(4)
    assert seen == [("b", 2), ("a", 3), ("a", 4)]
    assert clock.now() == 4
    await clock.advance(1)
    assert seen[-1] == ("b", 4.5)
    await asyncio.gather(*tasks)
    assert clock.sleeping == 0


async def test_running_jumps_over_the_waiting(clock: FakeClock) -> None:
    async with clock.running():
        await asyncio.gather(clock.sleep(3600), clock.sleep(60))
        assert clock.now() == 3600
        await clock.sleep(1)
    assert clock.now() == 3601


async def test_a_cancelled_sleeper_does_not_move_the_clock(clock: FakeClock) -> None:
    sleeper = asyncio.create_task(clock.sleep(500))
    await clock.advance(1)
    sleeper.cancel()
    async with clock.running():
        await clock.sleep(2)
    assert clock.now() == 3
