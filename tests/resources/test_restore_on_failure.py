"""restoreOnFailure: a failed import leaves its collection as it was at the time of a backup."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing, items
from tests.resources.scenarios import outcome
from tests.resources.stack import BACKUP, IMPORT_JOB, Rejected, Stack
from tests.resources.wix import JOBS, RESTORE_SOME, SUBMIT
from wix_data_provider.errors import ConfigError, Refused, ResourceInitFailed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

LOGS = f"GET {JOBS}/*/logs"


@pytest.fixture
async def backup_id(wix: Wix) -> str:
    """A backup of `products` and `posts`, each with the item `Old`."""
    for collection in ("products", "posts"):
        await wix.collection(collection, "title")
        await wix.item(collection, "Old")
    [id] = await wix.foreign_backups(1)
    await wix.item("posts", "Later")
    return id


@pytest.fixture
def job(wix: Wix, clock: FakeClock, tmp_path: Path) -> Stack:
    return Stack(clock, IMPORT_JOB, journal_in=tmp_path)


def truncating(backup_id: str, **others: Any) -> dict[str, Any]:
    return importing(
        items(1, bad=1),
        format="JSONL",
        writePolicy="TRUNCATE_BEFORE",
        restoreOnFailure=backup_id,
        **others,
    )


@pytest.mark.parametrize("logs_s", [0, 15, 50])
async def test_a_restoration_that_is_due_begins_also_when_the_time_is_over(
    wix: Wix, job: Stack, backup_id: str, logs_s: float
) -> None:
    wix.change(jobSeconds=5)
    wix.slow = {f"GET {JOBS}/*/logs": logs_s}
    job.timeout = 10
    with pytest.raises(ResourceInitFailed):
        await job.up(**truncating(backup_id))
    job.timeout = 0
    with pytest.raises(ResourceInitFailed, match="was restored"):
        await job.up(**truncating(backup_id))
    assert await wix.titles("products") == ["Old"]
    assert (wix.count(SUBMIT), wix.count(RESTORE_SOME)) == (1, 1)


async def test_a_restoration_that_could_not_be_saved_is_gone_on_with(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    wix.change(jobSeconds=60)
    job.timeout = 20
    with pytest.raises(ResourceInitFailed):
        await job.up(**truncating(backup_id))
    job.timeout, pending = 0, (job.id, job.inputs, job.outputs, job.red)
    with pytest.raises(ResourceInitFailed, match="was restored") as failed:
        await job.up(**truncating(backup_id))
    job.process.half_made(job._call(), failed.value.state, job.inputs)
    job.process.session.journal.ended()
    job.id, job.inputs, job.outputs, job.red = pending
    with pytest.raises(ResourceInitFailed, match="was restored"):
        await job.up(**truncating(backup_id))
    assert wix.count(RESTORE_SOME) == 1


async def test_a_failed_import_leaves_this_collection_alone_as_it_was(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    program = truncating(backup_id)
    with pytest.raises(ResourceInitFailed, match="1 row rejected, maxRejected is 0") as error:
        await job.up(**program)
    assert (
        f"products was restored from backup {backup_id} (restoreOnFailure), and is as it was then"
        in str(error.value)
    )
    assert await wix.titles("products") == ["Old"]
    assert await wix.titles("posts") == ["Later", "Old"]
    [restoration] = await wix.restorations()
    told = (job.outputs["restorationId"], job.outputs["restorationStatus"])
    assert told == (restoration["id"], "COMPLETED")
    with pytest.raises(ResourceInitFailed, match="stays failed until"):
        await job.up(**program)
    await job.refresh()
    assert job.red
    assert (wix.count(SUBMIT), wix.count(RESTORE_SOME)) == (1, 1)


async def test_a_run_that_works_after_it_forgets_the_restoration(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    with pytest.raises(ResourceInitFailed):
        await job.up(**truncating(backup_id))
    await job.up(**truncating(backup_id, triggers={"run": 2}, maxRejected=1))
    assert await wix.titles("products") == ["Good 0"]
    assert "restorationId" not in job.outputs
    assert wix.count(RESTORE_SOME) == 1


async def test_an_import_that_somebody_stops_is_undone_too(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    program = importing(csv("title", "New"), restoreOnFailure=backup_id)
    up = asyncio.create_task(job.up(**program))
    await wix.clock.sleep(15)
    [shown] = await wix.jobs()
    await wix.ask("POST", f"{JOBS}/{shown['id']}/terminate", {})
    assert "was restored" in str(await outcome(up))
    assert await wix.titles("products") == ["Old"]


async def test_a_job_that_wrote_nothing_is_not_undone_and_runs_again(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    wix.change(finalProgress="present")
    with pytest.raises(ResourceInitFailed, match="Nothing was written, so products was not"):
        await job.up(**importing(items(0, bad=1), format="JSONL", restoreOnFailure=backup_id))
    assert wix.count(RESTORE_SOME) == 0


async def test_a_cancel_during_the_job_leaves_the_restoration_to_the_run_that_sees_its_end(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    program = truncating(backup_id)
    up = asyncio.create_task(job.up(**program))
    await wix.clock.sleep(10)
    up.cancel()
    assert isinstance(await outcome(up), ResourceInitFailed)
    with pytest.raises(ResourceInitFailed, match="was restored"):
        await job.up(**program)
    assert await wix.titles("products") == ["Old"]
    assert (wix.count(SUBMIT), wix.count(RESTORE_SOME)) == (1, 1)


async def test_a_restoration_cut_off_by_a_cancel_is_waited_for(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    program = truncating(backup_id)
    up = asyncio.create_task(job.up(**program))
    await wix.clock.sleep(30)
    up.cancel()
    assert "is being restored" in str(await outcome(up))
    assert job.outputs["restorationStatus"] == "PENDING"
    await job.refresh()
    assert "the next `pulumi up` waits for it" in job.red[0]
    await job.preview(**program)
    assert any("being restored" in line for line in job.report.warnings)
    with pytest.raises(ResourceInitFailed, match="was restored"):
        await job.up(**program)
    assert await wix.titles("products") == ["Old"]
    assert wix.count(RESTORE_SOME) == 1


async def test_a_deletion_waits_for_a_running_restoration(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    up = asyncio.create_task(job.up(**truncating(backup_id)))
    await wix.clock.sleep(30)
    up.cancel()
    await outcome(up)
    await job.destroy()
    [restoration] = await wix.restorations()
    assert restoration["status"] == "COMPLETED"


async def test_what_a_cancel_left_undone_is_never_done_by_itself_and_the_lines_are_given(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    program = truncating(backup_id)
    up = asyncio.create_task(job.up(**program))

    def strike(_: int) -> None:
        if wix.count(LOGS):
            up.cancel()

    wix.answers = strike
    error = await outcome(up)
    assert isinstance(error, ResourceInitFailed)
    wix.answers = lambda _: None
    with pytest.raises(ResourceInitFailed, match="will not be by itself") as told:
        await job.up(**program)
    assert (
        f"backupId: {backup_id}, collections: [{{collectionId: products}}], "
        "acknowledgeDataLoss: true"
    ) in str(told.value)
    assert wix.count(RESTORE_SOME) == 0


async def test_a_lost_answer_of_the_restoration_is_looked_up(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    await wix.fault(RESTORE_SOME, phase="after", action="drop")
    with pytest.raises(ResourceInitFailed, match="was restored"):
        await job.up(**truncating(backup_id))
    assert await wix.titles("products") == ["Old"]
    assert wix.count(RESTORE_SOME) == 1


async def test_a_restoration_whose_answer_came_too_late_is_found_by_the_next_run(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    program = truncating(backup_id)
    wix.slow = {RESTORE_SOME: 30}
    up = asyncio.create_task(job.up(**program))

    def strike(_: int) -> None:
        if wix.count(RESTORE_SOME):
            up.cancel()

    wix.arrives = strike
    assert "the answer was lost" in str(await outcome(up))
    wix.arrives, wix.slow = lambda _: None, {}
    with pytest.raises(ResourceInitFailed, match="was restored"):
        await job.up(**program)
    assert wix.count(RESTORE_SOME) == 1


async def test_a_restoration_that_fails_is_told_with_the_failure(
    wix: Wix, job: Stack, backup_id: str
) -> None:
    wix.change(restorationOutcome="FAILED")
    with pytest.raises(ResourceInitFailed, match="could not be restored") as error:
        await job.up(**truncating(backup_id))
    assert "1 row rejected" in str(error.value)
    assert job.outputs["restorationStatus"] == "FAILED"


@pytest.mark.parametrize("how", ["preview", "up"])
async def test_a_backup_that_could_not_be_restored_is_refused_before_anything_is_sent(
    wix: Wix, job: Stack, backup_id: str, how: str
) -> None:
    await wix.collection("newer", "title")
    cases = {
        "holds all|does not hold newer": truncating(backup_id, collectionId="newer"),
        "has no backup": truncating("00000000-0000-4000-8000-000000000000"),
    }
    for reason, program in cases.items():
        with pytest.raises((ConfigError, Refused), match=reason):
            await getattr(job, how)(**program)
    with pytest.raises(Rejected, match="`restoreOnFailure` must be the GUID of a backup"):
        await getattr(job, how)(**truncating("latest"))
    assert wix.count(SUBMIT) == wix.count("POST /data-mover/v1/temporary-files/upload-url") == 0


async def test_preview_tells_what_would_be_restored(job: Stack, backup_id: str) -> None:
    await job.preview(**truncating(backup_id))
    assert (
        f"should the import fail, products alone is restored from backup {backup_id}, taken 10 "
        "minutes ago"
    ) in job.report.infos


async def test_a_backup_of_this_program_does_not_evict_the_one_that_is_needed(
    wix: Wix, clock: FakeClock, job: Stack, backup_id: str
) -> None:
    await wix.foreign_backups(2)
    backup = Stack(clock, BACKUP, attached=True)
    job.attached, job.process = True, backup.process
    await backup.preview(whenFull="evictOldest")
    with pytest.raises(Refused, match="`it` is about to restore"):
        await job.preview(**truncating(backup_id))
