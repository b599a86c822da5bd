"""client/unbroken.py: a request that begins something is awaited to its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.client.unbroken import GRACE_S, unbroken
from wix_data_provider.errors import ServerError, TransportError

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


class Exchange:
    """A request on its way: the answer, or the error, comes after some time."""

    def __init__(
        self, clock: FakeClock, answer: str | Exception = "id", after_s: float = 0
    ) -> None:
        self.clock = clock
        self.answer = answer
        self.after_s = after_s
        self.ended = ""
        self.seen: list[str] = []

    async def send(self) -> str:
        try:
            await self.clock.sleep(self.after_s)
        except asyncio.CancelledError:
            self.ended = "cut off"
            raise
        self.ended = "answered"
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def work(self) -> None:
        """What comes after: the ID is taken, and a cancel strikes at the next await."""
        self.seen.append(await unbroken(self.send(), self.clock, "could not: {}".format))
        await asyncio.sleep(0)
        self.seen.append("went on")


async def test_the_answer(clock: FakeClock) -> None:
    exchange = Exchange(clock)
    await exchange.work()
    assert exchange.seen == ["id", "went on"]


async def test_an_error_is_raised_as_it_is(clock: FakeClock) -> None:
    error = ServerError("fault", status=503)
    with pytest.raises(ServerError) as same:
        await Exchange(clock, error).work()
    assert same.value is error


@pytest.mark.parametrize("steps", range(4))
async def test_a_cancel_before_it_has_left_does_not_cut_it_off(
    clock: FakeClock, steps: int
) -> None:
    exchange = Exchange(clock)
    task = asyncio.create_task(exchange.work())
    for _ in range(steps + 1):
        await asyncio.sleep(0)
    task.cancel()
    async with clock.running():
        await asyncio.wait({task})
    assert task.cancelled()
    assert exchange.ended == "answered"
    assert exchange.seen == ["id"]


async def test_a_cancel_waits_for_the_answer_and_strikes_after_it(clock: FakeClock) -> None:
    exchange = Exchange(clock, after_s=GRACE_S - 0.1)
    task = asyncio.create_task(exchange.work())
    await clock.advance(0.05)
    task.cancel()
    await clock.advance(GRACE_S)
    assert task.cancelled()
    assert exchange.seen == ["id"]
    assert clock.sleeping == 0


async def test_an_error_within_the_grace_is_raised_and_the_cancel_strikes_after_it(
    clock: FakeClock,
) -> None:
    exchange = Exchange(clock, ServerError("fault", status=503), after_s=1)
    caught: list[str] = []

    async def work() -> None:
        try:
            await exchange.work()
        except ServerError as error:
            caught.append(str(error))
            await asyncio.sleep(0)
            caught.append("went on")

    task = asyncio.create_task(work())
    await clock.advance(0.5)
    task.cancel()
    await clock.advance(1)
    assert task.cancelled()
    assert caught == ["fault"]


async def test_an_answer_that_comes_too_late_is_lost(clock: FakeClock) -> None:
    exchange = Exchange(clock, after_s=60)
    task = asyncio.create_task(exchange.work())
    await clock.advance(10)
    task.cancel()
    await clock.advance(GRACE_S - 0.1)
    assert not task.done()
    await clock.advance(0.1)
    with pytest.raises(TransportError, match="could not: canceled before Wix had answered") as lost:
        await task
    assert lost.value.sent
    assert exchange.ended == "cut off"
    assert clock.sleeping == 0
