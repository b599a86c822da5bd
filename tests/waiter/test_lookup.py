"""waiter/lookup.py: one request a second answers all who ask."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.deadline import DEADLINE
from wix_data_provider.errors import PermissionDenied, RateLimited
from wix_data_provider.waiter.lookup import Lookup

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


class Names:
    """What there is under a name: two for each, none for "nobody"."""

    def __init__(self, clock: FakeClock, takes_s: float = 0) -> None:
        self.clock = clock
        self.takes_s = takes_s
        self.asked: list[tuple[float, list[str]]] = []
        self.error: Exception | None = None
        self.lookup = Lookup(self.fetch, clock)

    async def fetch(self, names: Collection[str]) -> dict[str, list[str]]:
        self.asked.append((self.clock.now(), sorted(names)))
        await self.clock.sleep(self.takes_s)
        if self.error:
            raise self.error
        return {name: [f"{name}1", f"{name}2"] for name in names if name != "nobody"}

    async def of(self, name: str, after_s: float = 0) -> tuple[float, list[str]]:
        await self.clock.sleep(after_s)
        found = await self.lookup.of(name)
        return self.clock.now(), found


async def test_the_first_is_answered_at_once(clock: FakeClock) -> None:
    async with clock.running():
        assert await Names(clock).of("a") == (0, ["a1", "a2"])


async def test_a_name_without_anything_has_nothing(clock: FakeClock) -> None:
    async with clock.running():
        assert await Names(clock).of("nobody") == (0, [])


async def test_one_request_answers_all_who_ask_at_a_time(clock: FakeClock) -> None:
    names = Names(clock)
    async with clock.running():
        found = await asyncio.gather(*(names.of(f"n{n % 50}") for n in range(200)))
    assert found == [(0, [f"n{n % 50}1", f"n{n % 50}2"]) for n in range(200)]
    assert [len(asked) for _, asked in names.asked] == [50]


async def test_those_who_come_within_the_second_wait_for_its_end(clock: FakeClock) -> None:
    names = Names(clock)
    async with clock.running():
        found = await asyncio.gather(*(names.of(f"n{n}", n / 10) for n in range(11)))
    assert [at for at, _ in found] == [0] + [1] * 10
    assert [at for at, _ in names.asked] == [0, 1]


async def test_those_who_come_during_a_request_are_in_the_next_one(clock: FakeClock) -> None:
    names = Names(clock, takes_s=5)
    async with clock.running():
        first, second = await asyncio.gather(names.of("a"), names.of("a", 2))
    assert (first[0], second[0]) == (5, 10)


async def test_the_same_name_is_asked_for_afresh(clock: FakeClock) -> None:
    names = Names(clock)
    async with clock.running():
        await names.of("a")
        assert (await names.of("a"))[0] == 1
        assert (await names.of("a", 30))[0] == 31
    assert len(names.asked) == 3


async def test_nobody_can_change_the_answer_of_another(clock: FakeClock) -> None:
    names = Names(clock)
    async with clock.running():
        (_, one), (_, other) = await asyncio.gather(names.of("a"), names.of("a"))
    one.clear()
    assert other == ["a1", "a2"]


async def test_an_error_reaches_all_and_the_next_may_be_well(clock: FakeClock) -> None:
    names = Names(clock)
    names.error = PermissionDenied("not permitted", status=403)
    async with clock.running():
        found = await asyncio.gather(*(names.of(name) for name in "abc"), return_exceptions=True)
        assert found == [names.error] * 3
        names.error = None
        assert await names.of("a") == (1, ["a1", "a2"])


@pytest.mark.parametrize("fails", [False, True])
async def test_one_who_is_canceled_leaves_the_others_alone(
    clock: FakeClock, *, fails: bool
) -> None:
    names = Names(clock, takes_s=2)
    names.error = ValueError("broken") if fails else None
    one, other = (asyncio.create_task(names.of(name)) for name in "ab")
    await clock.advance(1)
    one.cancel()
    await clock.advance(1)
    assert one.cancelled()
    if fails:
        with pytest.raises(ValueError, match="broken"):
            await other
    else:
        assert await other == (2, ["b1", "b2"])


async def test_nothing_is_asked_for_those_who_have_all_gone(clock: FakeClock) -> None:
    names = Names(clock)
    async with clock.running():
        await names.of("a")
        waiting = asyncio.create_task(names.of("b"))
        await clock.sleep(0.5)
        waiting.cancel()
        await clock.sleep(5)
    assert len(names.asked) == 1
    assert clock.sleeping == 0


async def test_each_who_asks_waits_until_its_own_deadline(clock: FakeClock) -> None:
    names, deadlines = Names(clock, takes_s=120), []
    fetch = names.fetch

    async def noting(asked: Collection[str]) -> dict[str, list[str]]:
        deadlines.append(DEADLINE.get())
        return await fetch(asked)

    names.lookup = Lookup(noting, clock)

    async def within(limit_s: float) -> float:
        DEADLINE.set(limit_s)
        try:
            await names.of("a")
        except RateLimited:
            return math.nan
        return clock.now()

    async with clock.running():
        hasty, patient = await asyncio.gather(within(60), within(600))
    assert math.isnan(hasty)
    assert (patient, deadlines) == (120, [math.inf])
