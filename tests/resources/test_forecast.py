"""resources/forecast.py: what a program's backups do to the slots, told before, in any order."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.stack import BACKUP, RESTORATION, Stack
from wix_data_provider.errors import Refused

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

MAY_GO = re.compile(r"may delete backup (\S+)")
GOES = re.compile(r"deletes backup (\S+)")


@dataclass
class Member:
    """A Backup of a program: its stack, and what the program says of it from now on."""

    stack: Stack
    program: dict[str, Any]


async def program_of(wix: Wix, clock: FakeClock, dice: Random) -> list[Member]:
    """One to four Backups that exist already or do not, among backups of others."""
    wix.change(backupSeconds=1)
    members = []
    room = 3
    for number in range(dice.choice([1, 2, 2, 3, 3, 4])):
        room -= await others(wix, dice, room)
        stack = Stack(clock, BACKUP, name=f"b{number}")
        keep = dice.choice([1, 1, 2, 3])
        policy = dice.choice(["evictOldest", "evictOldest", "evictOldest", "fail"])
        for run in range(dice.choice([0, 0, 1, 1, 2])):
            if room > 0:
                await stack.up(keep=3, triggers={"run": run})
                room -= 1
        members.append(Member(stack, {"keep": keep, "whenFull": policy, "triggers": {"run": 9}}))
    await others(wix, dice, room)
    return members


async def others(wix: Wix, dice: Random, room: int) -> int:
    """Backups that nobody of the program has; how many."""
    count = min(room, dice.choice([0, 0, 0, 1]))
    await wix.foreign_backups(count)
    return count


async def ready(wix: Wix) -> set[str]:
    return {id for id, status in (await wix.backups()).items() if status == "READY"}


def together(members: list[Member]) -> None:
    """The next command of all of them is one process."""
    process = members[0].stack._started()
    for member in members:
        member.stack.attached, member.stack.process = True, process


@pytest.mark.parametrize("part", range(8))
async def test_the_forecast_is_what_wix_then_deletes_in_whatever_order(
    wix: Wix, clock: FakeClock, part: int
) -> None:
    deployed = refused = unsure = 0
    for seed in range(25 * part, 25 * part + 25):
        dice = Random(seed)  # noqa: S311 - no secret
        await wix.ask("POST", "/_emulator/reset")
        members = await program_of(wix, clock, dice)
        before = await ready(wix)
        together(members)
        told, may = set[str](), set[str]()
        try:
            for member in dice.sample(members, len(members)):
                await member.stack.preview(**member.program)
                said = "\n".join([*member.stack.report.infos, *member.stack.report.warnings])
                told |= {*GOES.findall(said), *MAY_GO.findall(said)}
                may |= set(MAY_GO.findall(said))
        except Refused:
            refused += 1
            continue
        together(members)
        order = dice.sample(members, len(members))
        await asyncio.gather(*(member.stack.up(**member.program) for member in order))
        after = await ready(wix)
        assert told - may <= before - after <= told, seed
        assert {member.stack.outputs["backupId"] for member in members} <= after, seed
        deployed += 1
        unsure += bool(may)
    assert deployed >= 5
    assert unsure <= deployed // 2
    assert refused >= 2


async def test_backups_of_one_program_that_would_evict_each_other_are_refused_by_the_last_shown(
    wix: Wix, clock: FakeClock
) -> None:
    members = [Member(Stack(clock, BACKUP, name=f"b{n}"), {}) for n in range(4)]
    together(members)
    for member in members[:3]:
        await member.stack.preview(whenFull="evictOldest")
    with pytest.raises(Refused, match=r"this program takes 4 backups of site .* Take fewer"):
        await members[3].stack.preview(whenFull="evictOldest")
    assert await wix.backups() == {}


@pytest.mark.parametrize("restoration_first", [True, False])
async def test_a_backup_that_a_restoration_needs_is_not_evicted_by_another_of_the_program(
    wix: Wix, clock: FakeClock, *, restoration_first: bool
) -> None:
    [oldest, *_] = await wix.foreign_backups(3)
    rollback = Stack(clock, RESTORATION, name="rollback")
    backup = Stack(clock, BACKUP, name="fresh")
    together([Member(rollback, {}), Member(backup, {})])

    async def show(stack: Stack) -> None:
        if stack is backup:
            await stack.preview(whenFull="evictOldest")
        else:
            await stack.preview(backupId=oldest, acknowledgeDataLoss=True)

    first, second = (rollback, backup) if restoration_first else (backup, rollback)
    await show(first)
    with pytest.raises(Refused, match=rf"delete backup {oldest} .*`rollback` is about to restore"):
        await show(second)


async def test_what_hangs_on_the_order_of_backups_is_told_as_such(
    wix: Wix, clock: FakeClock
) -> None:
    """`b1` first: its clean-up makes room for `b0`. `b0` first: a stranger's has to go."""
    stacks = [Stack(clock, BACKUP, name=name) for name in ("b0", "b1")]
    await stacks[0].up(triggers={"run": 1})
    [strangers] = await wix.foreign_backups(1)
    await stacks[1].up(triggers={"run": 1})
    together([Member(stack, {}) for stack in stacks])
    await stacks[0].preview(keep=3, whenFull="evictOldest", triggers={"run": 2})
    await stacks[1].preview(keep=1, whenFull="evictOldest", triggers={"run": 2})
    sure, unsure = stacks[1].report.warnings
    assert f"Wix deletes backup {stacks[0].outputs['backupId']}" in sure
    assert f"Wix may delete backup {strangers}" in unsure
    assert unsure.endswith("that hangs on their order, which `dependsOn` fixes")


async def test_sites_do_not_count_for_each_other(wix: Wix, clock: FakeClock) -> None:
    elsewhere = "22222222-0000-4000-8000-000000000000"
    members = [Member(Stack(clock, BACKUP, name=f"b{n}"), {}) for n in range(6)]
    together(members)
    for number, member in enumerate(members):
        site = {"siteId": elsewhere} if number % 2 else {}
        await member.stack.preview(**site)
        assert member.stack.report.warnings == []
