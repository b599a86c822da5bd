"""lifecycle/submit.py: submit at most once, whatever becomes of the answer."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.fake_clock import START
from tests.lifecycle.seeds import FIRST, URN, Machine, Marked, Op, Plan, Seeds
from wix_data_provider.errors import (
    ApiError,
    LostAnswer,
    PermissionDenied,
    ProtocolError,
    Refused,
    ServerError,
    TransportError,
)
from wix_data_provider.journal import Note
from wix_data_provider.lifecycle.submit import LOOKS_AFTER_S

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio

OTHER = "urn:other"
CUT = TransportError("the connection broke")


@pytest.fixture
async def machine(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Machine]:
    async with clock.running():
        yield Machine(tmp_path, clock)


@pytest.fixture
def seeds(clock: FakeClock) -> Seeds:
    return Seeds(clock)


async def test_the_note_is_there_before_the_submit_and_has_the_id_after_it(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.there["old"] = 0
    beginning = asyncio.create_task(machine.begin(seeds))
    await machine.clock.sleep(0.05)
    note = Note(URN, "m1", "seed", FIRST, ("old",), site_id="s1")
    assert machine.note() == note
    begun = await beginning
    assert (begun.operation.id, begun.listed, begun.compared) == ("s1", ("old",), False)
    assert machine.note() == note.evolve(id="s1")


# The answer is lost


LOST = [CUT, ServerError("fault", status=503), ProtocolError("id: Field required")]


@pytest.mark.parametrize("error", LOST, ids=str)
@pytest.mark.parametrize("begins_s", [0, 1, 5, 14])
async def test_a_lost_answer_is_looked_up(
    machine: Machine, seeds: Seeds, error: Exception, begins_s: float
) -> None:
    seeds.there["old"] = 0
    seeds.plans = [Plan(error, begins_s)]
    begun = await machine.begin(seeds)
    assert (begun.operation.id, begun.compared, seeds.sent) == ("s1", True, 1)
    assert machine.report.warnings == [
        f"the answer to the submit was lost ({error}); it is seed s1"
    ]
    note = machine.note()
    assert note is not None
    assert (note.id, note.compared) == ("s1", True)


async def test_what_is_found_by_its_mark_is_surely_ours(machine: Machine, clock: FakeClock) -> None:
    seeds = Marked(clock)
    seeds.plans = [Plan(CUT)]
    assert not (await machine.begin(seeds)).compared


async def test_what_is_not_found_is_lost_and_the_note_stays_open(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.plans = [Plan(CUT, None)]
    with pytest.raises(LostAnswer) as lost:
        await machine.begin(seeds)
    assert str(lost.value) == (
        "A seed of site s1 was submitted, but the answer was lost (the connection broke), and Wix "
        "does not show it. It may have begun all the same, so it is not submitted again now. Look "
        "at the beds. The next `pulumi up` looks again: it goes on with what it finds, and "
        "submits anew if there is nothing"
    )
    assert machine.clock.now() == pytest.approx(0.1 + sum(LOOKS_AFTER_S))
    assert seeds.sent == 1
    assert machine.note() is not None


@pytest.mark.parametrize("late_s", [20, None])
async def test_the_next_run_looks_again_and_submits_only_if_there_is_nothing(
    machine: Machine, seeds: Seeds, late_s: float | None
) -> None:
    seeds.plans = [Plan(CUT, late_s)]
    with pytest.raises(LostAnswer):
        await machine.begin(seeds)
    await machine.clock.sleep(60)
    begun = await machine.begin(seeds)
    assert seeds.sent == (1 if late_s else 2)
    assert begun.operation.id == ("s1" if late_s else "s2")
    assert begun.compared == bool(late_s)


async def test_what_does_no_harm_is_submitted_three_times_at_most(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.may_repeat = True
    seeds.plans = [Plan(CUT, None) for _ in range(5)]
    with pytest.raises(LostAnswer):
        await machine.begin(seeds)
    assert seeds.sent == 3
    warning = (
        "the answer to the submit was lost (the connection broke), and Wix shows no such seed: "
        "submitting once more"
    )
    assert machine.report.warnings == [warning] * 2


async def test_what_is_listed_just_before_a_second_submit_is_taken(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.prepares_s = 5
    seeds.plans = [Plan(CUT, sum(LOOKS_AFTER_S) + 2)]
    seeds.may_repeat = True
    begun = await machine.begin(seeds)
    assert (begun.operation.id, seeds.sent) == ("s1", 1)


NO_EFFECT = [
    TransportError("no route", sent=False),
    PermissionDenied("not permitted", status=403),
    ApiError("bad request", status=400),
]


@pytest.mark.parametrize("error", NO_EFFECT, ids=str)
async def test_what_provably_had_no_effect_leaves_no_note(
    machine: Machine, seeds: Seeds, error: Exception
) -> None:
    seeds.plans = [Plan(error, None)]
    with pytest.raises(type(error)) as same:
        await machine.begin(seeds)
    assert same.value is error
    assert machine.note() is None


@pytest.mark.parametrize("error", NO_EFFECT, ids=str)
async def test_a_second_submit_without_effect_does_not_make_the_first_forgotten(
    machine: Machine, seeds: Seeds, error: Exception
) -> None:
    seeds.may_repeat = True
    seeds.plans = [Plan(CUT, 100), Plan(error, None)]
    with pytest.raises(type(error)):
        await machine.begin(seeds)
    await machine.clock.sleep(100)
    assert (await machine.begin(seeds)).operation.id == "s1"
    assert seeds.sent == 2


async def test_a_cancel_while_looking_is_a_lost_answer(machine: Machine, seeds: Seeds) -> None:
    seeds.plans = [Plan(CUT, 100)]
    task = asyncio.create_task(machine.begin(seeds))
    await machine.clock.sleep(2)
    task.cancel()
    with pytest.raises(LostAnswer):
        await task
    assert machine.clock.now() == 2
    assert machine.note() is not None


@pytest.mark.parametrize("error", [CUT, PermissionDenied("no", status=403)], ids=str)
async def test_a_look_that_fails_is_a_lost_answer(
    machine: Machine, seeds: Seeds, error: Exception
) -> None:
    seeds.plans = [Plan(CUT)]
    task = asyncio.create_task(machine.begin(seeds))
    await machine.clock.sleep(0.05)
    seeds.trouble = error
    with pytest.raises(LostAnswer):
        await task
    assert machine.note() is not None


async def test_a_cancel_that_is_raised_means_that_nothing_left(
    machine: Machine, seeds: Seeds
) -> None:
    task = asyncio.create_task(machine.begin(seeds))
    await machine.clock.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert machine.note() is None


async def test_several_that_might_be_it_are_listed_with_their_lines(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.plans = [Plan(CUT)]
    seeds.there["stranger"] = 0.05
    with pytest.raises(Refused) as refused:
        await machine.begin(seeds)
    assert str(refused.value) == (
        "A seed of site s1 was submitted, its answer was lost, and 2 at Wix might be it. Nothing "
        "is submitted. If one is, run its line; if none is, change `triggers`:\n"
        "  pulumi import wix-data:index:Seed it s1/stranger    (GROWING)\n"
        "  pulumi import wix-data:index:Seed it s1/s1    (GROWING)"
    )
    with pytest.raises(Refused, match="an earlier run submitted, and 2 at Wix might be it"):
        await machine.begin(seeds)
    assert seeds.sent == 1


async def test_what_another_resource_has_is_not_taken(machine: Machine, seeds: Seeds) -> None:
    seeds.plans = [Plan(CUT, None)]
    with pytest.raises(LostAnswer):
        await machine.begin(seeds)
    assert (await machine.begin(seeds, OTHER)).operation.id == "s2"
    await machine.clock.sleep(60)
    assert (await machine.begin(seeds)).operation.id == "s3"


# What an earlier run began


async def test_it_goes_on_with_what_an_earlier_run_began(machine: Machine, seeds: Seeds) -> None:
    seeds.there["s7"] = 0
    machine.noted("s7")
    begun = await machine.begin(seeds)
    assert (begun.operation.id, begun.compared, begun.earlier) == ("s7", False, True)
    assert seeds.sent == 0
    [told] = machine.report.infos
    assert told.startswith(
        f"goes on with seed s7, which an earlier run submitted at {FIRST}; nothing is submitted"
    )
    assert "`pulumi refresh --clear-pending-creates`" in told


async def test_what_was_found_by_comparing_stays_doubtful_for_the_next_run(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.plans = [Plan(CUT)]
    await machine.begin(seeds)
    assert (await machine.begin(seeds)).compared


@pytest.mark.parametrize("id", ["s7", None])
@pytest.mark.parametrize("by_mark", [True, False])
async def test_what_wix_does_not_list_yet_is_waited_for(
    machine: Machine, clock: FakeClock, id: str | None, *, by_mark: bool
) -> None:
    seeds = (Marked if by_mark else Seeds)(clock)
    seeds.there["s7"] = 5
    machine.noted(id)
    assert (await machine.begin(seeds)).operation.id == "s7"
    assert seeds.sent == 0


async def test_one_that_wix_does_not_show_any_more_is_not_begun_again(
    machine: Machine, seeds: Seeds
) -> None:
    machine.noted("s7")
    await machine.clock.sleep(3600)
    with pytest.raises(LostAnswer, match=r"an earlier run began seed s7 at .* does not show it"):
        await machine.begin(seeds)
    assert machine.clock.now() == 3600
    assert machine.note() is not None
    seeds.may_repeat = True
    assert (await machine.begin(seeds)).operation.id == "s1"


async def test_one_that_failed_runs_again_where_that_does_no_harm(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.there["s7"] = 0
    seeds.ended["s7"] = "ROTTEN"
    machine.noted("s7")
    assert (await machine.begin(seeds)).operation.id == "s1"
    assert machine.report.infos == ["seed s7 of an earlier run ended as ROTTEN: runs again"]


@pytest.mark.parametrize("id", ["s7", None])
async def test_one_with_other_inputs_is_superseded(
    machine: Machine, clock: FakeClock, id: str | None
) -> None:
    seeds = Seeds(clock, "m2")
    seeds.there["s7"] = 0
    machine.noted(id)
    begun = await machine.begin(seeds)
    assert seeds.superseded == ["s7"]
    assert begun.operation.id == "s1"
    note = machine.note()
    assert note is not None
    assert (note.mark, note.id) == ("m2", "s1")


async def test_without_a_note_one_that_runs_and_is_surely_ours_is_taken(
    machine: Machine, seeds: Seeds
) -> None:
    seeds.still_running = [Op("s7")]
    begun = await machine.begin(seeds)
    assert (begun.operation.id, seeds.sent) == ("s7", 0)
    note = machine.note()
    assert note is not None
    assert (note.mark, note.id) == ("m1", "s7")


# The clocks of Wix and of this machine differ


@pytest.mark.parametrize("minutes", [-60, 0, 60])
async def test_what_is_new_right_after_a_lost_answer_is_it_whatever_the_clocks_say(
    machine: Machine, seeds: Seeds, minutes: int
) -> None:
    seeds.plans = [Plan(CUT)]
    seeds.requested_at["s1"] = machine.clock.utc() + timedelta(minutes=minutes)
    assert (await machine.begin(seeds)).operation.id == "s1"
    assert seeds.sent == 1


@pytest.mark.parametrize(
    ("minutes", "is_it"), [(-11, False), (-9, True), (0, True), (9, True), (11, False)]
)
async def test_a_later_run_takes_what_was_requested_about_then(
    machine: Machine, seeds: Seeds, minutes: int, *, is_it: bool
) -> None:
    machine.noted()
    await machine.clock.sleep(60)
    seeds.there["s7"] = 0
    seeds.requested_at["s7"] = START + timedelta(minutes=minutes)
    if is_it:
        assert (await machine.begin(seeds)).operation.id == "s7"
        return
    with pytest.raises(Refused) as refused:
        await machine.begin(seeds)
    assert str(refused.value) == (
        f"an earlier run submitted at {FIRST}, and 1 at Wix might be it, though requested "
        "at another time by the clock of Wix. Nothing is submitted. If one is, run its line; if "
        "none is, change `triggers`:\n"
        "  pulumi import wix-data:index:Seed it s1/s7    (GROWING)"
    )
    assert machine.note() is not None
    seeds.may_repeat = True
    assert (await machine.begin(seeds)).operation.id == "s1"


async def test_what_was_requested_about_then_is_taken_rather_than_what_was_not(
    machine: Machine, seeds: Seeds
) -> None:
    machine.noted()
    for hour, id in enumerate(("s7", "s8")):
        seeds.there[id] = 0
        seeds.requested_at[id] = START + timedelta(hours=hour)
    assert (await machine.begin(seeds)).operation.id == "s7"
