"""resources/data_movement_job.py: what moves again, what stays red, import, refresh, delete."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import PRODUCTION, THREE, fill
from tests.resources.programs import csv
from tests.resources.stack import DATA_MOVEMENT_JOB, IMPORT_JOB, Stack
from tests.resources.wix import JOBS, SITE, SUBMIT
from wix_data_provider.errors import ConfigError, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

NOBODY = "00000000-0000-4000-8000-000000000000"
TOO_LARGE = "x" * 600_000
COPY = {"wixDataCollection": {"collectionId": "copy", "writePolicy": "OVERWRITE"}}
PRODUCTS = {"wixDataCollection": {"collectionId": "products"}}
FILE = {"file": {"format": "CSV", "fileName": "a.csv"}}


def move(**others: Any) -> dict[str, Any]:
    """The inputs of a move of `products` into `copy`; an input that is None is left out."""
    given = {"source": PRODUCTS, "destination": COPY, "triggers": {"run": 1}, **others}
    return {name: value for name, value in given.items() if value is not None}


@pytest.fixture
async def job(wix: Wix, clock: FakeClock) -> Stack:
    """A move that is in no stack yet; `products` has three items, `copy` none."""
    await fill(wix, "products", *THREE)
    await fill(wix, "copy")
    await fill(wix, "products", site=PRODUCTION)
    return Stack(clock, DATA_MOVEMENT_JOB)


async def file_with_a_bad_row(wix: Wix, clock: FakeClock) -> dict[str, Any]:
    """A file at Wix, of four rows, one of which Wix rejects."""
    rows = csv("_id,title", "1,One", f"2,{TOO_LARGE}", "3,Three", "4,Four")
    where = {"collectionId": "copy", "writePolicy": "OVERWRITE", "format": "CSV"}
    await Stack(clock, IMPORT_JOB).up(source=rows, maxRejected=1, **where)
    [there] = await wix.jobs()
    wix.asked.clear()
    return {"file": {"fileId": there["source"]["file"]["fileId"]}}


async def pending(job: Stack, **others: Any) -> None:
    """A job that is still running when its `up` gives up."""
    job.timeout = 3
    with pytest.raises(ResourceInitFailed):
        await job.up(**move(**others))
    job.timeout = 0


CHANGES: list[tuple[dict[str, Any], str]] = [
    (
        {"source": {"wixDataCollection": {"collectionId": "products", "fields": ["title"]}}},
        "source.wixDataCollection.fields",
    ),
    (
        {"destination": {"wixDataCollection": {**COPY["wixDataCollection"], "collectionId": "b"}}},
        "destination.wixDataCollection.collectionId",
    ),
    ({"destinationSiteId": PRODUCTION}, "destinationSiteId"),
    ({"sourceSiteId": PRODUCTION}, "sourceSiteId"),
    ({"siteId": PRODUCTION}, "siteId"),
    ({"triggers": {"run": 2}}, "triggers.run"),
    ({"source": UNKNOWN}, "source"),
]


@pytest.mark.parametrize(("change", "path"), CHANGES)
async def test_a_change_of_an_operation_input_moves_again(
    job: Stack, change: dict[str, Any], path: str
) -> None:
    await job.up(**move())
    diff = await job.diff(**move(**change))
    assert [(one.path, one.runs, one.replace) for one in diff.changes] == [(path, True, True)]
    assert not diff.delete_before_replace
    verb = "may run again" if UNKNOWN in change.values() else "runs again"
    assert job.report.infos[0].startswith(f"{verb}: {path}")


@pytest.mark.parametrize("change", [{"name": "x"}, {"maxRejected": "5%"}], ids=str)
async def test_a_change_of_anything_else_only_updates_the_state(
    wix: Wix, job: Stack, change: dict[str, Any]
) -> None:
    await job.up(**move())
    wix.asked.clear()
    foreseen = await job.preview(**move(**change))
    await job.up(**move(**change))
    assert foreseen == job.outputs
    assert (wix.asked, job.outputs.items() >= change.items()) == ([], True)


async def test_the_name_of_a_file_and_the_case_of_a_guid_move_nothing(wix: Wix, job: Stack) -> None:
    await job.up(**move(destination=FILE, sourceSiteId=PRODUCTION))
    renamed = {"file": {"format": "CSV", "fileName": "b.csv"}}
    await job.up(**move(destination=renamed, sourceSiteId=PRODUCTION.upper()))
    assert wix.count(SUBMIT) == 1
    assert job.outputs["destination"] == renamed


async def test_a_failed_move_stays_red_until_something_changes(wix: Wix, job: Stack) -> None:
    up = asyncio.create_task(job.up(**move()))
    await wix.clock.sleep(5)
    [running] = await wix.jobs()
    await wix.ask("POST", f"{JOBS}/{running['id']}/terminate", {})
    with pytest.raises(ResourceInitFailed, match="It may have written some items, so it stays"):
        await up
    await job.refresh()
    assert job.red
    assert (await job.diff(**move())).changes == []
    with pytest.raises(ResourceInitFailed, match="stays failed until an operation input or"):
        await job.up(**move())
    assert wix.count(SUBMIT) == 1
    await job.up(**move(triggers={"run": 2}))
    assert (job.red, wix.count(SUBMIT)) == ([], 2)


@pytest.mark.parametrize("progress", ["absent", "present"])
async def test_rejects_are_judged_by_a_share_of_what_there_was_to_move(
    wix: Wix, job: Stack, clock: FakeClock, progress: str
) -> None:
    """Wix may tell the number of items only while the job runs."""
    wix.change(finalProgress=progress)
    program = move(source=await file_with_a_bad_row(wix, clock))
    with pytest.raises(ResourceInitFailed, match="1 row rejected, maxRejected is 0"):
        await job.up(**program)
    assert (job.outputs["total"], job.outputs["itemsRejected"]) == (4, 1)
    await job.refresh()
    with pytest.raises(ResourceInitFailed, match="maxRejected is 24%"):
        await job.up(**{**program, "maxRejected": "24%"})
    assert "It stays failed until an operation input" in job.red[0]
    await job.up(**{**program, "maxRejected": "25%"})
    assert (
        "1 row rejected (maxRejected is 25%): WDE0009 once: row or item 2" in job.report.warnings[0]
    )
    assert (job.red, wix.count(SUBMIT)) == ([], 1)


async def test_a_pending_move_is_waited_for(wix: Wix, job: Stack) -> None:
    await pending(job)
    await job.refresh()
    assert "is still IN_PROGRESS; the next `pulumi up` waits for it" in job.red[0]
    await job.up(**move())
    assert (job.red, job.outputs["status"], wix.count(SUBMIT)) == ([], "COMPLETED", 1)


async def test_a_replaced_move_is_stopped_before_the_next_one(wix: Wix, job: Stack) -> None:
    await pending(job)
    first = job.outputs["jobId"]
    assert (await job.diff(**move(triggers={"run": 2}))).delete_before_replace
    await job.up(**move(triggers={"run": 2}))
    stopped = wix.asked.index(f"POST {JOBS}/{first}/terminate")
    assert [at for at, call in enumerate(wix.asked) if call == SUBMIT][1] > stopped


async def test_delete_stops_a_running_move_and_leaves_a_finished_one(wix: Wix, job: Stack) -> None:
    await pending(job)
    await job.destroy()
    assert [there["status"] for there in await wix.jobs()] == ["FAILED"]
    await job.up(**move())
    wix.asked.clear()
    await job.destroy()
    assert wix.asked == []


async def test_an_expired_record_keeps_the_state_and_is_no_drift(wix: Wix, job: Stack) -> None:
    await job.up(**move())
    before = dict(job.outputs)
    wix.words = {before["jobId"]: NOBODY}
    await job.refresh()
    assert (job.outputs, job.red) == ({**before, "available": False}, [])
    await job.up(**move())
    assert wix.count(SUBMIT) == 1


@pytest.mark.parametrize(
    "program",
    [
        move(),
        move(destination=FILE),
        move(sourceSiteId=PRODUCTION),
        move(
            destinationSiteId=PRODUCTION,
            destination={
                "wixDataCollection": {"collectionId": "products", "writePolicy": "SKIP_EXISTING"}
            },
        ),
    ],
    ids=["collections", "file", "from a site", "to a site"],
)
async def test_import_takes_over_and_runs_nothing(
    wix: Wix, job: Stack, program: dict[str, Any]
) -> None:
    await job.up(**program)
    id = job.id
    await job.take_in(id)
    shown = {name: value for name, value in program.items() if name != "triggers"}
    assert (job.id, job.red) == (id, [])
    assert job.inputs.items() >= {**shown, "siteId": SITE, "name": "it"}.items()
    assert (await job.diff(**job.inputs)).changes == []
    assert not (await job.diff(**program)).replaces
    await job.up(**program)
    assert (wix.count(SUBMIT), "imported" in job.outputs) == (1, False)
    await job.up(**{**program, "triggers": {"run": 2}})
    assert wix.count(SUBMIT) == 2


async def test_a_format_that_wix_found_out_is_no_change_after_an_import(
    wix: Wix, job: Stack, clock: FakeClock
) -> None:
    program = move(source=await file_with_a_bad_row(wix, clock), maxRejected=1)
    await job.up(**program)
    await job.take_in(job.id)
    assert job.inputs["source"]["file"]["format"] == "CSV"
    await job.up(**program)
    assert (wix.count(SUBMIT), job.red) == (1, [])
    assert job.outputs["source"] == program["source"]


async def test_a_file_that_wix_does_not_name_is_no_change_after_an_import(
    wix: Wix, job: Stack, clock: FakeClock
) -> None:
    program = move(source=await file_with_a_bad_row(wix, clock), maxRejected=1)
    await job.up(**program)
    wix.words = {"fileId": "file"}
    await job.take_in(job.id)
    wix.words = {}
    assert job.inputs["source"]["file"]["fileId"] == ""
    await job.up(**program)
    assert (wix.count(SUBMIT), job.red) == (1, [])


async def test_import_of_a_job_of_a_kind_not_known_is_refused(wix: Wix, job: Stack) -> None:
    await job.up(**move())
    wix.words = {"wixDataCollection": "googleSheets"}
    with pytest.raises(ConfigError, match="moves data from or to something this version lacks"):
        await job.take_in(job.id)
