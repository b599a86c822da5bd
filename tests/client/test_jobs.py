"""client/jobs.py: calls for data movement jobs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.client.wix import SITE, ok, refused
from wix_data_provider.client import SiteClient
from wix_data_provider.client.job_models import Job
from wix_data_provider.errors import Conflict, TransportError

if TYPE_CHECKING:
    from tests.client.wix import Wix

pytestmark = pytest.mark.anyio

PATH = "/data-mover/v1/jobs"
JOB: dict[str, Any] = {
    "id": "j1",
    "name": "nightly",
    "status": "IN_PROGRESS",
    "startedAt": "2026-01-01T00:00:00.000Z",
    "source": {"file": {"fileId": "temporary-files/a.dat", "format": "CSV"}},
    "destination": {
        "wixDataCollection": {"collectionId": "products", "writePolicy": "SKIP_EXISTING"}
    },
    "progress": {"current": 30, "total": 120, "itemsRejected": 1, "itemsSuccessful": 29},
}
IMPORT: dict[str, Any] = {
    **{name: JOB[name] for name in ("name", "source", "destination")},
    "doing": "submit the import into the collection products",
}


@pytest.mark.parametrize("answer", [{"job": JOB}, JOB])
async def test_submit_job_sends_and_reads_a_job(wix: Wix, answer: dict[str, Any]) -> None:
    wix.will(ok(answer))
    job = await wix.site().jobs.submit_job(**IMPORT)
    body = {name: JOB[name] for name in ("name", "source", "destination")}
    assert wix.asked == [(f"POST {PATH}", body)]
    assert job.source is not None
    assert job.source.file is not None
    assert job.source.file.file_id == "temporary-files/a.dat"
    assert job.destination is not None
    assert job.destination.wix_data_collection is not None
    assert job.destination.wix_data_collection.write_policy == "SKIP_EXISTING"
    assert job.progress is not None
    assert (job.progress.items_rejected, job.progress.total) == (1, 120)


@pytest.mark.parametrize(
    ("argument", "name"),
    [("source_site_id", "sourceSiteId"), ("destination_site_id", "destinationSiteId")],
)
async def test_submit_job_may_name_the_site_of_the_other_end(
    wix: Wix, argument: str, name: str
) -> None:
    wix.will(ok({"job": JOB}))
    await wix.site().jobs.submit_job(**{**IMPORT, argument: "other"})
    [(_, body)] = wix.asked
    assert {key: body[key] for key in body.keys() - {"source", "destination"}} == {
        "name": "nightly",
        name: "other",
    }


async def test_a_lost_answer_to_submit_is_not_repeated(wix: Wix) -> None:
    wix.will(httpx.ReadTimeout("slow"))
    with pytest.raises(TransportError, match="import into the collection products"):
        await wix.site().jobs.submit_job(**IMPORT)
    assert len(wix.requests) == 1


@pytest.mark.parametrize(
    ("progress", "fraction"),
    [
        ({"current": 30, "total": 120}, 0.25),
        ({"current": 130, "total": 120}, 1.0),
        ({"current": 30}, None),
        ({"current": 0, "total": 0}, None),
        ({"total": 9}, None),
        (None, None),
    ],
)
def test_the_fraction_done_is_known_only_with_progress(
    progress: dict[str, int] | None, fraction: float | None
) -> None:
    assert Job.from_wire({**JOB, "progress": progress}).fraction == fraction


async def test_get_and_terminate_name_the_job(wix: Wix) -> None:
    wix.will(ok({"job": JOB}), ok({"job": {**JOB, "status": "FAILED"}}), refused(409))
    jobs = wix.site().jobs
    assert (await jobs.get_job("j1")).status == "IN_PROGRESS"
    assert (await jobs.terminate_job("j1")).status == "FAILED"
    with pytest.raises(Conflict, match="terminate the job j1"):
        await jobs.terminate_job("j1")
    terminate: tuple[str, Any] = (f"POST {PATH}/j1/terminate", {})
    assert wix.asked == [(f"GET {PATH}/j1", None), terminate, terminate]


def query(**parts: Any) -> tuple[str, Any]:
    return f"POST {PATH}/query", {"query": parts}


async def test_query_jobs_sends_filter_and_sort_only_for_the_first_page(wix: Wix) -> None:
    more = {"cursors": {"next": "c1"}, "hasNext": True}
    wix.will(ok({"jobs": [JOB], "pagingMetadata": more}), ok({"jobs": [{**JOB, "id": "j2"}]}))
    sort = [{"fieldName": "startedAt", "order": "DESC"}]
    found = wix.site().jobs.query_jobs({"status": "FAILED"}, sort)
    assert [job.id async for job in found] == ["j1", "j2"]
    assert wix.asked == [
        query(filter={"status": "FAILED"}, sort=sort, cursorPaging={"limit": 100}),
        query(cursorPaging={"limit": 100, "cursor": "c1"}),
    ]


async def test_jobs_by_id_asks_for_a_hundred_at_a_time(wix: Wix) -> None:
    ids = [f"j{number:03}" for number in range(250)]
    wix.always = lambda _request: ok({"jobs": []})
    assert await wix.site().jobs.jobs_by_id(ids) == {}
    batches = [body["query"]["filter"]["id"]["$in"] for _, body in wix.asked]
    assert [len(batch) for batch in batches] == [100, 100, 50]
    assert sorted(one for batch in batches for one in batch) == ids


async def test_jobs_by_id_gives_those_that_exist(wix: Wix) -> None:
    wix.will(ok({"jobs": [JOB]}))
    assert set(await wix.site().jobs.jobs_by_id({"j1", "gone"})) == {"j1"}


async def test_list_logs_reads_all_pages(wix: Wix) -> None:
    failure = {"code": "WDE0074", "description": "exists already", "data": {}}
    logs = [{"sourceItemId": "7", "failure": failure}, {"sourceItemId": "8", "details": "fine"}]
    more = {"cursors": {"next": "c/1="}, "hasNext": True}
    wix.will(ok({"logs": logs[:1], "pagingMetadata": more}), ok({"logs": logs[1:]}))
    first, second = [log async for log in wix.site().jobs.list_logs("j1")]
    assert first.failure is not None
    assert (first.source_item_id, first.failure.code) == ("7", "WDE0074")
    assert second.failure is None
    assert [path for path, _ in wix.asked] == [
        f"GET {PATH}/j1/logs?paging.limit=100",
        f"GET {PATH}/j1/logs?paging.limit=100&paging.cursor=c%2F1%3D",
    ]


async def test_a_submit_goes_before_polls_that_wait_for_the_budget(wix: Wix) -> None:
    site = SiteClient(wix.transport(per_minute=1), SITE)
    wix.always = lambda _request: ok({"job": JOB})
    await site.jobs.get_job("j1")
    poll = asyncio.create_task(site.jobs.get_job("j1"))
    submit = asyncio.create_task(site.jobs.submit_job(**IMPORT))
    await asyncio.gather(poll, submit)
    assert [path for path, _ in wix.asked] == [f"GET {PATH}/j1", f"POST {PATH}", f"GET {PATH}/j1"]
