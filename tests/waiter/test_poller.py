"""waiter/poller.py: one request per tick serves every wait."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.fake_clock import settle
from tests.waiter.operations import Job, Operations, Plan
from wix_data_provider.errors import (
    ApiError,
    NotFound,
    OperationGone,
    OperationTimedOut,
    PermissionDenied,
    ProtocolError,
    RateLimited,
    ServerError,
    TransportError,
    Unauthenticated,
)
from wix_data_provider.waiter.poller import Poller
from wix_data_provider.waiter.states import JOB_STATES
from wix_data_provider.waiter.wait import ODD_AFTER_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


@pytest.fixture
async def wix(clock: FakeClock) -> AsyncIterator[Operations]:
    """Operations as a test plans them. Afterwards nothing may be left running."""
    yield Operations(clock)
    await settle()
    assert not [
        task for task in asyncio.all_tasks() if "Poller" in repr(task) or "Operations" in repr(task)
    ]
    assert clock.sleeping == 0


async def finish(
    wix: Operations, poller: Poller[Job], name: str, deadline: float = 3600, after: float = 0
) -> tuple[str, float]:
    """The final status, and when the waiting ended; begins `after` seconds."""
    await wix.clock.sleep(after)
    job = await poller.wait(name, deadline=deadline)
    return job.status, wix.clock.now()


async def test_fifty_waits_cost_one_request_per_tick(wix: Operations) -> None:
    wix.plans = {f"j{n}": Plan(ends=30) for n in range(50)}
    poller = wix.poller()
    async with wix.clock.running():
        done = await asyncio.gather(*(finish(wix, poller, name) for name in wix.plans))
    assert {status for status, _ in done} == {"COMPLETED"}
    assert all(ids == set(wix.plans) for _, ids in wix.looks)
    assert len(wix.looks) == len(set(wix.times)) < 25


async def test_waits_that_begin_at_different_times_share_their_ticks(wix: Operations) -> None:
    wix.plans = {f"j{n}": Plan(ends=1000) for n in range(30)}
    poller = wix.poller()
    async with wix.clock.running():
        await asyncio.gather(
            *(finish(wix, poller, name, after=n * 3.3) for n, name in enumerate(wix.plans))
        )
    late = [at for at in wix.times if at > 300]
    assert len(late) < 700 / 7  # at most two ticks in 15 s, whatever the number of waits
    assert all(after - before >= 1 for before, after in pairwise(wix.times))


async def test_looks_are_quick_at_first_and_never_more_than_15_s_apart(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=900)}
    async with wix.clock.running():
        await finish(wix, wix.poller(), "j")
    gaps = [round(after - before, 6) for before, after in pairwise(wix.times)]
    assert gaps[:3] == [1, 1, 1]
    assert gaps == sorted(gaps)
    assert max(gaps) == 15


async def test_progress_hurries_the_last_look(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=605, tells_progress=True)}
    async with wix.clock.running():
        _, ended = await finish(wix, wix.poller(), "j")
    assert 605 <= ended <= 608


@pytest.mark.parametrize("final", ["COMPLETED", "PARTIALLY_SUCCESSFUL", "FAILED"])
async def test_every_final_status_ends_a_wait(wix: Operations, final: str) -> None:
    wix.plans = {"j": Plan(ends=2, final=final)}
    async with wix.clock.running():
        assert await finish(wix, wix.poller(), "j") == (final, 2)


async def test_what_is_known_to_be_finished_is_not_looked_at(wix: Operations) -> None:
    known = Job("j", "FAILED")
    assert await wix.poller().wait("j", deadline=0, known=known) is known
    assert not wix.looks


async def test_what_was_just_submitted_is_looked_at_after_a_second(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=0)}
    async with wix.clock.running():
        await wix.poller().wait("j", deadline=9, known=Job("j", "UNINITIALIZED"))
    assert wix.times == [1]


async def test_seen_gets_each_fresh_look(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=2)}
    seen: list[str] = []
    async with wix.clock.running():
        await wix.poller().wait("j", deadline=9, seen=lambda job: seen.append(job.status))
    assert seen == ["IN_PROGRESS", "IN_PROGRESS", "COMPLETED"]


async def test_an_error_of_seen_is_its_callers_only(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=2)}
    poller = wix.poller()

    def broken(_job: Job) -> None:
        raise ZeroDivisionError

    async with wix.clock.running():
        bad, good = await asyncio.gather(
            poller.wait("j", deadline=9, seen=broken),
            poller.wait("j", deadline=9),
            return_exceptions=True,
        )
    assert isinstance(bad, ZeroDivisionError)
    assert good == Job("j", "COMPLETED")


async def test_a_wait_added_while_a_look_is_under_way_is_not_lost(wix: Operations) -> None:
    wix.plans = {"first": Plan(ends=40), "second": Plan(ends=5)}
    wix.takes_s = 3
    poller = wix.poller()
    async with wix.clock.running():
        done = await asyncio.gather(
            finish(wix, poller, "first"), finish(wix, poller, "second", after=1)
        )
    assert wix.looks[:2] == [(0, {"first"}), (3, {"second"})]
    assert done[1] == ("COMPLETED", 6)


async def test_a_newcomer_does_not_wait_for_a_long_interval(wix: Operations) -> None:
    wix.plans = {"old": Plan(ends=400), "new": Plan(ends=0)}
    poller = wix.poller()
    async with wix.clock.running():
        done = await asyncio.gather(
            finish(wix, poller, "old"), finish(wix, poller, "new", after=307)
        )
    assert done[1] == ("COMPLETED", 307)


async def test_a_poller_can_be_used_again(wix: Operations) -> None:
    wix.plans = {"a": Plan(ends=3), "b": Plan(ends=3)}
    poller = wix.poller()
    async with wix.clock.running():
        await finish(wix, poller, "a")
        await wix.clock.sleep(100)
        assert await finish(wix, poller, "b") == ("COMPLETED", 103)
    assert len(wix.looks) == 5


async def test_nobody_looks_when_nobody_waits(wix: Operations) -> None:
    wix.plans = {"a": Plan(ends=3)}
    async with wix.clock.running():
        await finish(wix, wix.poller(), "a")
        looks = len(wix.looks)
        await wix.clock.sleep(1000)
    assert len(wix.looks) == looks


TRANSIENT = [
    TransportError("cut"),
    ServerError("fault", status=503),
    RateLimited("busy", status=429),
]


@pytest.mark.parametrize("trouble", TRANSIENT, ids=repr)
async def test_trouble_with_a_look_does_not_fail_a_wait(
    wix: Operations, trouble: Exception
) -> None:
    wix.plans = {"j": Plan(ends=4)}
    wix.troubles.extend([trouble] * 3)
    async with wix.clock.running():
        assert await finish(wix, wix.poller(), "j") == ("COMPLETED", 4)
    assert wix.log == [f"{trouble}; waiting on"] * 3


async def test_a_look_that_is_cut_off_from_inside_does_not_fail_a_wait(clock: FakeClock) -> None:
    looks = 0

    async def fetch(_ids: Collection[str]) -> dict[str, Job]:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise asyncio.CancelledError
        return {"j": Job("j", "COMPLETED")}

    log: list[str] = []
    async with clock.running():
        await Poller(fetch, JOB_STATES, clock, log=log.append).wait("j", deadline=9)
    assert log == ["the look was cut off; waiting on"]


ODD = ProtocolError("odd")


async def test_an_odd_answer_of_a_gateway_fails_no_wait(wix: Operations) -> None:
    wix.plans = {"a": Plan(ends=9), "b": Plan(ends=9)}
    wix.troubles.extend([ODD] * 4)
    poller = wix.poller()
    async with wix.clock.running():
        done = await asyncio.gather(*(finish(wix, poller, name) for name in wix.plans))
    assert done == [("COMPLETED", 9)] * 2
    assert wix.log == ["odd; waiting on for a moment"] * 4


async def test_odd_answers_without_end_fail_their_waits_soon(wix: Operations) -> None:
    wix.plans = {"a": Plan(ends=9999), "b": Plan(ends=9999)}
    wix.troubles.extend([ODD] * 999)
    poller = wix.poller()
    async with wix.clock.running():
        both = (poller.wait(name, deadline=9999) for name in wix.plans)
        assert await asyncio.gather(*both, return_exceptions=True) == [ODD, ODD]
    assert ODD_AFTER_S <= wix.clock.now() <= ODD_AFTER_S + 5


async def test_odd_answers_now_and_then_fail_no_wait(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=200)}
    fetch, looks = wix.fetch, 0

    async def every_other_is_odd(ids: Collection[str]) -> dict[str, Job]:
        nonlocal looks
        looks += 1
        if looks % 2:
            raise ODD
        return await fetch(ids)

    async with wix.clock.running():
        done = await Poller(every_other_is_odd, JOB_STATES, wix.clock).wait("j", deadline=999)
    assert done.status == "COMPLETED"


REFUSALS = [
    Unauthenticated("who?", status=401),
    PermissionDenied("no", status=403),
    ApiError("bad", status=400),
    NotFound("none", status=404),
    ZeroDivisionError(),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=repr)
async def test_a_refused_look_fails_its_waits(wix: Operations, refusal: Exception) -> None:
    wix.plans = {"a": Plan(ends=9), "b": Plan(ends=9)}
    wix.troubles.append(refusal)
    poller = wix.poller()
    async with wix.clock.running():
        both = (poller.wait(name, deadline=99) for name in wix.plans)
        assert await asyncio.gather(*both, return_exceptions=True) == [refusal, refusal]


async def test_a_bug_between_looks_does_not_leave_a_wait_hanging(wix: Operations) -> None:
    def broken(_job: Job) -> float:
        raise ZeroDivisionError

    wix.plans = {"j": Plan(ends=9)}
    poller = Poller(wix.fetch, JOB_STATES, wix.clock, fraction=broken)
    async with wix.clock.running():
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                await poller.wait("j", deadline=99)
    assert wix.clock.now() < 3


async def test_what_is_absent_for_long_is_gone(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=99, hidden=((6, 9999),))}
    async with wix.clock.running():
        with pytest.raises(OperationGone, match=r"j: .*IN_PROGRESS when last seen") as caught:
            await wix.poller().wait("j", deadline=3600)
    assert caught.value.last == Job("j", "IN_PROGRESS")
    assert 16 <= wix.clock.now() <= 18


async def test_what_appears_late_or_flickers_is_not_gone(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=30, hidden=((0, 8), (13, 18)))}
    async with wix.clock.running():
        status, _ = await finish(wix, wix.poller(), "j")
    assert status == "COMPLETED"


async def test_slow_looks_alone_do_not_make_anything_gone(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=50, hidden=((0, 45),))}
    wix.takes_s = 20
    async with wix.clock.running():
        status, _ = await finish(wix, wix.poller(), "j")
    assert status == "COMPLETED"


async def test_the_deadline_gives_the_state_last_seen(wix: Operations) -> None:
    wix.plans = {"j": Plan(ends=900)}
    async with wix.clock.running():
        with pytest.raises(OperationTimedOut, match="still IN_PROGRESS after 20 s") as caught:
            await wix.poller().wait("j", deadline=20)
    assert wix.clock.now() == 20
    assert caught.value.last == Job("j", "IN_PROGRESS")


async def test_the_deadline_comes_in_time_even_if_a_look_hangs(wix: Operations) -> None:
    wix.hang = True
    known = Job("j", "INITIALIZING")
    async with wix.clock.running():
        with pytest.raises(OperationTimedOut, match="still INITIALIZING") as caught:
            await wix.poller().wait("j", deadline=20, known=known)
    assert wix.clock.now() == 20
    assert caught.value.last is known


async def test_a_deadline_that_has_passed_still_ends_the_wait(wix: Operations) -> None:
    wix.hang = True
    with pytest.raises(OperationTimedOut):
        await wix.poller().wait("j", deadline=-5)


async def test_cancelling_one_wait_leaves_the_others_alone(wix: Operations) -> None:
    wix.plans = {"a": Plan(ends=9), "b": Plan(ends=9)}
    poller = wix.poller()
    first, second = (asyncio.create_task(finish(wix, poller, name)) for name in wix.plans)
    await wix.clock.advance(4.5)
    first.cancel()
    await wix.clock.advance(10)
    assert first.cancelled()
    assert second.result() == ("COMPLETED", 9)
    assert wix.looks[-1][1] == {"b"}


async def test_cancel_is_answered_at_once_even_if_a_look_hangs(wix: Operations) -> None:
    wix.hang = True
    waiting = asyncio.create_task(wix.poller().wait("j", deadline=99))
    await wix.clock.advance(5)
    waiting.cancel()
    await settle()
    assert waiting.cancelled()


async def test_an_unknown_status_is_pending_and_told_once(wix: Operations) -> None:
    wix.plans = {name: Plan(ends=5, pending="PAUSED") for name in "ab"}
    poller = wix.poller()
    async with wix.clock.running():
        done = await asyncio.gather(*(finish(wix, poller, name) for name in "ab"))
    assert [status for status, _ in done] == ["COMPLETED", "COMPLETED"]
    assert len(wix.warnings) == 1
    assert "unknown status PAUSED" in wix.warnings[0]
