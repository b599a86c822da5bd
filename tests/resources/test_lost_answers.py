"""A submit whose answer is lost, late, or never left: every resource, create and update."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing
from tests.resources.scenarios import (
    Scenario,
    assert_nothing_lost,
    every_scenario,
    just_submitted,
    outcome,
    restoring,
)
from tests.resources.stack import BACKUP, CONFIG, EXPORT_JOB, IMPORT_JOB, RESTORATION, Stack
from tests.resources.wix import JOBS, RESTORE, SITE, SUBMIT, TAKE
from wix_data_provider.errors import LostAnswer, Refused, ResourceInitFailed, TransportError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

TOOK_EFFECT: dict[str, dict[str, Any]] = {
    "dropped": {"phase": "after", "action": "drop"},
    "503": {"phase": "after", "action": "status", "status": 503},
}
HAD_NONE: dict[str, dict[str, Any]] = {
    "dropped": {"phase": "before", "action": "drop"},
    "500": {"phase": "before", "action": "status", "status": 500},
}


@every_scenario
@pytest.mark.parametrize("fault", TOOK_EFFECT.values(), ids=TOOK_EFFECT.keys())
async def test_an_operation_whose_answer_was_lost_is_found(
    wix: Wix, clock: FakeClock, scenario: Scenario, fault: dict[str, Any]
) -> None:
    stack = await scenario.begin(wix, clock)
    await wix.fault(scenario.submit, **fault)
    await stack.up(**scenario.program)
    assert wix.count(scenario.submit) == 1
    id = await scenario.newest(wix)
    assert stack.outputs[scenario.operation] == id
    [warning] = [text for text in stack.report.warnings if "answer to the submit was lost" in text]
    assert f" {id}" in warning.partition("; it is ")[2]


@every_scenario
@pytest.mark.parametrize("fault", HAD_NONE.values(), ids=HAD_NONE.keys())
async def test_one_that_is_not_found_is_begun_again_only_where_that_does_no_harm(
    wix: Wix, clock: FakeClock, scenario: Scenario, fault: dict[str, Any]
) -> None:
    stack = await scenario.begin(wix, clock)
    before = dict(stack.outputs)
    await wix.fault(scenario.submit, **fault)
    if scenario.harmless:
        await stack.up(**scenario.program)
        assert wix.count(scenario.submit) == 2
        assert any("submitting once more" in text for text in stack.report.warnings)
        return
    with pytest.raises(LostAnswer, match=r"was submitted, but the answer was lost.*Look at the"):
        await stack.up(**scenario.program)
    assert (wix.count(scenario.submit), stack.outputs) == (1, before)
    await stack.up(**scenario.program)
    assert wix.count(scenario.submit) == 2


HARM: dict[str, dict[str, Any]] = {
    "rows without an ID": importing(csv("title", "One")),
    "some without an ID": importing(csv("_id,title", "1,One", ",Two")),
    "the collection is emptied": importing(csv("_id,title", "1,A"), writePolicy="TRUNCATE_BEFORE"),
}


@pytest.mark.parametrize("program", HARM.values(), ids=HARM.keys())
async def test_an_import_that_would_do_harm_twice_is_not_begun_again(
    wix: Wix, job: Stack, program: dict[str, Any]
) -> None:
    await wix.fault(SUBMIT, phase="before", action="drop")
    with pytest.raises(LostAnswer):
        await job.up(**program)
    assert wix.count(SUBMIT) == 1


async def test_an_import_by_file_id_is_not_begun_again(wix: Wix, job: Stack) -> None:
    await job.up(**importing(csv("_id,title", "1,One")))
    file_id = wix.submitted[0]["source"]["file"]["fileId"]
    await wix.fault(SUBMIT, phase="before", action="drop")
    other = Stack(job.clock, IMPORT_JOB, name="other")
    with pytest.raises(LostAnswer):
        await other.up(**importing(csv(), source=None, fileId=file_id))
    assert wix.count(SUBMIT) == 2


@pytest.mark.parametrize(("strangers", "submits"), [(0, 2), (1, 2), (2, 1)])
async def test_a_backup_is_taken_again_only_where_two_would_find_a_slot(
    wix: Wix, backup: Stack, strangers: int, submits: int
) -> None:
    await wix.foreign_backups(strangers)
    await wix.fault(TAKE, phase="before", action="drop")
    if submits == 1:
        with pytest.raises(LostAnswer, match="A backup of site"):
            await backup.up()
    else:
        await backup.up()
    assert wix.count(TAKE) == submits


@every_scenario
async def test_a_submit_that_never_left_is_tried_again(
    wix: Wix, clock: FakeClock, tmp_path: Path, scenario: Scenario
) -> None:
    stack = await scenario.begin(wix, clock, tmp_path)
    wix.down = True
    up = asyncio.create_task(stack.up(**scenario.program))
    await clock.sleep(5)
    wix.down = False
    await up
    assert wix.count(scenario.submit) == 1
    wix.down = True
    with pytest.raises(TransportError, match="no connection"):
        await Stack(clock, scenario.token).up(**scenario.program)


SLOW: dict[str, tuple[float, float, bool]] = {
    # seconds until the answer, of the operation, and whether the ID is kept
    "answered in time": (1, 3, True),
    "answered in time, and finished already": (1, 0, True),
    "too late": (30, 3, False),
}


@every_scenario
@pytest.mark.parametrize(("answer_s", "takes_s", "kept"), SLOW.values(), ids=SLOW.keys())
async def test_a_cancel_during_a_slow_submit_waits_a_moment_for_the_id(
    wix: Wix,
    clock: FakeClock,
    tmp_path: Path,
    scenario: Scenario,
    *,
    answer_s: float,
    takes_s: float,
    kept: bool,
) -> None:
    stack = await scenario.begin(wix, clock, tmp_path)
    wix.change(backupSeconds=takes_s, jobSeconds=takes_s, restorationSeconds=takes_s)
    wix.slow = {scenario.submit: answer_s}
    up = asyncio.create_task(stack.up(**scenario.program))
    struck: list[float] = []

    def strike(_: int) -> None:
        if just_submitted(wix, scenario) and not struck:
            struck.append(clock.now())
            up.cancel()

    wix.arrives = strike
    error = await outcome(up)
    assert clock.now() - struck[0] < 2
    assert type(error) is (ResourceInitFailed if kept else LostAnswer)
    if kept:
        await assert_nothing_lost(wix, stack, scenario, error)
    else:
        assert "canceled before Wix had answered" in str(error)
        await stack.up(**scenario.program)
        assert wix.count(scenario.submit) == 1
    await clock.sleep(60)


# Found by comparing


async def test_a_backup_that_was_found_by_comparing_is_never_deleted(
    wix: Wix, clock: FakeClock, tmp_path: Path
) -> None:
    stack = Stack(clock, BACKUP, journal_in=tmp_path)
    await wix.fault(TAKE, phase="after", action="drop")
    await stack.up(keep=1)
    adopted = stack.outputs["backupId"]
    assert stack.outputs["adopted"] is True
    await stack.up(keep=1, triggers={"commit": "b"})
    assert "adopted" not in stack.outputs
    assert any(f"not rotated: backup {adopted}" in text for text in stack.report.warnings)
    await stack.destroy()
    assert (await wix.backups())[adopted] == "READY"


async def test_two_that_might_be_it_are_told_with_the_lines_that_import_them(
    wix: Wix, backup: Stack
) -> None:
    async def stranger() -> None:
        await backup.clock.sleep(0.5)
        await wix.foreign_backups(1)

    await wix.fault(TAKE, phase="after", action="drop")
    with pytest.raises(Refused) as refused:
        await asyncio.gather(backup.up(), stranger())
    for id in await wix.backups():
        assert f"pulumi import wix-data:index:Backup it {SITE}/{id}" in str(refused.value)


async def test_a_lost_restoration_does_not_take_that_of_another_resource(
    wix: Wix, clock: FakeClock, tmp_path: Path
) -> None:
    await wix.foreign_backups(1)
    one, other = (Stack(clock, RESTORATION, name, journal_in=tmp_path) for name in ("a", "b"))
    await wix.fault(RESTORE, phase="before", action="drop")
    with pytest.raises(LostAnswer):
        await one.up(**restoring())
    await other.up(**restoring())
    await one.up(**restoring())
    assert one.outputs["restorationId"] != other.outputs["restorationId"]
    assert wix.count(RESTORE) == 3


class Late:
    """A clock that is a quarter of an hour behind that of Wix."""

    def __init__(self, clock: FakeClock) -> None:
        self.now, self.sleep = clock.now, clock.sleep
        self._right = clock

    def utc(self) -> datetime:
        return self._right.utc() - timedelta(minutes=15)


@pytest.mark.parametrize("seen", ["by the same run", "by the next one"])
@pytest.mark.parametrize(
    ("token", "submit", "program", "strangers"),
    [(RESTORATION, RESTORE, restoring(), 1), (BACKUP, TAKE, {}, 2)],
    ids=["restoration", "backup"],
)
async def test_a_late_clock_makes_nothing_run_twice(
    wix: Wix,
    clock: FakeClock,
    tmp_path: Path,
    seen: str,
    *,
    token: str,
    submit: str,
    program: dict[str, Any],
    strangers: int,
) -> None:
    *_, newest = await wix.foreign_backups(strangers)
    if token == RESTORATION:
        program = {**program, "backupId": newest}
    it = Stack(Late(clock), token, journal_in=tmp_path)
    await wix.fault(submit, phase="after", action="drop")
    if seen == "by the same run":
        await it.up(**program)
    else:
        wix.arrives = lambda _: setattr(wix, "down", wix.down or wix.count(submit) > 0)
        with pytest.raises(LostAnswer):
            await it.up(**program)
        wix.arrives, wix.down = lambda _: None, False
        with pytest.raises(Refused, match=f"pulumi import {token} it {SITE}/"):
            await it.up(**program)
    assert wix.count(submit) == 1


# Many at once


def together(clock: FakeClock, token: str, journal: Path | None = None) -> list[Stack]:
    """Two hundred resources in one process."""
    config = CONFIG.evolve(requests_per_minute=100_000)
    stacks = [Stack(clock, token, f"n{n}", config, journal_in=journal) for n in range(200)]
    for stack in stacks:
        stack.process, stack.attached = stacks[0].process, True
    return stacks


PROGRAMS: dict[str, dict[str, Any]] = {
    IMPORT_JOB: importing(csv("_id,title", "1,One")),
    EXPORT_JOB: {"collectionId": "products"},
    RESTORATION: restoring(),
}


@pytest.mark.parametrize(("token", "lost", "most"), [(IMPORT_JOB, False, 6), (EXPORT_JOB, True, 8)])
async def test_two_hundred_jobs_are_looked_for_with_few_queries(
    wix: Wix, clock: FakeClock, tmp_path: Path, token: str, *, lost: bool, most: int
) -> None:
    await wix.collection("products", "title")
    wix.change(jobSeconds=0)
    if lost:
        await wix.fault(SUBMIT, phase="after", action="drop", times=200)
    ups = [stack.up(**PROGRAMS[token]) for stack in together(clock, token, tmp_path)]
    await asyncio.gather(*ups)
    assert wix.count(SUBMIT) == 200
    assert wix.count(f"POST {JOBS}/query") <= most


@pytest.mark.parametrize("token", [EXPORT_JOB, RESTORATION])
async def test_a_cancel_of_two_hundred_waits_is_answered_at_once(
    wix: Wix, clock: FakeClock, token: str
) -> None:
    wix.change(restorationSeconds=3600, jobSeconds=3600)
    await wix.collection("products", "title")
    await wix.foreign_backups(1)
    stacks = together(clock, token)
    ups = [asyncio.create_task(stack.up(**PROGRAMS[token])) for stack in stacks]
    await clock.sleep(2)
    struck = clock.now()
    for up in ups:
        up.cancel()
    ends = await asyncio.gather(*ups, return_exceptions=True)
    assert clock.now() == struck
    assert {type(end) for end in ends} == {ResourceInitFailed}
    assert all("canceled while Wix was working on" in str(end) for end in ends)
    assert len({stack.id for stack in stacks}) == 200
