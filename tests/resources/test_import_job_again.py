"""resources/import_job.py: what runs an import again, what refuses to, what only judges anew."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing, items, text
from tests.resources.wix import JOBS, SITE, SUBMIT
from wix_data_provider.errors import Refused, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN, Asset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

ONE = csv("_id,title", "1,One")
OTHER = csv("_id,title", "1,Other")
NAMELESS = csv("title", "One")
OTHER_NAMELESS = csv("title", "Other")
ONE_REJECTED = items(2, bad=1)
ELSEWHERE = "22222222-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"source": OTHER}, "source"),
        ({"triggers": {"run": 2}}, "triggers.run"),
        ({"writePolicy": "SKIP_EXISTING"}, "writePolicy"),
        ({"collectionId": "others"}, "collectionId"),
        ({"siteId": ELSEWHERE}, "siteId"),
        ({"source": UNKNOWN}, "source"),
        ({"source": None, "sourcePath": UNKNOWN}, "sourcePath"),
        ({"source": None, "fileId": UNKNOWN}, "fileId"),
        ({"format": UNKNOWN}, "format"),
    ],
)
async def test_a_change_of_an_operation_input_imports_again(
    wix: Wix, job: Stack, change: dict[str, Any], path: str
) -> None:
    await job.up(**importing(ONE, triggers={"run": 1}))
    diff = await job.diff(**importing(ONE, **{"triggers": {"run": 1}, **change}))
    assert [(one.path, one.replace, one.runs) for one in diff.changes] == [(path, True, True)]
    assert not diff.delete_before_replace
    verb = "may import again" if UNKNOWN in change.values() else "imports again"
    [told] = job.report.infos
    assert told.startswith(f"{verb}: {path}")
    assert told.count(path) == 1


@pytest.mark.parametrize("allowed", [True, False])
async def test_rows_without_id_are_refused_before_the_engine_deletes_what_it_replaces(
    wix: Wix, job: Stack, *, allowed: bool
) -> None:
    """What it depends on is deleted before it is replaced: a Diff, with no Check before it."""
    await job.up(**importing(NAMELESS, triggers={"of": "a"}, allowDuplicates=allowed))
    if allowed:
        assert (await job.without_check(triggers=UNKNOWN)).replaces
    else:
        with pytest.raises(Refused, match=r"is replaced, but 1 row of .* there twice"):
            await job.without_check(triggers=UNKNOWN)


@pytest.mark.parametrize("unknown", ["writePolicy", "allowDuplicates"])
async def test_a_preview_refuses_nothing_that_an_unknown_input_may_allow(
    wix: Wix, job: Stack, unknown: str
) -> None:
    await job.up(**importing(NAMELESS))
    foreseen = await job.preview(**importing(OTHER_NAMELESS, **{unknown: UNKNOWN}))
    assert foreseen["jobId"] is UNKNOWN


@pytest.mark.parametrize(
    "change", [{"name": "x"}, {"maxRejected": 3}, {"allowDuplicates": True}], ids=str
)
async def test_a_change_of_anything_else_only_updates_the_state(
    wix: Wix, job: Stack, change: dict[str, Any]
) -> None:
    await job.up(**importing(ONE))
    wix.asked.clear()
    diff = await job.diff(**importing(ONE, **change))
    assert not diff.replaces
    foreseen = await job.preview(**importing(ONE, **change))
    await job.up(**importing(ONE, **change))
    assert foreseen == job.outputs
    assert wix.asked == []
    assert job.outputs.items() >= change.items()


@pytest.fixture
async def edited(job: Stack, tmp_path: Path) -> dict[str, Any]:
    """The program of an import whose file was edited since."""
    file = tmp_path / "products.csv"
    program = importing(ONE, source=None, sourcePath=str(file))
    file.write_text("_id,title\n1,One\n", encoding="utf-8")
    await job.up(**program)
    file.write_text("_id,title\n1,Edited\n", encoding="utf-8")
    return program


async def test_edited_content_behind_the_same_path_imports_again(
    wix: Wix, job: Stack, edited: dict[str, Any], tmp_path: Path
) -> None:
    await job.up(**edited)
    assert await wix.titles("products") == ["Edited"]
    (tmp_path / "products.csv").unlink()
    assert (await job.diff(**edited)).changes == []


@pytest.mark.parametrize("ignored", ["sourcePath", "*"])
async def test_edited_content_of_an_ignored_path_is_no_change(
    wix: Wix, job: Stack, edited: dict[str, Any], ignored: str
) -> None:
    job.ignored = frozenset({ignored})
    assert (await job.diff(**edited)).changes == []
    await job.up(**edited, maxRejected=1)
    assert await wix.titles("products") == ["One"]
    await job.up(**edited, maxRejected=1, triggers={"run": 2})
    assert await wix.titles("products") == ["Edited"]


@pytest.mark.parametrize("policy", ["OVERWRITE", "SKIP_EXISTING"])
async def test_rows_without_id_are_not_imported_twice(wix: Wix, job: Stack, policy: str) -> None:
    await job.up(**importing(NAMELESS, writePolicy=policy))
    for attempt in (job.preview, job.up):
        with pytest.raises(Refused) as error:
            await attempt(**importing(OTHER_NAMELESS, writePolicy=policy))
        assert "source changed: 1 → 1 row, but 1 row of the text have no `_id`" in str(error.value)
        assert "`allowDuplicates: true`" in str(error.value)
    assert wix.count(SUBMIT) == 1
    assert await wix.titles("products") == ["One"]


async def test_an_option_that_replaces_does_not_import_rows_without_id_twice(
    wix: Wix, job: Stack
) -> None:
    """`replaceOnChanges`: no change that Diff was shown runs anything, and the engine creates."""
    await job.up(**importing(NAMELESS))
    job.replace_on_changes = True
    for attempt in (job.preview, job.up):
        with pytest.raises(Refused, match="this resource imported into products before"):
            await attempt(**importing(NAMELESS, maxRejected=3))
    assert await wix.titles("products") == ["One"]
    await job.up(**importing(NAMELESS, allowDuplicates=True))
    assert await wix.titles("products") == ["One", "One"]


@pytest.mark.parametrize(
    ("change", "titles"),
    [
        ({"allowDuplicates": True}, ["One", "Other"]),
        ({"writePolicy": "TRUNCATE_BEFORE"}, ["Other"]),
    ],
    ids=str,
)
async def test_rows_without_id_are_imported_again_where_that_is_said(
    wix: Wix, job: Stack, change: dict[str, Any], titles: list[str]
) -> None:
    await job.up(**importing(NAMELESS))
    await job.up(**importing(OTHER_NAMELESS, **change))
    assert await wix.titles("products") == titles


async def test_into_another_collection_is_no_second_time(wix: Wix, job: Stack) -> None:
    await wix.collection("others", "title")
    await job.up(**importing(NAMELESS))
    await job.up(**importing(NAMELESS, collectionId="others"))
    assert await wix.titles("others") == ["One"]


async def test_a_count_of_0_seen_half_way_is_not_taken_for_the_end(wix: Wix, job: Stack) -> None:
    """The job may have written every row since it was last seen."""
    job.timeout = 3
    with pytest.raises(ResourceInitFailed):
        await job.up(**importing(NAMELESS))
    assert job.outputs["itemsSuccessful"] == 0
    await wix.clock.sleep(60)
    job.timeout = 0
    with pytest.raises(Refused):
        await job.up(**importing(OTHER_NAMELESS))
    assert await wix.titles("products") == ["One"]


FAILURES: dict[str, tuple[str, Asset, str, bool]] = {
    # how it failed, content, policy, and whether the next up runs it again
    "rows identified": ("FAILED", ONE, "OVERWRITE", True),
    "rows not identified": ("FAILED", NAMELESS, "OVERWRITE", False),
    "not identified, nothing written": ("WDH0001", NAMELESS, "OVERWRITE", True),
    "truncated": ("FAILED", ONE, "TRUNCATE_BEFORE", False),
    "truncated, nothing written": ("WDH0001", ONE, "TRUNCATE_BEFORE", False),
    "too many rejects": ("rejects", ONE_REJECTED, "OVERWRITE", False),
}


@pytest.mark.parametrize(
    ("how", "content", "policy", "again"), FAILURES.values(), ids=FAILURES.keys()
)
async def test_a_failed_import_runs_again_only_where_that_does_no_harm(
    wix: Wix, job: Stack, how: str, content: Asset, policy: str, *, again: bool
) -> None:
    """Source: README.md, the table "Failed | The next `pulumi up`"."""
    format = "JSONL" if content is ONE_REJECTED else "CSV"
    program = importing(content, writePolicy=policy, format=format)
    if how != "rejects":
        await fail(wix, job, program, how)
    else:
        with pytest.raises(ResourceInitFailed):
            await job.up(**program)
    wix.words = {}
    assert ("The next `pulumi up` imports again" in job.red[0]) == again
    assert ("tays failed until" in job.red[0]) != again
    await job.refresh()
    assert job.red
    if again:
        await job.up(**program)
        assert job.red == []
    else:
        with pytest.raises(ResourceInitFailed):
            await job.up(**program)
    assert wix.count(SUBMIT) == (2 if again else 1)
    await job.up(**{**program, "triggers": {"run": 2}, "maxRejected": 1, "allowDuplicates": True})
    assert wix.count(SUBMIT) == (3 if again else 2)


async def fail(wix: Wix, job: Stack, program: dict[str, Any], how: str) -> None:
    """Have Wix end the job as FAILED: while it runs somebody terminates it."""
    code = "WDH0001" if how == "WDH0001" else "WDH0000"
    wix.words = {"WDH0000": code}
    up = asyncio.create_task(job.up(**program))
    await wix.clock.sleep(5)
    [running] = await wix.jobs()
    await wix.ask("POST", f"{JOBS}/{running['id']}/terminate", {})
    with pytest.raises(ResourceInitFailed, match=code):
        await up


async def test_what_replaces_an_export_leaves_the_import_of_its_file(
    wix: Wix, job: Stack, tmp_path: Path
) -> None:
    """An export that is deleted before it is replaced: the engine asks which of its dependents
    change with it, before their Check, with what they take from it as unknown."""
    file = tmp_path / "products.csv"
    file.write_text("title\nOne\n", encoding="utf-8")
    await job.up(**importing(NAMELESS, source=None, sourcePath=str(file)))
    assert (await job.without_check(sourcePath=UNKNOWN)).changes == []
    assert job.report.infos == []


async def test_a_bad_file_that_was_fixed_runs_again(wix: Wix, job: Stack) -> None:
    wix.words = {"COMPLETED": "FAILED"}
    with pytest.raises(ResourceInitFailed):
        await job.up(**importing(text('{"_id": "1", "title": "One"}'), format="JSONL"))
    wix.words = {}
    await job.up(**importing(text('{"_id": "1", "title": "Two"}'), format="JSONL"))
    assert await wix.titles("products") == ["Two"]


@pytest.mark.parametrize("failed", [True, False], ids=["failed", "rejects"])
async def test_a_max_rejected_that_is_not_known_yet_judges_nothing_but_a_failed_job(
    wix: Wix, job: Stack, *, failed: bool
) -> None:
    program = importing(ONE_REJECTED, format="JSONL", writePolicy="TRUNCATE_BEFORE")
    wix.words = {"PARTIALLY_SUCCESSFUL": "FAILED", "COMPLETED": "FAILED"} if failed else {}
    with pytest.raises(ResourceInitFailed):
        await job.up(**program)
    foreseen = await job.preview(**program, maxRejected=UNKNOWN)
    assert [f"import job {job.outputs['jobId']} FAILED" in it for it in job.report.warnings] == (
        [True] if failed else []
    )
    assert foreseen["maxRejected"] is UNKNOWN


async def test_a_new_max_rejected_judges_the_finished_job_anew(wix: Wix, job: Stack) -> None:
    with pytest.raises(ResourceInitFailed, match="1 row rejected, maxRejected is 0"):
        await job.up(**importing(ONE_REJECTED, format="JSONL"))
    await job.preview(**importing(ONE_REJECTED, format="JSONL"))
    assert "1 row rejected, maxRejected is 0" in job.report.warnings[0]
    await job.up(**importing(ONE_REJECTED, format="JSONL", maxRejected=1))
    assert job.red == []
    assert (
        "1 row rejected (maxRejected is 1): WDE0075 once: row or item bad0: "
        in job.report.warnings[0]
    )
    with pytest.raises(ResourceInitFailed, match="maxRejected is 0"):
        await job.up(**importing(ONE_REJECTED, format="JSONL", maxRejected=0))
    assert wix.count(SUBMIT) == 1


async def test_a_changed_file_under_another_site_is_a_first_import_there(
    wix: Wix, job: Stack
) -> None:
    await job.up(**importing(NAMELESS))
    diff = await job.diff(**importing(NAMELESS, siteId=ELSEWHERE))
    assert [change.path for change in diff.changes] == ["siteId"]
    assert job.outputs["siteId"] == SITE
