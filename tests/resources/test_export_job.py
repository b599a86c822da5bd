"""resources/export_job.py: which items, in which format, and what that is on the wire."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import THREE, fill
from tests.resources.stack import EXPORT_JOB, Rejected, Stack
from tests.resources.wix import SITE, SUBMIT
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.values import UNKNOWN, Secret

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

XMAS = {"holidays": {"$in": ["xmas"]}}
FIRST = {"stages": [{"sort": {"values": [{"fieldName": "title", "order": "ASC"}]}}, {"limit": 1}]}
ALL: dict[str, Any] = {"collectionId": "products"}


@pytest.fixture
async def export(wix: Wix, clock: FakeClock) -> Stack:
    """An export that is in no stack yet; `products` has three items."""
    await fill(wix, "products", *THREE)
    return Stack(clock, EXPORT_JOB)


ON_THE_WIRE: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    # inputs, then the rest of source.wixDataCollection, and destination.file
    "all": ({}, {}, {"format": "CSV"}),
    "filter": ({"filter": XMAS}, {"filterQuery": {"filter": XMAS}}, {"format": "CSV"}),
    "fields": ({"fields": ["title"]}, {"filterQuery": {"fields": ["title"]}}, {"format": "CSV"}),
    "both": (
        {"filter": XMAS, "fields": ["title"], "format": "JSONL"},
        {"filterQuery": {"filter": XMAS, "fields": ["title"]}},
        {"format": "JSONL"},
    ),
    "aggregation": (
        {"aggregation": FIRST},
        {"aggregationQuery": {"aggregationPipeline": FIRST}},
        {"format": "CSV"},
    ),
    "aggregation and fields": (
        {"aggregation": FIRST, "fields": ["title"]},
        {"aggregationQuery": {"aggregationPipeline": FIRST, "fields": [{"key": "title"}]}},
        {"format": "CSV"},
    ),
    "file name": (
        {"fileName": "xmas.jsonl"},
        {},
        {"format": "JSONL", "fileName": "xmas.jsonl"},
    ),
}


@pytest.mark.parametrize(("program", "query", "file"), ON_THE_WIRE.values(), ids=ON_THE_WIRE.keys())
async def test_the_job_is_submitted_as_wix_wants_it(
    wix: Wix, export: Stack, program: dict[str, Any], query: dict[str, Any], file: dict[str, Any]
) -> None:
    """Source: docs/wix-api.md, "Jobs"."""
    await export.up(**ALL, **program)
    [sent] = wix.submitted
    assert sent.pop("name").startswith("it [pulumi:")
    assert sent == {
        "source": {"wixDataCollection": {"collectionId": "products", **query}},
        "destination": {"file": file},
    }


async def test_the_state_tells_of_the_job_and_keeps_the_url_secret(wix: Wix, export: Stack) -> None:
    await export.up(**ALL, filter=XMAS)
    [there] = await wix.jobs()
    assert export.id == f"{SITE}/{there['id']}"
    expected = {
        "siteId": SITE,
        "collectionId": "products",
        "filter": XMAS,
        "format": "CSV",
        "jobId": there["id"],
        "status": "COMPLETED",
        "available": True,
        "url": Secret(there["destination"]["file"]["url"]),
        "finishedAt": "2026-01-01T00:00:20.000Z",
    }
    assert {name: export.outputs.get(name) for name in expected} == expected
    assert not {"path", "sha256", "rows"} & export.outputs.keys()
    for place in (*export.log, *export.report.statuses, *export.report.infos):
        assert "signature" not in place


def titles(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        return [row["title"] for row in csv.DictReader(text.splitlines())]
    return [json.loads(line)["title"] for line in text.splitlines()]


@pytest.mark.parametrize("name", ["xmas.csv", "xmas.jsonl"])
async def test_the_items_of_the_filter_are_in_the_file(
    export: Stack, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    await export.up(**ALL, filter=XMAS, downloadTo=str(file))
    assert sorted(titles(file)) == ["Candle", "Star"]
    assert (export.outputs["rows"], export.outputs["path"]) == (2, str(file))


async def test_the_items_of_an_aggregation_are_in_the_file(export: Stack, tmp_path: Path) -> None:
    file = tmp_path / "first.csv"
    await export.up(**ALL, aggregation=FIRST, downloadTo=str(file))
    assert titles(file) == ["Candle"]


FORMATS: dict[str, tuple[dict[str, Any], Any]] = {
    "neither": ({}, "CSV"),
    "given": ({"format": "JSONL"}, "JSONL"),
    "of fileName": ({"fileName": "a.jsonl"}, "JSONL"),
    "of downloadTo": ({"downloadTo": "x/a.ndjson"}, "JSONL"),
    "a name that tells none": ({"fileName": "dump", "downloadTo": "a.jsonl"}, "JSONL"),
    "names that tell none": ({"fileName": "dump", "downloadTo": "a.txt"}, "CSV"),
    "not known yet": ({"downloadTo": UNKNOWN}, UNKNOWN),
    "told by the other name": ({"downloadTo": UNKNOWN, "fileName": "a.jsonl"}, "JSONL"),
    "given all the same": ({"downloadTo": UNKNOWN, "format": "CSV"}, "CSV"),
}


@pytest.mark.parametrize(("names", "format"), FORMATS.values(), ids=FORMATS.keys())
async def test_the_format_is_that_of_the_names_unless_given(
    export: Stack, names: dict[str, Any], format: object
) -> None:
    outputs = await export.preview(**ALL, **names)
    assert outputs["format"] == format


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no collection": ({"collectionId": None}, "`collectionId` is missing"),
    "a path as name": ({"fileName": "out/a.csv"}, "`fileName` must be a name, not a path"),
    "a path of Windows": ({"fileName": "out\\a.csv"}, "`fileName` must be a name, not a path"),
    "a folder": ({"downloadTo": "out/"}, "`downloadTo` must name a file, and 'out/' is a folder"),
    "a folder that is there": ({"downloadTo": "."}, "'.' is a folder"),
    "a name too long": ({"downloadTo": f"{'a' * 300}.csv"}, "`downloadTo` cannot be a file: aaa"),
    "name against format": (
        {"format": "JSONL", "fileName": "a.csv"},
        "the file is going to be JSONL, but `fileName` is 'a.csv'",
    ),
    "path against format": (
        {"format": "CSV", "downloadTo": "a.jsonl"},
        "the file is going to be CSV, but `downloadTo` is 'a.jsonl'",
    ),
    "path against name": (
        {"fileName": "a.csv", "downloadTo": "a.jsonl"},
        "the file is going to be CSV, but `downloadTo` is 'a.jsonl'",
    ),
    "filter and aggregation": (
        {"filter": XMAS, "aggregation": FIRST},
        "put the filter into the aggregation",
    ),
    "a filter that is none": ({"filter": "xmas"}, "`filter` must be a map, not 'xmas'"),
    "an unknown format": ({"format": "XLSX"}, "`format` must be `CSV` or `JSONL`, not 'XLSX'"),
    "no site": ({"siteId": "shop"}, "`siteId` must be the GUID of a site"),
    "a misspelt input": ({"filename": "a.csv"}, "did you mean `fileName`?"),
}


@pytest.mark.parametrize(("program", "reason"), WRONG.values(), ids=WRONG.keys())
async def test_check_says_what_is_wrong(
    wix: Wix, export: Stack, program: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await export.up(**{**ALL, **program})
    assert reason in str(error.value)
    assert wix.asked == []


async def test_a_folder_that_only_others_may_look_into_stops_nothing_but_the_download(
    wix: Wix, export: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A state may come from another machine, where the file is there already."""

    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert (await export.preview(**ALL, downloadTo="theirs/a.csv"))["downloadTo"] == "theirs/a.csv"


async def test_an_unknown_collection_is_said_before_anything_is_submitted(
    wix: Wix, export: Stack
) -> None:
    for attempt in (export.preview, export.up):
        with pytest.raises(ConfigError, match="has no collection 'prodcts'"):
            await attempt(collectionId="prodcts")
    assert wix.count(SUBMIT) == 0


PREVIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "all": ({}, "exports products (CSV)"),
    "some": ({"filter": XMAS}, "exports some items of products (CSV)"),
    "worked out": ({"aggregation": FIRST}, "exports some items of products (CSV)"),
    "to a file": ({"downloadTo": "a.jsonl"}, "exports products (JSONL) → a.jsonl"),
    "unknown path": ({"downloadTo": UNKNOWN}, "exports products (CSV) → a path not known yet"),
    "unknown collection": ({"collectionId": UNKNOWN}, "exports a collection not known yet (CSV)"),
}


@pytest.mark.parametrize(("program", "told"), PREVIEWS.values(), ids=PREVIEWS.keys())
async def test_preview_says_what_goes_where_and_submits_nothing(
    wix: Wix, export: Stack, program: dict[str, Any], told: str
) -> None:
    outputs = await export.preview(**{**ALL, **program})
    assert export.report.infos == [told]
    assert outputs["jobId"] is UNKNOWN
    assert outputs["url"] == Secret(UNKNOWN)
    assert outputs.get("path") == (UNKNOWN if "downloadTo" in program else None)
    assert ("sha256" in outputs) == ("downloadTo" in program)
    assert wix.count(SUBMIT) == 0
