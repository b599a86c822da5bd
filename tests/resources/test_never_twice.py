"""What a killed, forced or changed run must not do: run twice, undo wrongly, or turn green."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing, items, text
from tests.resources.scenarios import outcome, restoring
from tests.resources.stack import BACKUP, EXPORT_JOB, IMPORT_JOB, RESTORATION, Stack
from tests.resources.wix import BACKUPS, RESTORE_SOME, SUBMIT, TAKE
from wix_data_provider.errors import LostAnswer, Refused, ResourceInitFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


@pytest.fixture
def stack(clock: FakeClock, tmp_path: Path) -> Callable[[str], Stack]:
    """Stacks of one machine; each is empty, as after a run that was not saved."""
    return lambda token: Stack(clock, token, journal_in=tmp_path)


@pytest.fixture
async def backup_id(wix: Wix) -> str:
    """A backup of `products` with the item `Old`."""
    await wix.collection("products", "title")
    await wix.item("products", "Old")
    [id] = await wix.foreign_backups(1)
    return id


def undoing(backup_id: str | None, **others: Any) -> dict[str, Any]:
    """An import that truncates, and rejects a row that nobody foresaw."""
    usual = {"format": "JSONL", "writePolicy": "TRUNCATE_BEFORE", "restoreOnFailure": backup_id}
    return importing(items(1, bad=1), **{**usual, **others})


def run_ends(stack: Stack) -> None:
    """The engine has saved everything, and ends the plugin."""
    stack.process.session.journal.ended()


@pytest.mark.parametrize("end", ["a second cancel", "the end of the process"])
async def test_a_submit_on_the_wire_is_never_taken_for_one_that_did_not_leave(
    wix: Wix, clock: FakeClock, stack: Callable[[str], Stack], end: str
) -> None:
    it = stack(BACKUP)
    wix.slow = {TAKE: 10}
    up = asyncio.create_task(it.up())
    await clock.sleep(0.2)
    assert wix.count(TAKE) == 1
    if end == "a second cancel":
        up.cancel()
        await clock.sleep(0.5)
        up.cancel()
    else:
        for task in asyncio.all_tasks():
            if task is up or "_exchange" in repr(task.get_coro()):
                task.cancel()
    assert isinstance(await outcome(up), LostAnswer)
    wix.slow = {}
    await clock.sleep(30)
    await it.up()
    assert wix.count(TAKE) == 1
    assert list(await wix.backups()) == [it.outputs["backupId"]]


@pytest.mark.parametrize("saved", [True, False])
async def test_a_forced_replacement_runs_once_the_run_before_has_been_saved(
    wix: Wix, stack: Callable[[str], Stack], *, saved: bool
) -> None:
    """`up --replace`: the engine asks for no Diff, and so shows no ID."""
    it = stack(BACKUP)
    await it.up()
    if saved:
        run_ends(it)
    it.process = it._started()
    inputs, _ = await it.process.check(it._call(), {}, new=True)
    await it._create(inputs)
    assert wix.count(TAKE) == (2 if saved else 1)


async def test_an_old_id_does_not_settle_a_forced_replacement_that_was_killed(
    wix: Wix, stack: Callable[[str], Stack]
) -> None:
    it = stack(BACKUP)
    await it.up()
    run_ends(it)
    old = it.id, it.inputs, it.outputs
    it.process = it._started()
    inputs, _ = await it.process.check(it._call(), {}, new=True)
    await it._create(inputs)
    it.id, it.inputs, it.outputs = old  # it was killed before it saved
    await it.up()
    [warning] = it.report.warnings
    newest = next(iter(await wix.backups()))
    assert f"an earlier run submitted operation {newest}" in warning


async def test_each_failed_job_has_a_restoration_of_its_own(
    wix: Wix, stack: Callable[[str], Stack], backup_id: str
) -> None:
    for run in (1, 2):
        with pytest.raises(ResourceInitFailed, match="was restored"):
            await stack(IMPORT_JOB).up(**undoing(backup_id, triggers={"run": run}))
        assert wix.count(RESTORE_SOME) == run
        assert await wix.titles("products") == ["Old"]


async def test_a_restoration_of_a_killed_run_is_gone_on_with_in_whatever_order_it_is_listed(
    wix: Wix, clock: FakeClock, stack: Callable[[str], Stack], backup_id: str
) -> None:
    await wix.collection("posts", "title")
    [id] = await wix.foreign_backups(1)
    two = [{"collectionId": "products"}, {"collectionId": "posts"}]
    up = asyncio.create_task(stack(RESTORATION).up(**restoring(backupId=id, collections=two)))
    await clock.sleep(5)
    up.cancel()
    await outcome(up)  # and nothing is saved
    again = stack(RESTORATION)
    await again.up(**restoring(backupId=id, collections=two[::-1], triggers={}))
    assert wix.count(RESTORE_SOME) == 1
    assert again.outputs["status"] == "COMPLETED"


async def test_a_restoration_whose_answer_was_lost_is_waited_for_before_one_of_other_collections(
    wix: Wix, clock: FakeClock, stack: Callable[[str], Stack]
) -> None:
    for name in ("products", "posts"):
        await wix.collection(name, "title")
    [id] = await wix.foreign_backups(1)
    wix.change(restorationSeconds=600)
    await wix.fault(RESTORE_SOME, phase="after", action="drop")

    def cut(_: int) -> None:
        wix.down = wix.down or wix.count(RESTORE_SOME) > 0

    wix.arrives = cut
    one, both = [{"collectionId": "products"}], [{"collectionId": "products"}]
    both.append({"collectionId": "posts"})
    with pytest.raises(LostAnswer):
        await stack(RESTORATION).up(**restoring(backupId=id, collections=one))
    wix.arrives, wix.down = lambda _: None, False
    up = asyncio.create_task(stack(RESTORATION).up(**restoring(backupId=id, collections=both)))
    await clock.sleep(60)
    assert [entry["status"] for entry in await wix.restorations()] == ["PENDING"]
    await up
    assert wix.count(RESTORE_SOME) == 2


async def killed(clock: FakeClock, resource: str, **program: Any) -> Stack:
    """What was killed while its job ran; nothing is saved, and no note is left."""
    stack = Stack(clock, IMPORT_JOB, name=resource)
    up = asyncio.create_task(stack.up(**program))
    await clock.sleep(30)
    up.cancel()
    await outcome(up)
    return stack


@pytest.mark.parametrize("name", ["a", "b"])
async def test_without_a_note_a_running_job_is_known_by_its_mark_whatever_its_name(
    wix: Wix, clock: FakeClock, name: str
) -> None:
    await wix.collection("products", "title")
    wix.change(jobSeconds=600)
    program = importing(csv("title", "One"))
    await killed(clock, "it", **program, name="a")
    other = await killed(clock, "other", **program, name="a")
    again = Stack(clock, IMPORT_JOB, name="other")
    await again.up(**program, name=name)
    assert wix.count(SUBMIT) == 2
    assert again.outputs["jobId"] == other.outputs["jobId"]


async def test_without_a_note_a_job_that_ended_since_the_first_look_runs_again(
    wix: Wix, clock: FakeClock
) -> None:
    """As one of the same name does: nothing tells whether its end was saved."""
    await wix.collection("products", "title")
    wix.change(jobSeconds=600)
    program = importing(csv("title", "One"))
    await killed(clock, "other", **program, name="a")
    first = Stack(clock, IMPORT_JOB, name="first")
    await first.up(**importing(csv("title", "Two")))
    again = Stack(clock, IMPORT_JOB, name="other", attached=True)
    again.process = first.process
    await again.up(**program, name="b")
    assert (wix.count(SUBMIT), again.outputs["status"]) == (3, "COMPLETED")


async def test_a_new_max_rejected_does_not_turn_green_what_was_undone(
    wix: Wix, stack: Callable[[str], Stack], backup_id: str
) -> None:
    it = stack(IMPORT_JOB)
    with pytest.raises(ResourceInitFailed) as failed:
        await it.up(**undoing(backup_id))
    assert "or `maxRejected` allows it" not in str(failed.value)
    with pytest.raises(ResourceInitFailed, match=r"was undone.*stays failed until"):
        await it.up(**undoing(backup_id, maxRejected=1))
    assert wix.count(SUBMIT) == 1


async def test_a_job_is_undone_from_the_backup_that_was_named_when_it_began(
    wix: Wix, clock: FakeClock, stack: Callable[[str], Stack], backup_id: str
) -> None:
    it = stack(IMPORT_JOB)
    up = asyncio.create_task(it.up(**undoing(backup_id)))
    await clock.sleep(15)
    up.cancel()
    await outcome(up)
    newer = (await wix.ask("POST", BACKUPS, {}))["backup"]["id"]
    await clock.sleep(30)
    with pytest.raises(ResourceInitFailed, match=f"was restored from backup {backup_id}"):
        await it.up(**undoing(newer))
    assert await wix.titles("products") == ["Old"]
    with pytest.raises(ResourceInitFailed, match=f"was restored from backup {backup_id}"):
        await it.up(**undoing(newer))
    assert wix.count(RESTORE_SOME) == 1


async def test_a_running_restoration_is_waited_for_though_the_program_forgot_it(
    wix: Wix, clock: FakeClock, stack: Callable[[str], Stack], backup_id: str
) -> None:
    it = stack(IMPORT_JOB)
    wix.change(restorationSeconds=600)
    up = asyncio.create_task(it.up(**undoing(backup_id)))
    await clock.sleep(30)
    up.cancel()
    await outcome(up)
    await it.up(**importing(csv("_id,title", "9,New"), writePolicy="TRUNCATE_BEFORE"))
    assert [entry["status"] for entry in await wix.restorations()] == ["COMPLETED"]
    await clock.sleep(700)
    assert await wix.titles("products") == ["New"]


async def test_rows_without_id_do_not_follow_a_job_that_only_the_journal_knows(
    wix: Wix, stack: Callable[[str], Stack]
) -> None:
    await wix.collection("products", "title")
    good = '{"title": "A"}\n'
    bad = text(good + '{"title": 1e999}\n')
    with pytest.raises(ResourceInitFailed):
        await stack(IMPORT_JOB).up(**importing(bad, format="JSONL"))
    for _ in range(2):
        with pytest.raises(Refused, match="they would be there twice, so nothing was sent"):
            await stack(IMPORT_JOB).up(**importing(text(good), format="JSONL"))
    assert await wix.titles("products") == ["A"]
    allowed = importing(text(good), format="JSONL", allowDuplicates=True)
    await stack(IMPORT_JOB).up(**allowed)
    assert await wix.titles("products") == ["A", "A"]


async def test_an_import_is_gone_on_with_though_its_backup_is_gone(
    wix: Wix, clock: FakeClock, stack: Callable[[str], Stack], backup_id: str
) -> None:
    program = importing(csv("_id,title", "1,One"), restoreOnFailure=backup_id)
    await stack(IMPORT_JOB).up(**program)
    await wix.ask("DELETE", f"{BACKUPS}/{backup_id}")
    await clock.sleep(60)
    again = stack(IMPORT_JOB)
    await again.preview(**program)
    await again.up(**program)
    assert wix.count(SUBMIT) == 1


async def test_an_export_that_left_something_out_runs_again_though_only_the_journal_knows_it(
    wix: Wix, stack: Callable[[str], Stack]
) -> None:
    await wix.collection("products", "title")
    wix.words = {"COMPLETED": "PARTIALLY_SUCCESSFUL"}
    for run in (1, 2):
        with pytest.raises(ResourceInitFailed, match="exports again"):
            await stack(EXPORT_JOB).up(collectionId="products")
        assert wix.count(SUBMIT) == run


async def test_a_backup_whose_time_passed_behind_another_submits_nothing(
    wix: Wix, clock: FakeClock
) -> None:
    first, second = Stack(clock, BACKUP, name="a"), Stack(clock, BACKUP, name="b")
    first.attached = second.attached = True
    second.process = first.process
    wix.change(backupSeconds=1000)
    second.timeout = 60
    one = asyncio.create_task(first.up())
    await clock.sleep(5)
    with pytest.raises(Refused, match="passed while another one"):
        await second.up()
    assert await outcome(one) is None
    assert wix.count(TAKE) == 1
