"""client/rate_limit.py: a budget for each site."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.client.rate_limit import AT_ONCE, Budget, RateLimit
from wix_data_provider.deadline import DEADLINE, LOOK_S, until
from wix_data_provider.errors import RateLimited, TransportError

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


async def go(
    budget: Budget, clock: FakeClock, sent: list[tuple[str, float]], name: str, urgent: bool = False
) -> None:
    async with budget.place(urgent=urgent):
        sent.append((name, clock.now()))


async def use(budget: Budget) -> None:
    """A request whose answer comes at once."""
    async with budget.place():
        return


async def test_no_minute_has_more_sends_than_allowed(clock: FakeClock) -> None:
    budget = Budget(5, clock)
    sent: list[tuple[str, float]] = []

    async def caller(number: int) -> None:
        await clock.sleep(number * 1.5)
        await go(budget, clock, sent, str(number))

    async with clock.running():
        await asyncio.gather(*(caller(number) for number in range(60)))
    times = [at for _, at in sent]
    assert len(times) == 60
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[5:], strict=False))
    assert [name for name, _ in sent] == [str(number) for number in range(60)]
    assert times[-1] == 11 * 60 + 4 * 1.5


async def test_urgent_ones_go_before_those_who_wait_longer(clock: FakeClock) -> None:
    budget = Budget(1, clock)
    sent: list[tuple[str, float]] = []
    await use(budget)
    calls = [("poll-1", False), ("poll-2", False), ("submit-1", True), ("submit-2", True)]
    async with clock.running():
        await asyncio.gather(*(go(budget, clock, sent, *call) for call in calls))
    assert sent == [("submit-1", 60), ("submit-2", 120), ("poll-1", 180), ("poll-2", 240)]


async def test_nobody_overtakes_on_a_place_that_came_free(clock: FakeClock) -> None:
    budget = Budget(1, clock)
    sent: list[tuple[str, float]] = []
    await use(budget)
    first = asyncio.create_task(go(budget, clock, sent, "first"))
    second = asyncio.create_task(go(budget, clock, sent, "second"))
    await clock.advance(60)
    late = asyncio.create_task(go(budget, clock, sent, "late"))
    await clock.advance(120)
    assert [name for name, _ in sent] == ["first", "second", "late"]
    await asyncio.gather(first, second, late)


async def test_a_pause_holds_everyone_back_and_never_gets_shorter(clock: FakeClock) -> None:
    budget = Budget(9, clock)
    sent: list[tuple[str, float]] = []
    budget.pause(40)
    budget.pause(5)
    tasks = [asyncio.create_task(go(budget, clock, sent, name)) for name in "ab"]
    await clock.advance(39)
    assert sent == []
    budget.pause(10)
    await clock.advance(9)
    assert sent == []
    await clock.advance(1)
    assert sent == [("a", 49), ("b", 49)]
    await asyncio.gather(*tasks)


async def test_a_cancelled_caller_leaves_its_place_to_the_next(clock: FakeClock) -> None:
    budget = Budget(1, clock)
    sent: list[tuple[str, float]] = []
    await use(budget)
    first = asyncio.create_task(go(budget, clock, sent, "first", urgent=True))
    second = asyncio.create_task(go(budget, clock, sent, "second"))
    await clock.advance(10)
    first.cancel()
    await clock.advance(50)
    assert sent == [("second", 60)]
    await second


async def test_when_all_are_cancelled_nothing_is_left_behind(clock: FakeClock) -> None:
    before = asyncio.all_tasks()
    budget = Budget(1, clock)
    await use(budget)
    calls = [asyncio.create_task(use(budget)) for _ in range(3)]
    await clock.advance(1)
    for call in calls:
        call.cancel()
    await clock.advance(1)
    assert clock.sleeping == 0
    assert asyncio.all_tasks() == before
    again = asyncio.create_task(use(budget))
    await clock.advance(58)
    assert again.done()


async def test_sites_do_not_share_a_budget(clock: FakeClock) -> None:
    limit = RateLimit(1, clock)
    await use(limit.site("a"))
    await use(limit.site("b"))
    assert clock.now() == 0
    assert limit.site("a") is limit.site("a")


async def test_a_request_counts_until_a_minute_after_its_answer(clock: FakeClock) -> None:
    """Wix may have counted it at any moment in between."""
    budget = Budget(1, clock)
    sent: list[tuple[str, float]] = []

    async def slow() -> None:
        async with budget.place():
            await clock.sleep(10)

    async with clock.running():
        await asyncio.gather(slow(), go(budget, clock, sent, "next"))
    assert sent == [("next", 70)]


async def test_no_more_than_some_requests_are_under_way_at_once(clock: FakeClock) -> None:
    budget = Budget(1000, clock)
    most = now = 0

    async def request() -> None:
        nonlocal most, now
        async with budget.place():
            now += 1
            most = max(most, now)
            await clock.sleep(1)
            now -= 1

    async with clock.running():
        await asyncio.gather(*(request() for _ in range(5 * AT_ONCE)))
    assert most == AT_ONCE
    assert clock.now() == 5


async def test_a_place_that_comes_to_a_cancelled_caller_is_given_to_the_next(
    clock: FakeClock,
) -> None:
    budget = Budget(1, clock)
    sent: list[tuple[str, float]] = []
    going = asyncio.Event()

    async def holder() -> None:
        async with budget.place():
            await going.wait()

    held = asyncio.create_task(holder())
    await clock.advance(0)
    first = asyncio.create_task(use(budget))
    second = asyncio.create_task(go(budget, clock, sent, "second"))
    await clock.advance(0)
    going.set()
    await clock.advance(59)
    asyncio.get_running_loop().call_soon(first.cancel)
    await clock.advance(61)
    assert sent == [("second", 60)]
    await asyncio.gather(held, second)
    assert first.cancelled()


@pytest.mark.parametrize(("urgent", "ends"), [(True, 10), (False, LOOK_S)])
async def test_nobody_stays_in_line_past_the_deadline(
    clock: FakeClock, ends: float, *, urgent: bool
) -> None:
    """A look has a little longer than a submit, for which it would be too late anyhow."""
    budget = Budget(1, clock)
    await use(budget)
    async with clock.running():
        with until(10), pytest.raises(TransportError, match="raise requestsPerMinute") as caught:
            await go(budget, clock, [], "late", urgent)
        assert (clock.now(), caught.value.sent) == (ends, False)
        await use(budget)
    assert clock.now() == 60


async def test_those_in_line_are_refused_as_soon_as_wix_wants_a_pause_past_their_deadline(
    clock: FakeClock,
) -> None:
    budget = Budget(1, clock)
    await use(budget)

    async def in_line(deadline: float) -> tuple[float, str]:
        DEADLINE.set(deadline)
        said = ""
        try:
            await use(budget)
        except RateLimited as error:
            said = str(error)
        return clock.now(), said

    async def pause() -> None:
        await clock.sleep(10)
        budget.pause(1000)

    async with clock.running():
        hasty, patient, _ = await asyncio.gather(in_line(100), in_line(5000), pause())
    refusal = "too many requests (429): Wix takes none for another 1000 s"
    assert [hasty, patient] == [(10, refusal), (1010, "")]
