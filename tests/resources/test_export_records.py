"""Exports whose job failed, runs, vanished, or was imported: ExportJob, LocalizationExportJob."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import THREE, fill
from tests.resources.stack import EXPORT_JOB, LOCALIZATION_EXPORT_JOB, Stack
from tests.resources.wix import JOBS, SITE, SUBMIT
from wix_data_provider.errors import ConfigError, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN, Secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

NOBODY = "00000000-0000-4000-8000-000000000000"
ELSEWHERE = "22222222-0000-4000-8000-000000000000"
PROGRAMS: dict[str, dict[str, Any]] = {
    EXPORT_JOB: {"collectionId": "products", "filter": {"title": "Star"}, "fields": ["title"]},
    LOCALIZATION_EXPORT_JOB: {"languages": ["en", "de"]},
}
CHANGES: list[tuple[str, dict[str, Any], str]] = [
    (EXPORT_JOB, {"collectionId": "others"}, "collectionId"),
    (EXPORT_JOB, {"filter": {"title": "Egg"}}, "filter.title"),
    (EXPORT_JOB, {"filter": None}, "filter"),
    (EXPORT_JOB, {"filter": None, "aggregation": {"stages": []}}, "filter aggregation"),
    (EXPORT_JOB, {"fields": ["title", "holidays"]}, "fields"),
    (EXPORT_JOB, {"format": "JSONL"}, "format"),
    (EXPORT_JOB, {"downloadTo": "a.jsonl"}, "format"),
    (LOCALIZATION_EXPORT_JOB, {"languages": ["en", "fr"]}, "languages[1]"),
]
BOTH: list[tuple[dict[str, Any], str]] = [
    ({"triggers": {"run": 2}}, "triggers.run"),
    ({"siteId": ELSEWHERE}, "siteId"),
    ({"triggers": UNKNOWN}, "triggers"),
]
ALL = [*CHANGES, *((token, *change) for token in PROGRAMS for change in BOTH)]


async def stack(wix: Wix, clock: FakeClock, token: str) -> Stack:
    await fill(wix, "products", *THREE)
    return Stack(clock, token)


@pytest.fixture(params=PROGRAMS, ids=lambda token: token.rsplit(":", 1)[-1])
async def export(request: pytest.FixtureRequest, wix: Wix, clock: FakeClock) -> Stack:
    """An export of each kind, in no stack yet; `products` has three items."""
    return await stack(wix, clock, request.param)


def program(export: Stack, **others: Any) -> dict[str, Any]:
    given = {**PROGRAMS[export.token], "triggers": {"run": 1}, **others}
    return {name: value for name, value in given.items() if value is not None}


async def pending(export: Stack, **others: Any) -> None:
    """A job that is still running when its `up` gives up."""
    export.timeout = 3
    with pytest.raises(ResourceInitFailed):
        await export.up(**program(export, **others))
    export.timeout = 0


@pytest.mark.parametrize(("token", "change", "paths"), ALL)
async def test_a_change_of_an_operation_input_exports_again(
    wix: Wix, clock: FakeClock, token: str, change: dict[str, Any], paths: str
) -> None:
    export = await stack(wix, clock, token)
    await export.up(**program(export))
    diff = await export.diff(**program(export, **change))
    assert [one.path for one in diff.changes if one.runs and one.replace] == paths.split()
    assert not diff.delete_before_replace
    verb = "may export again" if UNKNOWN in change.values() else "exports again"
    assert export.report.infos[0].startswith(f"{verb}: {paths.split(maxsplit=1)[0]}")


async def test_a_failed_export_runs_again(wix: Wix, export: Stack) -> None:
    up = asyncio.create_task(export.up(**program(export)))
    await wix.clock.sleep(5)
    [running] = await wix.jobs()
    await wix.ask("POST", f"{JOBS}/{running['id']}/terminate", {})
    with pytest.raises(ResourceInitFailed, match=r"FAILED .*The next `pulumi up` exports again"):
        await up
    assert (await export.refresh()).changes == []
    assert export.report.infos == []
    assert "The next `pulumi up` exports again" in export.red[0]
    diff = await export.diff(**program(export))
    assert [(one.path, one.replace, one.runs) for one in diff.changes] == [("status", True, True)]
    assert export.report.infos == ["exports again: the last one is FAILED"]
    await export.up(**program(export))
    assert (export.red, wix.count(SUBMIT)) == ([], 2)


@pytest.mark.parametrize("progress", ["absent", "present"])
async def test_a_partly_successful_export_is_red_and_runs_again(
    wix: Wix, export: Stack, tmp_path: Path, progress: str
) -> None:
    wix.change(finalProgress=progress)
    wix.words = {"COMPLETED": "PARTIALLY_SUCCESSFUL"}
    file = tmp_path / "a.csv"
    with pytest.raises(ResourceInitFailed) as error:
        await export.up(**program(export, downloadTo=str(file)))
    assert "PARTIALLY_SUCCESSFUL: Wix does not tell how many" in str(error.value)
    assert "The next `pulumi up` exports again" in str(error.value)
    assert not file.exists()
    await export.refresh()
    assert export.red
    wix.words = {}
    await export.up(**program(export, downloadTo=str(file)))
    assert (export.red, wix.count(SUBMIT), file.exists()) == ([], 2, True)


async def test_a_pending_export_is_waited_for(wix: Wix, export: Stack, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    await pending(export, downloadTo=str(file))
    await export.refresh()
    assert "is still IN_PROGRESS; the next `pulumi up` waits for it" in export.red[0]
    await export.preview(**program(export, downloadTo=str(file)))
    assert export.report.infos == [f"`up` waits for job {export.outputs['jobId']}, begun before"]
    await export.up(**program(export, downloadTo=str(file)))
    assert (export.red, wix.count(SUBMIT), file.exists()) == ([], 1, True)


async def test_a_replaced_export_is_stopped_before_the_next_one(wix: Wix, export: Stack) -> None:
    await pending(export)
    first = export.outputs["jobId"]
    diff = await export.diff(**program(export, triggers={"run": 2}))
    assert diff.replaces
    assert diff.delete_before_replace
    await export.up(**program(export, triggers={"run": 2}))
    stopped = wix.asked.index(f"POST {JOBS}/{first}/terminate")
    assert [at for at, call in enumerate(wix.asked) if call == SUBMIT][1] > stopped


async def test_delete_of_a_running_export_stops_it(wix: Wix, export: Stack) -> None:
    await pending(export)
    await export.destroy()
    assert wix.count(f"POST {JOBS}/*/terminate") == 1
    assert [there["status"] for there in await wix.jobs()] == ["FAILED"]


async def test_an_expired_record_keeps_the_state_and_is_no_drift(wix: Wix, export: Stack) -> None:
    await export.up(**program(export))
    before = dict(export.outputs)
    wix.words = {before["jobId"]: NOBODY}
    await export.refresh()
    assert (export.outputs, export.red) == ({**before, "available": False}, [])
    await export.up(**program(export))
    assert wix.count(SUBMIT) == 1


async def test_import_takes_over_and_downloads_without_a_run(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    await export.up(**program(export, downloadTo=str(first), fileName="star.csv"))
    id = export.id
    await export.take_in(id.split("/")[1])
    shown = {**PROGRAMS[export.token], "siteId": SITE, "fileName": "star.csv", "name": "it"}
    assert export.id == id
    assert export.inputs.items() >= shown.items()
    assert isinstance(export.outputs["url"], Secret)
    assert (await export.diff(**export.inputs)).changes == []
    wanted = program(export, downloadTo=str(second), fileName="star.csv")
    assert not (await export.diff(**wanted)).replaces
    await export.up(**wanted)
    assert second.read_bytes() == first.read_bytes()
    assert (export.red, wix.count(SUBMIT)) == ([], 1)
    assert "imported" not in export.outputs
    await export.up(**{**wanted, "triggers": {"run": 2}})
    assert wix.count(SUBMIT) == 2


async def test_what_the_imported_record_does_show_runs_the_export(
    wix: Wix, clock: FakeClock
) -> None:
    export = await stack(wix, clock, EXPORT_JOB)
    await export.up(**program(export))
    await export.take_in(export.id)
    diff = await export.diff(**program(export, filter={"title": "Egg"}))
    assert [change.path for change in diff.changes if change.runs] == ["filter.title"]


REFUSALS = {
    EXPORT_JOB: "does not export a collection into a file",
    LOCALIZATION_EXPORT_JOB: "does not export translations into a file",
}


async def test_import_of_another_kind_is_refused(wix: Wix, export: Stack, clock: FakeClock) -> None:
    await export.up(**program(export))
    [(other, words)] = [item for item in REFUSALS.items() if item[0] != export.token]
    with pytest.raises(ConfigError, match=words):
        await Stack(clock, other).take_in(export.id)
