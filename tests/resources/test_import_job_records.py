"""resources/import_job.py: refresh, import and delete, which look at Wix's records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing
from tests.resources.wix import JOBS, SITE, SUBMIT
from wix_data_provider.errors import ConfigError, OperationError, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.resources.stack import Stack
    from tests.resources.wix import Wix
    from wix_data_provider.lifecycle.values import Asset

pytestmark = pytest.mark.anyio

NOBODY = "00000000-0000-4000-8000-000000000000"
ONE = csv("_id,title", "1,One")


async def pending(job: Stack, **program: Any) -> None:
    """A job that is still running when its `up` gives up."""
    job.timeout = 3
    with pytest.raises(ResourceInitFailed):
        await job.up(**importing(ONE, **program))
    job.timeout = 0


async def test_refresh_changes_nothing(wix: Wix, job: Stack) -> None:
    await job.up(**importing(ONE))
    before = dict(job.outputs)
    await job.refresh()
    assert (job.outputs, job.red) == (before, [])


@pytest.mark.parametrize(
    "edited",
    ["_id,title\n1,Edited\n", "title\nNameless\n", "_id,title\n1\n", "", None],
    ids=["good", "without _id", "broken", "empty", "gone"],
)
async def test_a_refresh_shows_what_wix_has_and_looks_at_no_file(
    wix: Wix, job: Stack, tmp_path: Path, edited: str | None
) -> None:
    file = tmp_path / "products.csv"
    file.write_text("_id,title\n1,One\n", encoding="utf-8")
    await job.up(**importing(ONE, source=None, sourcePath=str(file)))
    if edited is None:
        file.unlink()
    else:
        file.write_text(edited, encoding="utf-8")
    assert (await job.refresh()).changes == []
    assert (job.report.infos, job.report.warnings, job.red) == ([], [], [])


async def test_content_that_was_edited_before_a_refresh_is_imported_after_it(
    wix: Wix, job: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "products.csv"
    file.write_text("_id,title\n1,One\n", encoding="utf-8")
    program = importing(ONE, source=None, sourcePath=str(file))
    await job.up(**program)
    file.write_text("_id,title\n1,Edited\n", encoding="utf-8")
    await job.refresh()
    await job.up(**program)
    assert await wix.titles("products") == ["Edited"]


async def test_an_expired_record_keeps_the_state_and_is_no_drift(wix: Wix, job: Stack) -> None:
    await job.up(**importing(ONE))
    before = dict(job.outputs)
    wix.words = {before["jobId"]: NOBODY}
    await job.refresh()
    assert (job.outputs, job.red) == ({**before, "available": False}, [])
    await job.up(**importing(ONE))
    assert wix.count(SUBMIT) == 1


async def test_refresh_never_turns_a_pending_job_green(wix: Wix, job: Stack) -> None:
    await pending(job)
    await job.refresh()
    assert "is still IN_PROGRESS; the next `pulumi up` waits for it" in job.red[0]
    await job.up(**importing(ONE))
    assert (job.red, job.outputs["status"], wix.count(SUBMIT)) == ([], "COMPLETED", 1)


async def test_refresh_sees_that_a_pending_job_has_ended(wix: Wix, job: Stack) -> None:
    await pending(job)
    await wix.clock.sleep(60)
    await job.refresh()
    assert (job.red, job.outputs["status"]) == ([], "COMPLETED")
    assert job.outputs["itemsRejected"] == 0


@pytest.mark.parametrize(
    ("content", "again"),
    [(ONE, True), (csv("title", "One"), False)],
    ids=["rows identified", "rows not identified"],
)
async def test_a_pending_job_that_vanished_is_red_and_runs_again_where_that_does_no_harm(
    wix: Wix, job: Stack, content: Asset, *, again: bool
) -> None:
    await pending(job, source=content)
    wix.words = {job.outputs["jobId"]: NOBODY}
    await job.refresh()
    assert job.red
    with pytest.raises(ResourceInitFailed, match=r"vanished|does not show it any more"):
        await job.up(**importing(content))
    assert (job.outputs["status"], job.outputs["available"]) == ("GONE", False)
    assert wix.count(SUBMIT) == 1
    await wix.clock.sleep(60)  # it has really ended by now
    if again:
        await job.up(**importing(content))
        assert job.outputs["status"] == "COMPLETED"
    else:
        with pytest.raises(ResourceInitFailed, match="stays failed until"):
            await job.up(**importing(content))
    assert wix.count(SUBMIT) == (2 if again else 1)


async def test_preview_of_a_pending_job_says_that_up_waits(wix: Wix, job: Stack) -> None:
    await pending(job)
    foreseen = await job.preview(**importing(ONE))
    assert job.report.infos == [f"`up` waits for job {job.outputs['jobId']}, begun before"]
    assert foreseen["jobId"] == job.outputs["jobId"]


@pytest.mark.parametrize("site", [f"{SITE}/", ""])
async def test_import_takes_content_and_triggers_over_and_runs_nothing(
    wix: Wix, job: Stack, site: str
) -> None:
    program = importing(ONE, triggers={"run": 1}, maxRejected=1)
    await job.up(**program)
    id = job.id
    job.id, job.inputs, job.outputs = "", {}, {}
    await job.take_in(site + id.split("/")[1])
    assert job.id == id
    shown = {"collectionId": "products", "writePolicy": "OVERWRITE", "format": "CSV", "name": "it"}
    assert job.inputs.items() >= shown.items()
    assert job.outputs["imported"] is True
    diff = await job.diff(**program)
    assert not any(change.runs or change.replace for change in diff.changes)
    await job.up(**program)
    assert wix.count(SUBMIT) == 1
    assert "imported" not in job.outputs
    taken_over = {"sourceSha256": ONE.sha256, "rows": 1, "rowsWithoutId": 0}
    assert job.outputs.items() >= taken_over.items()
    await job.up(**{**program, "triggers": {"run": 2}})
    assert wix.count(SUBMIT) == 2


@pytest.mark.parametrize("way", ["source", "sourcePath", "fileId"])
async def test_the_preview_after_an_import_foretells_what_up_takes_over(
    wix: Wix, job: Stack, tmp_path: Path, way: str
) -> None:
    await job.up(**importing(ONE))
    await job.take_in(job.id)
    file = tmp_path / "products.csv"
    file.write_text("_id,title\n1,One\n", encoding="utf-8")
    ways = {"source": ONE, "sourcePath": str(file), "fileId": job.inputs["fileId"]}
    program = importing(ONE, **{"source": None, way: ways[way], "triggers": {"run": 1}})
    foreseen = await job.preview(**program)
    await job.up(**program)
    later = {name for name, value in foreseen.items() if value is UNKNOWN}
    known = {name: value for name, value in foreseen.items() if name not in later}
    assert known == {name: value for name, value in job.outputs.items() if name not in later}
    found_out = {"imported", "sourceSha256", "rows", "rowsWithoutId"}
    assert later == (set() if way == "fileId" else found_out)


async def test_what_the_imported_record_does_show_runs_the_import(wix: Wix, job: Stack) -> None:
    await job.up(**importing(ONE))
    await job.take_in(job.id)
    diff = await job.diff(**importing(ONE, writePolicy="SKIP_EXISTING"))
    assert [change.path for change in diff.changes if change.runs] == ["writePolicy"]


async def test_a_format_that_wix_found_out_is_no_change_after_an_import(
    wix: Wix, job: Stack
) -> None:
    await job.up(**importing(ONE))
    [first] = await wix.jobs()
    program = importing(ONE, source=None, format=None, fileId=first["source"]["file"]["fileId"])
    await job.up(**program)
    await job.take_in(job.id)
    assert job.inputs["format"] == "CSV"
    await job.up(**program)
    assert (wix.count(SUBMIT), "format" in job.outputs) == (2, False)


async def test_import_of_a_pending_job_is_red_and_waited_for(wix: Wix, job: Stack) -> None:
    await pending(job)
    await job.take_in(job.id)
    assert "is still IN_PROGRESS" in job.red[0]
    assert job.inputs["collectionId"] == "products"
    await job.up(**importing(ONE))
    assert (job.red, job.outputs["status"], wix.count(SUBMIT)) == ([], "COMPLETED", 1)


async def test_another_file_at_wix_than_the_imported_record_shows_is_imported(
    wix: Wix, job: Stack
) -> None:
    await job.up(**importing(ONE))
    await job.take_in(job.id)
    assert (await job.diff(**job.inputs)).changes == []
    diff = await job.diff(**{**job.inputs, "fileId": NOBODY})
    assert [(one.path, one.runs, one.replace) for one in diff.changes] == [("fileId", True, True)]


async def test_a_source_that_came_after_the_import_is_taken_over_and_its_changes_run(
    wix: Wix, job: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "made-later.csv"
    program = importing(ONE, source=None, sourcePath=str(file))
    await job.up(**importing(ONE))
    await job.take_in(job.id)
    await job.up(**program)
    assert job.outputs["imported"] is True
    file.write_text(ONE.text or "", encoding="utf-8")
    await job.up(**program)
    assert job.outputs["sourceSha256"] == ONE.sha256
    assert "imported" not in job.outputs
    assert wix.count(SUBMIT) == 1
    file.write_text("_id,title\n1,Other\n", encoding="utf-8")
    await job.up(**program)
    assert (wix.count(SUBMIT), await wix.titles("products")) == (2, ["Other"])


async def test_import_of_an_unknown_id_finds_nothing(wix: Wix, job: Stack) -> None:
    await job.take_in(f"{SITE}/{NOBODY}")
    assert job.id == ""


async def test_import_of_a_job_that_is_no_import_is_refused(wix: Wix, job: Stack) -> None:
    await job.up(**importing(ONE))
    wix.words = {"file": "mediaFile"}
    with pytest.raises(ConfigError, match="does not import a file into a collection"):
        await job.take_in(job.id)


async def test_delete_of_a_finished_job_asks_nothing_and_leaves_the_content(
    wix: Wix, job: Stack
) -> None:
    await job.up(**importing(ONE))
    wix.asked.clear()
    await job.destroy()
    assert wix.asked == []
    assert await wix.titles("products") == ["One"]


@pytest.mark.parametrize("after", ["failed", "notFound"])
async def test_delete_of_a_running_job_stops_it_and_sees_it_stopped(
    wix: Wix, job: Stack, after: str
) -> None:
    wix.change(afterTerminate=after)
    await pending(job)
    id = job.outputs["jobId"]
    await job.destroy()
    assert wix.count(f"POST {JOBS}/{id}/terminate") == 1
    assert [there["status"] for there in await wix.jobs()] == (
        ["FAILED"] if after == "failed" else []
    )


async def test_delete_of_a_job_that_ended_meanwhile_is_fine(wix: Wix, job: Stack) -> None:
    await pending(job)
    await wix.clock.sleep(60)
    await job.destroy()
    assert job.id == ""


async def test_delete_waits_for_the_end_of_a_job_that_cannot_be_terminated(
    wix: Wix, job: Stack
) -> None:
    await pending(job)
    await wix.fault(f"POST {JOBS}/*/terminate", action="status", status=409)
    await job.destroy()
    assert [there["status"] for there in await wix.jobs()] == ["COMPLETED"]


async def test_delete_says_when_a_job_does_not_stop(wix: Wix, job: Stack) -> None:
    await pending(job)
    wix.words = {"FAILED": "STOPPING"}
    job.timeout = 30
    with pytest.raises(OperationError, match="still STOPPING after 30 s"):
        await job.destroy()
    assert job.id != ""
