"""functions/get_job_logs.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.functions.calls import UNKNOWN_ID, Calls, Rejected
from tests.resources.programs import csv, importing
from tests.resources.stack import IMPORT_JOB, Stack
from tests.resources.wix import JOBS
from wix_data_provider.errors import NotFound

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

ITEMS = 130


@pytest.fixture
async def job(wix: Wix, clock: FakeClock) -> str:
    """A job that skipped every item, and logged that."""
    await wix.collection("products", "title")
    rows = csv("_id,title", *(f"{number:03},T" for number in range(ITEMS)))
    await Stack(clock, IMPORT_JOB).up(**importing(rows))
    again = Stack(clock, IMPORT_JOB)
    await again.up(**importing(rows, writePolicy="SKIP_EXISTING"))
    wix.asked.clear()
    return str(again.outputs["jobId"])


async def test_all_pages_of_the_logs(wix: Wix, calls: Calls, job: str) -> None:
    found = await calls("getJobLogs", jobId=job)
    assert [log["item"] for log in found["logs"]] == [f"{number:03}" for number in range(ITEMS)]
    assert {log["failure"]["code"] for log in found["logs"]} == {"WDE0074"}
    assert found["logs"][0]["failure"]["description"]
    assert found["truncated"] is False
    assert wix.count(f"GET {JOBS}/{job}/logs") == 2


@pytest.mark.parametrize(("limit", "pages"), [(1, 1), (99, 1), (129, 2), (130, 2)])
async def test_no_more_pages_are_read_than_the_limit_takes(
    wix: Wix, calls: Calls, job: str, limit: int, pages: int
) -> None:
    found = await calls("getJobLogs", jobId=job, limit=limit)
    assert len(found["logs"]) == limit
    assert found["truncated"] is (limit < ITEMS)
    assert wix.count(f"GET {JOBS}/{job}/logs") == pages


async def test_a_job_that_is_not_there_is_an_error(calls: Calls, wix: Wix) -> None:
    with pytest.raises(NotFound, match=f"could not read the logs of the job {UNKNOWN_ID}"):
        await calls("getJobLogs", jobId=UNKNOWN_ID)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"jobId": "7"}, "`jobId` must be the GUID of a job, not '7'"),
        ({"jobId": UNKNOWN_ID, "limit": 0}, "`limit` must be at least 1, not 0"),
        ({"job": UNKNOWN_ID}, "there is no property `job`; did you mean `jobId`?"),
    ],
)
async def test_bad_arguments_are_told_before_anything_is_asked(
    wix: Wix, calls: Calls, arguments: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await calls("getJobLogs", **arguments)
    assert str(error.value).startswith(reason)
    assert wix.asked == []
