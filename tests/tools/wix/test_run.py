"""tools/wix/run.py: every flow against the emulator; whatever happens, nothing is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.resources.wix import BACKUPS, KEY, RESTORE, RESTORE_SOME, SUBMIT, TAKE
from tests.tools.wix.runs import differing, not_seen
from tools.wix import report
from tools.wix.__main__ import exit_code

if TYPE_CHECKING:
    from tests.tools.wix.runs import Runs
    from tools.wix.run import Run

pytestmark = pytest.mark.anyio

BY_CHANCE = ["wire.fault", "wire.too-many", "restoration.whole", "texts.not-enabled"]
NEVER_ENDS = 10_000
BESIDE = 5
"""Which partial restore of a run makes a collection."""
STATUSES = {"PENDING", "READY"}


def interrupt_at(runs: Runs, run: Run, number: int) -> None:
    """Interrupt the run as this request comes in, counted from the first of all runs."""
    runs.wix.arrives = lambda arrived: run.interrupt() if arrived == number else None


async def test_the_emulator_differs_in_nothing(runs: Runs) -> None:
    findings = await runs.new_run().findings()
    assert differing(findings) == []
    assert not_seen(findings) == BY_CHANCE
    assert (findings.skipped, findings.broken, findings.left) == ({}, {}, [])
    assert exit_code(findings) == 0
    assert await runs.left() == []
    assert runs.wix.count(RESTORE) == 0, "the whole site was restored"


async def test_the_key_is_never_shown(runs: Runs) -> None:
    runs.wix.words = {"BACKUP_NOT_READY": KEY, "WDE0074": KEY}
    findings = await runs.new_run().findings()
    page = report.markdown(findings, runs.settings.site_id, "2026-01-01")
    assert KEY not in "\n".join([*runs.said, *report.lines(findings), page])
    assert KEY not in repr(runs.settings)


async def test_a_site_that_does_otherwise_differs_in_that_alone(runs: Runs) -> None:
    runs.wix.change(finalProgress="present", skipsLogged=False, afterTerminate="notFound")
    findings = await runs.new_run().findings()
    told = ["job.final-progress", "import.skips-logged", "terminate.later"]
    assert differing(findings) == told
    shown = "\n".join(report.lines(findings))
    assert "seen: progress and logsRecorded" in shown
    assert 'the emulator does so with {"skipsLogged": false}' in shown
    assert exit_code(findings) == 0, "a difference is no failure"
    assert await runs.left() == []


async def test_unknown_statuses_and_fields_are_found(runs: Runs) -> None:
    runs.wix.words = {"INITIALIZING": "QUEUED", "deletedDate": "removedDate"}
    findings = await runs.new_run().findings()
    assert {"wire.job-status", "job.submitted", "wire.fields"} <= set(differing(findings))
    shown = "\n".join(report.lines(findings))
    assert "seen: QUEUED" in shown
    assert "seen: backup.removedDate" in shown


async def test_the_whole_site_is_restored_where_it_is_allowed(runs: Runs) -> None:
    findings = await runs.new_run(whole_site=True).findings()
    assert "restoration.whole" not in not_seen(findings)
    assert (runs.wix.count(RESTORE), differing(findings)) == (1, [])
    assert await runs.left() == []


async def test_a_site_without_multilingual_is_told(runs: Runs) -> None:
    runs.wix.change(withoutMultilingual=[runs.settings.site_id])
    findings = await runs.new_run().findings()
    assert "Multilingual is not enabled" in findings.skipped["translations"]
    assert (differing(findings), findings.broken) == ([], {})
    assert "texts.not-enabled" not in not_seen(findings)


async def test_translations_of_the_owner_are_not_imported_again(runs: Runs) -> None:
    options = {"translatableFieldKeys": ["title"]}
    plugin = {"type": "MULTILINGUAL", "multilingualOptions": options}
    field = {"key": "title", "displayName": "title", "type": "TEXT"}
    theirs = {"id": "shown", "displayName": "shown", "fields": [field], "plugins": [plugin]}
    await runs.wix.ask("POST", "/wix-data/v2/collections", {"collection": theirs})
    item = {"dataCollectionId": "shown", "dataItem": {"data": {"_id": "a", "title": "Mine"}}}
    await runs.wix.ask("POST", "/wix-data/v2/items", item)
    findings = await runs.new_run().findings()
    assert differing(findings) == []
    read = "/wix-data/v2/items/a?dataCollectionId=shown&language=DE"
    assert (await runs.wix.ask("GET", read))["dataItem"]["data"]["title"] == "Mine"


async def test_without_a_free_slot_no_backup_is_taken(runs: Runs) -> None:
    theirs = await runs.wix.foreign_backups(3)
    findings = await runs.new_run().findings()
    assert "no slot is free" in findings.skipped["backups"]
    assert runs.wix.count(TAKE) == 0
    assert await runs.wix.backups() == dict.fromkeys(reversed(theirs), "READY")


async def test_the_last_free_slot_is_given_back_and_nobody_is_evicted(runs: Runs) -> None:
    theirs = await runs.wix.foreign_backups(2)
    findings = await runs.new_run().findings()
    assert runs.wix.count(TAKE) == 1
    backups = await runs.wix.backups()
    assert [backups[id] for id in theirs] == ["READY", "READY"]
    assert sorted(backups.values()) == ["DELETED", "READY", "READY"]
    assert {"backup.evicts", "backup.evicted"} <= set(not_seen(findings))
    assert (differing(findings), findings.skipped) == ([], {})


async def test_a_flow_that_breaks_is_told_and_the_others_run(runs: Runs) -> None:
    await runs.wix.fault("POST /wix-data/v2/items/save", action="status", status=403)
    findings = await runs.new_run().findings()
    assert list(findings.broken) == ["backups"]
    assert "not permitted" in findings.broken["backups"]
    assert exit_code(findings) == 1
    assert await runs.left() == []


async def test_a_lost_answer_to_a_submit_leaves_no_job_behind(runs: Runs) -> None:
    runs.wix.change(jobSeconds=NEVER_ENDS)
    await runs.wix.fault(SUBMIT, phase="after", action="drop")
    run = runs.new_run()

    def second_submit(_: int) -> None:
        if runs.wix.asked[-1] == SUBMIT and runs.wix.count(SUBMIT) > 1:
            run.interrupt()

    runs.wix.arrives = second_submit
    findings = await run.findings()
    assert list(findings.broken) == ["imports"]
    assert [job["status"] for job in await runs.wix.jobs()] == ["FAILED", "FAILED"]
    assert await runs.left() == []


async def test_a_backup_that_may_have_been_taken_is_told_and_left_alone(runs: Runs) -> None:
    await runs.wix.fault(TAKE, phase="after", action="drop")
    findings = await runs.new_run().findings()
    assert list(findings.broken) == ["backups"]
    assert "perhaps a backup" in findings.left[0]
    assert await runs.left() == ["PENDING"], "somebody's, for all that is known"


async def test_an_interrupt_leaves_nothing_behind(runs: Runs) -> None:
    for moment in range(2, 200, 11):
        run = runs.new_run()
        interrupt_at(runs, run, len(runs.wix.asked) + moment)
        findings = await run.findings()
        assert (findings.interrupted, findings.left, await runs.left()) == (True, [], [])
        assert exit_code(findings) == 130


async def test_an_interrupt_while_a_backup_is_asked_for_leaves_none(runs: Runs) -> None:
    runs.wix.slow = {TAKE: 10}
    run = runs.new_run()
    runs.wix.arrives = lambda _: run.interrupt() if runs.wix.asked[-1] == TAKE else None
    findings = await run.findings()
    assert (findings.interrupted, findings.left) == (True, [])
    assert list((await runs.wix.backups()).values()) == ["DELETED"]


async def test_what_a_restoration_makes_after_an_interrupt_is_deleted_too(runs: Runs) -> None:
    run = runs.new_run()

    def beside(_: int) -> None:
        newest = runs.wix.asked[-1]
        if newest.endswith("/partial-restore") and runs.wix.count(RESTORE_SOME) == BESIDE:
            run.interrupt()

    runs.wix.arrives = beside
    assert (await run.findings()).interrupted
    (newest, *_) = await runs.wix.restorations()
    assert newest["restorationCollections"][0]["restoreDestination"], "not the one that was meant"
    await runs.wix.clock.sleep(600)
    assert await runs.left() == []


async def test_an_interrupted_clean_up_says_what_is_left(runs: Runs) -> None:
    run = runs.new_run()

    def first_deletion(_: int) -> None:
        if runs.wix.asked[-1].startswith("DELETE /wix-data/v2/collections/"):
            run.interrupt()

    runs.wix.arrives = first_deletion
    findings = await run.findings()
    left = await runs.left()
    assert findings.interrupted
    assert len(left) > 1
    assert all(any(id in line for line in findings.left) for id in left if id not in STATUSES)


async def test_a_clean_up_that_fails_says_what_is_left(runs: Runs) -> None:
    path = "/wix-data/v2/collections/*-items"
    await runs.wix.fault(f"DELETE {path}", action="status", status=403)
    findings = await runs.new_run().findings()
    (left,) = await runs.left()
    assert f"the collection {left}; delete it" in findings.left
    assert exit_code(findings) == 1
    await runs.new_run().findings()
    assert f"  left by an earlier run: the collection {left}; delete it" in runs.said


async def test_a_bad_key_ends_the_run_before_anything_is_made(runs: Runs) -> None:
    findings = await runs.new_run(key="IST.another").findings()
    assert "WIX_API_KEY" in findings.broken["first look at the site"]
    assert runs.wix.asked == ["GET /wix-data/v2/collections"]
    assert exit_code(findings) == 1


async def test_nothing_but_the_runs_own_is_ever_written(runs: Runs) -> None:
    await runs.new_run().findings()
    ours = "pulumi-wix-data-test-"
    into = [job["destination"].get("wixDataCollection", {}) for job in runs.wix.submitted]
    assert all(end.get("collectionId", ours).startswith(ours) for end in into)
    assert all(job["name"].startswith(ours) for job in runs.wix.submitted)
    restorations = await runs.wix.restorations()
    named = [one["dataCollectionId"] for r in restorations for one in r["restorationCollections"]]
    assert named
    assert all(id.startswith(ours) for id in named)
    assert f"DELETE {BACKUPS}/no-guid" in runs.wix.asked


async def test_a_failed_export_breaks_its_flow_with_the_code(runs: Runs) -> None:
    runs.wix.words = {"COMPLETED": "FAILED"}
    findings = await runs.new_run().findings()
    assert "-xmas FAILED (None)" in findings.broken["exports"]
    assert "import.skip-status" in differing(findings)


async def test_a_terminated_job_that_goes_on_is_a_finding_and_is_named_as_left(
    runs: Runs,
) -> None:
    runs.wix.words = {"FAILED": "IN_PROGRESS"}
    findings = await runs.new_run().findings()
    assert "seen: not ended after 120 s" in "\n".join(report.lines(findings))
    assert "terminate" not in findings.broken
    assert any(line.startswith("the job ") for line in findings.left)
    assert await runs.left() == []
