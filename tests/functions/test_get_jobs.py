"""functions/get_job.py and get_jobs.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.functions.calls import UNKNOWN_ID, Calls, Rejected, export_jobs
from tests.resources.programs import csv, importing
from tests.resources.stack import IMPORT_JOB, Stack
from tests.resources.wix import JOBS
from wix_data_provider.errors import ApiError, NotFound

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

QUERY = f"POST {JOBS}/query"


@pytest.fixture(autouse=True)
async def products(wix: Wix) -> None:
    await wix.collection("products", "title")


def ids(result: dict[str, Any]) -> list[str]:
    return [job["jobId"] for job in result["jobs"]]


async def test_a_job_with_all_that_wix_tells_but_its_signed_urls(
    wix: Wix, calls: Calls, clock: FakeClock
) -> None:
    wix.change(finalProgress="present")
    stack = Stack(clock, IMPORT_JOB)
    await stack.up(**importing(csv("_id,title", "1,One"), writePolicy="SKIP_EXISTING"))
    raw = (await wix.jobs())[0]
    assert raw["source"]["file"]["url"], "the wire has no URL to leave out"
    job = await calls("getJob", jobId=stack.outputs["jobId"].upper())
    assert job == {
        "jobId": raw["id"],
        "status": "COMPLETED",
        "name": raw["name"],
        "startedAt": raw["startedAt"],
        "finishedAt": raw["finishedAt"],
        "source": {"file": {"fileId": raw["source"]["file"]["fileId"], "format": "CSV"}},
        "destination": {
            "wixDataCollection": {"collectionId": "products", "writePolicy": "SKIP_EXISTING"}
        },
        "progress": {"current": 1, "total": 1, "itemsSuccessful": 1, "itemsRejected": 0},
        "logsRecorded": raw["logsRecorded"],
    }


async def test_no_signed_url_and_no_secret_of_any_job(wix: Wix, calls: Calls) -> None:
    [made] = await export_jobs(wix, 1)
    await wix.clock.sleep(60)
    url = (await wix.jobs())[0]["destination"]["file"]["url"]
    assert "signature=" in url
    for result in (await calls("getJob", jobId=made), await calls("getJobs")):
        assert "url" not in str(result).lower()
        assert "Secret" not in str(result)


async def test_filter_fields_and_languages_of_a_job_are_shown(wix: Wix, calls: Calls) -> None:
    query = {"filter": {"title": "One"}, "fields": ["title"]}
    file = {"file": {"format": "JSONL", "fileName": "some.jsonl"}}
    source = {"wixDataCollection": {"collectionId": "products", "filterQuery": query}}
    made = await wix.ask("POST", JOBS, {"source": source, "destination": file})
    job = await calls("getJob", jobId=made["job"]["id"])
    assert job["source"] == {"wixDataCollection": {"collectionId": "products", **query}}
    assert job["destination"]["file"] == {"format": "JSONL", "fileName": "some.jsonl"}
    languages = {"localization": {"languages": ["en", "de"]}}
    made = await wix.ask("POST", JOBS, {"source": languages, "destination": file})
    assert (await calls("getJob", jobId=made["job"]["id"]))["source"] == languages


async def test_a_job_that_is_not_there_is_an_error(calls: Calls) -> None:
    with pytest.raises(NotFound, match=f"could not read the job {UNKNOWN_ID}"):
        await calls("getJob", jobId=UNKNOWN_ID)


async def test_jobs_come_newest_first_unless_sorted(wix: Wix, calls: Calls) -> None:
    made = await export_jobs(wix, 3)
    assert ids(await calls("getJobs")) == made
    by_name = await calls("getJobs", sort=[{"fieldName": "name"}])
    assert ids(by_name) == made[::-1]
    down = await calls("getJobs", sort=[{"fieldName": "name", "order": "DESC"}])
    assert ids(down) == made


async def test_a_filter_is_wixs_own(wix: Wix, calls: Calls) -> None:
    made = await export_jobs(wix, 3)
    found = await calls("getJobs", filter={"name": {"$in": ["job 000", "job 002"]}})
    assert ids(found) == [made[0], made[2]]
    await wix.clock.sleep(60)
    assert ids(await calls("getJobs", filter={"status": "FAILED"})) == []
    with pytest.raises(ApiError, match="could not query the jobs"):
        await calls("getJobs", filter={"colour": "red"})


@pytest.mark.parametrize(("limit", "pages"), [(1, 1), (99, 1), (101, 2), (102, 2), (500, 2)])
async def test_no_more_pages_are_read_than_the_limit_takes(
    wix: Wix, calls: Calls, limit: int, pages: int
) -> None:
    made = await export_jobs(wix, 102)
    found = await calls("getJobs", limit=limit, filter={"name": {"$startsWith": "job"}})
    assert ids(found) == made[:limit]
    assert found["truncated"] is (limit < 102)
    assert wix.count(QUERY) == pages
    assert len((await calls("getJobs"))["jobs"]) == 100


@pytest.mark.parametrize(
    ("name", "arguments", "reason"),
    [
        ("getJob", {}, "`jobId` is missing: a string is required"),
        ("getJob", {"jobId": "j1"}, "`jobId` must be the GUID of a job, not 'j1'"),
        ("getJob", {"id": UNKNOWN_ID, "jobId": UNKNOWN_ID}, "there is no property `id`"),
        ("getJobs", {"limit": 0}, "`limit` must be at least 1, not 0"),
        ("getJobs", {"filter": "all"}, "`filter` must be a map, not 'all'"),
        ("getJobs", {"sort": [{}]}, "in `sort[0]`: `fieldName` is missing: a string is required"),
        (
            "getJobs",
            {"sort": [{"fieldName": "name", "order": "UP"}]},
            "in `sort[0]`: `order` must be `ASC` or `DESC`, not 'UP'",
        ),
        (
            "getJobs",
            {"sort": [{"fieldName": "name", "ordr": "DESC"}]},
            "in `sort[0]`: there is no property `ordr`; did you mean `order`?",
        ),
        ("getJobs", {"sort": [{"fieldName": "id"}] * 6}, "`sort` takes 5 fields at most, not 6"),
    ],
)
async def test_bad_arguments_are_told_before_anything_is_asked(
    wix: Wix, calls: Calls, name: str, arguments: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await calls(name, **arguments)
    assert str(error.value).startswith(reason)
    assert wix.asked == []
