"""deadline.py: until when a call may go on, and what becomes of that which takes longer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.deadline import DEADLINE, LOOK_S, held, in_time, until
from wix_data_provider.errors import RateLimited, Refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


def late() -> Refused:
    return Refused("too late")


@pytest.fixture(autouse=True)
async def running(clock: FakeClock) -> AsyncIterator[None]:
    """Time passes by itself."""
    async with clock.running():
        yield


@pytest.mark.parametrize(("grace_s", "ends"), [(0, 10), (LOOK_S, LOOK_S)])
async def test_what_takes_longer_is_cut_off_and_has_ended(
    clock: FakeClock, grace_s: float, ends: float
) -> None:
    ended = []

    async def work() -> None:
        try:
            await clock.sleep(100)
        finally:
            await clock.sleep(0)
            ended.append(clock.now())

    with until(10), pytest.raises(Refused, match="too late"):
        await in_time(work(), clock, late, grace_s=grace_s)
    assert ended == [ends]


async def test_by_itself_it_is_wix_that_takes_no_more_requests(clock: FakeClock) -> None:
    with until(60), pytest.raises(RateLimited, match="no time is left"):
        await in_time(clock.sleep(100), clock)
    assert clock.now() == 60


async def test_without_a_deadline_nothing_is_cut_off(clock: FakeClock) -> None:
    assert await in_time(asyncio.sleep(0, "done"), clock, late) == "done"
    assert clock.sleeping == 0


async def test_a_lock_that_others_hold_too_long_is_not_taken(clock: FakeClock) -> None:
    lock = asyncio.Lock()
    await lock.acquire()
    with until(10), pytest.raises(Refused, match="too late"):
        async with held(lock, clock, late):
            raise AssertionError("others hold it")
    assert clock.now() == 10
    lock.release()
    async with held(lock, clock, late):
        assert lock.locked()
    assert not lock.locked()


@pytest.mark.parametrize("deadline", [10, float("inf")])
@pytest.mark.parametrize("free_first", [True, False])
async def test_a_lock_that_comes_to_a_cancelled_caller_is_free_again(
    clock: FakeClock, deadline: float, *, free_first: bool
) -> None:
    lock = asyncio.Lock()
    await lock.acquire()

    async def work() -> None:
        DEADLINE.set(deadline)
        async with held(lock, clock, late):
            await clock.sleep(1)

    first, second = asyncio.create_task(work()), asyncio.create_task(work())
    await clock.sleep(1)
    strikes: list[Callable[[], object]] = [lock.release, first.cancel]
    for strike in strikes if free_first else reversed(strikes):
        strike()
    await asyncio.wait({first, second})
    assert first.cancelled()
    assert second.exception() is None
    assert not lock.locked()


@pytest.mark.parametrize("waited_s", [0, 1])
async def test_a_cancelled_caller_leaves_the_line(clock: FakeClock, waited_s: float) -> None:
    lock = asyncio.Lock()
    await lock.acquire()

    async def work() -> None:
        async with held(lock, clock, late):
            raise AssertionError("others hold it")

    waiting = asyncio.create_task(work())
    await clock.sleep(waited_s)
    waiting.cancel()
    await asyncio.wait({waiting})
    lock.release()
    with until(clock.now() + 10):
        async with held(lock, clock, late):
            assert lock.locked()
