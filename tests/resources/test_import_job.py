"""resources/import_job.py: the first import of a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing, text
from tests.resources.stack import Rejected
from tests.resources.wix import KEY, SITE, SUBMIT
from wix_data_provider.config import ApiKey
from wix_data_provider.errors import (
    ConfigError,
    ContentError,
    PermissionDenied,
    ResourceInitFailed,
    Unauthenticated,
    WixDataError,
)
from wix_data_provider.lifecycle.values import UNKNOWN, Asset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

TWO = csv("_id,title", "1,One", "2,Two")


async def test_create_imports_the_rows_and_waits(wix: Wix, job: Stack) -> None:
    await job.up(**importing(TWO))
    assert await wix.titles("products") == ["One", "Two"]
    [there] = await wix.jobs()
    assert job.id == f"{SITE}/{there['id']}"
    expected = {
        "siteId": SITE,
        "collectionId": "products",
        "writePolicy": "OVERWRITE",
        "format": "CSV",
        "jobId": there["id"],
        "status": "COMPLETED",
        "available": True,
        "rows": 2,
        "rowsWithoutId": 0,
        "itemsRejected": 0,
        "rejected": [],
        "sourceSha256": TWO.sha256,
        "startedAt": "2026-01-01T00:00:00.000Z",
        "finishedAt": "2026-01-01T00:00:20.000Z",
    }
    assert {name: job.outputs.get(name) for name in expected} == expected
    assert "source" not in job.outputs


async def test_the_same_content_again_asks_wix_nothing(
    wix: Wix, job: Stack, tmp_path: Path
) -> None:
    await job.up(**importing(TWO))
    wix.asked.clear()
    await job.up(**importing(TWO))
    moved = tmp_path / "elsewhere.csv"
    moved.write_text(TWO.text or "", encoding="utf-8")
    await job.up(**importing(Asset(TWO.sha256, path=str(moved))))
    assert wix.asked == []


@pytest.mark.parametrize("way", ["asset of a file", "sourcePath", "remote"])
async def test_every_way_to_name_a_file_works(
    wix: Wix, job: Stack, tmp_path: Path, way: str
) -> None:
    file = tmp_path / "products.csv"
    file.write_text(TWO.text or "", encoding="utf-8")
    ways: dict[str, dict[str, Any]] = {
        "asset of a file": {"source": Asset(TWO.sha256, path=str(file))},
        "sourcePath": {"source": None, "sourcePath": str(file)},
        "remote": {"source": Asset(TWO.sha256, uri=file.as_uri())},
    }
    await job.up(**importing(TWO, format=None, **ways[way]))
    assert await wix.titles("products") == ["One", "Two"]
    assert job.outputs["sourceSha256"] == TWO.sha256
    assert job.outputs["format"] == "CSV"


async def test_a_file_at_wix_is_imported_unseen(wix: Wix, job: Stack) -> None:
    await job.up(**importing(TWO))
    [first] = await wix.jobs()
    again = importing(TWO, source=None, fileId=first["source"]["file"]["fileId"])
    await job.up(**again)
    assert (job.outputs["status"], job.outputs.get("rows")) == ("COMPLETED", None)
    assert wix.count(SUBMIT) == 2
    assert len([call for call in wix.asked if call.startswith("PUT")]) == 1


async def test_the_job_is_named_for_people_and_carries_its_marker(wix: Wix, job: Stack) -> None:
    await job.up(**importing(TWO))
    await job.up(**importing(TWO, name="spring", triggers={"run": 1}))
    names = [there["name"] for there in await wix.jobs()]
    assert [name.split(" [pulumi:")[0] for name in names] == ["spring", "it"]
    assert names[0].split("[")[1] != names[1].split("[")[1]


async def test_a_file_whose_content_differs_from_the_previewed_one_is_not_imported(
    wix: Wix, job: Stack
) -> None:
    with pytest.raises(ContentError, match="changed since it was previewed"):
        await job.up(**importing(Asset(TWO.sha256, text="_id,title\n9,Other\n")))
    assert wix.count(SUBMIT) == 0


async def test_live_status_tells_of_upload_and_progress(wix: Wix, job: Stack) -> None:
    rows = [f"{number},Title {number}" for number in range(1240)]
    await job.up(**importing(csv("_id,title", *rows)))
    statuses = job.report.statuses
    assert any(line.startswith("uploading the text: 100 % of ") for line in statuses)
    assert any(" of 1,240, about " in line for line in statuses)
    assert statuses[-1] == "COMPLETED: 0 rejected"


async def test_truncate_before_is_warned_of_in_preview(wix: Wix, job: Stack) -> None:
    await job.preview(**importing(TWO, writePolicy="TRUNCATE_BEFORE"))
    assert job.report.warnings == [
        "TRUNCATE_BEFORE empties products (0 items now) before the import"
    ]


async def test_truncate_before_is_warned_of_where_the_collection_is_not_known_yet(
    wix: Wix, job: Stack
) -> None:
    await job.preview(**importing(TWO, writePolicy="TRUNCATE_BEFORE", collectionId=UNKNOWN))
    assert job.report.warnings == [
        "TRUNCATE_BEFORE empties a collection not known yet before the import"
    ]


async def test_preview_with_a_write_policy_not_known_yet(wix: Wix, job: Stack) -> None:
    await job.preview(**importing(TWO, writePolicy=UNKNOWN))
    assert job.report.infos == ["2 rows, 2 columns → products (a policy not known yet)"]


async def test_preview_counts_rows_and_sends_nothing(wix: Wix, job: Stack) -> None:
    outputs = await job.preview(**importing(csv("_id,title", "1,One", ",Two")))
    assert job.report.infos == [
        "OVERWRITE replaces items with the same `_id` in products (0 items now)",
        "2 rows, 2 columns → products (OVERWRITE)",
    ]
    assert (outputs["rows"], outputs["rowsWithoutId"]) == (2, 1)
    assert outputs["jobId"] is UNKNOWN
    assert wix.asked == ["POST /wix-data/v2/items/count", "GET /wix-data/v2/collections/products"]


@pytest.mark.parametrize(
    "source",
    [{"source": UNKNOWN}, {"source": None, "sourcePath": "made-during-up.csv"}],
    ids=["unknown", "not there yet"],
)
async def test_preview_of_a_source_that_is_not_there_yet(
    wix: Wix, job: Stack, source: dict[str, Any]
) -> None:
    outputs = await job.preview(**importing(TWO, **source))
    assert "the source is not there yet" in job.report.infos[-1]
    assert outputs["rows"] is UNKNOWN


async def test_preview_without_credentials_still_reads_the_file(wix: Wix, job: Stack) -> None:
    job.config = job.config.evolve(credentials=None)
    outputs = await job.preview(**importing(TWO))
    assert outputs["rows"] == 2
    assert "the collection was not looked at: no credentials" in job.report.warnings[0]


async def test_preview_of_a_remote_source_without_credentials_counts_no_rows(
    wix: Wix, job: Stack
) -> None:
    job.config = job.config.evolve(credentials=None)
    outputs = await job.preview(**importing(Asset("ab", uri="https://example.com/a.csv")))
    assert "no rows were counted" in job.report.infos[-1]
    assert outputs["rows"] is UNKNOWN


REFUSED: dict[str, tuple[dict[str, Any], type[WixDataError], str]] = {
    "empty": ({"source": text("")}, ContentError, "the text is empty"),
    "no rows": ({"source": csv("_id,title")}, ContentError, "has a header but no rows"),
    "missing": (
        {"source": Asset("", path="no/such.csv")},
        ContentError,
        "no/such.csv cannot be read: No such file or directory",
    ),
    "no such path": (
        {"source": None, "sourcePath": "no/such.csv"},
        ContentError,
        "no/such.csv cannot be read",
    ),
    "collection": ({"collectionId": "prodcts"}, ConfigError, "has no collection 'prodcts'"),
    "asset without content": ({"source": Asset("ab")}, ContentError, "use `sourcePath`"),
}


@pytest.mark.parametrize(("program", "kind", "words"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_cannot_work_is_said_before_anything_is_submitted(
    wix: Wix, job: Stack, program: dict[str, Any], kind: type[WixDataError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        await job.up(**importing(TWO, **program))
    assert wix.count(SUBMIT) == 0
    assert job.id == ""


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ({"writePolicy": None}, "`writePolicy` is missing"),
        ({"source": None}, "give exactly one of `source`"),
        ({"sourcePath": "x.csv"}, "not several"),
        ({"format": None}, "a text has no name: set `format`"),
        ({"format": "XLSX"}, "`format` must be `CSV` or `JSONL`, not 'XLSX'"),
        ({"maxRejected": -1}, "must not be negative"),
        ({"maxRejected": "many"}, "a percentage such as '2.5%', not 'many'"),
    ],
)
async def test_check_says_what_is_wrong(
    wix: Wix, job: Stack, program: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await job.up(**importing(TWO, **program))
    assert reason in str(error.value)
    assert wix.asked == []


async def test_a_wrong_key_is_said_in_one_sentence_without_the_key(wix: Wix, job: Stack) -> None:
    job.config = job.config.evolve(credentials=ApiKey("IST.wrong-one"))
    with pytest.raises(Unauthenticated) as error:
        await job.up(**importing(TWO))
    assert "does not accept the credentials" in str(error.value)
    assert "IST.wrong-one" not in str(error.value)
    assert wix.count(SUBMIT) == 0


async def test_a_key_for_data_movement_alone_may_not_read_collections(wix: Wix, job: Stack) -> None:
    wix.change(sites={SITE: {"denied": ["READ_DATA_COLLECTIONS"]}})
    await job.up(**importing(TWO))
    assert job.outputs["status"] == "COMPLETED"


async def test_a_key_without_the_permission_submits_nothing(wix: Wix, job: Stack) -> None:
    wix.change(sites={SITE: {"denied": ["DATA_JOB_SUBMIT"]}})
    with pytest.raises(PermissionDenied, match="'Data Mover Manage Jobs'"):
        await job.up(**importing(TWO))
    assert (await wix.jobs(), job.id) == ([], "")


async def test_an_upload_url_that_ran_out_is_asked_for_again(wix: Wix, job: Stack) -> None:
    await wix.fault("PUT /_files/*", action="status", status=403)
    await job.up(**importing(TWO))
    assert "the upload URL ran out; asking for a new one" in job.report.statuses
    assert await wix.titles("products") == ["One", "Two"]


async def test_a_failed_job_is_red_with_its_reason_and_id(wix: Wix, job: Stack) -> None:
    good = json.dumps({"_id": "1", "title": "One"})
    wix.words = {"COMPLETED": "FAILED"}
    with pytest.raises(ResourceInitFailed, match=r"import job .* FAILED"):
        await job.up(**importing(text(good), format="JSONL"))
    assert job.outputs["status"] == "FAILED"


async def test_no_key_and_no_signed_url_is_in_the_state_or_a_log(wix: Wix, job: Stack) -> None:
    await job.up(**importing(TWO))
    assert wix.count(SUBMIT) == 1  # so the key was sent
    for place in (repr(job.outputs), *job.log, *job.report.statuses, repr(job.config)):
        assert KEY not in place
        assert "signature" not in place
        assert "/_files/" not in place
