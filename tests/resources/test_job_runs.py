"""resources/job_runs.py: counting what became of the rows, and showing how far a job is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.resources.programs import csv, importing, items
from tests.resources.wix import JOBS, SITE, SUBMIT
from wix_data_provider.client.job_models import Job
from wix_data_provider.errors import ResourceInitFailed
from wix_data_provider.resources.job_runs import progress_line

if TYPE_CHECKING:
    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("progress", ["present", "absent"])
@pytest.mark.parametrize(
    ("good", "bad", "max_rejected", "red"),
    [
        (3, 0, 0, None),
        (3, 1, 0, "1 row rejected, maxRejected is 0"),
        (3, 1, 1, None),
        (3, 2, 1, "2 rows rejected, maxRejected is 1"),
        (3, 1, "25%", None),
        (4, 2, "25%", "2 rows rejected, maxRejected is 25%"),
        (1, 3, "100%", None),
    ],
)
async def test_rejects_count_whether_or_not_wix_tells_the_final_progress(
    wix: Wix,
    job: Stack,
    *,
    progress: str,
    good: int,
    bad: int,
    max_rejected: int | str,
    red: str | None,
) -> None:
    wix.change(finalProgress=progress)
    program = importing(items(good, bad), format="JSONL", maxRejected=max_rejected)
    if red is None:
        await job.up(**program)
        assert job.outputs["itemsRejected"] == bad
        assert len(job.report.warnings) == bool(bad)
    else:
        with pytest.raises(ResourceInitFailed) as error:
            await job.up(**program)
        assert f"is PARTIALLY_SUCCESSFUL: {red}" in str(error.value)
        counted = "once" if bad == 1 else f"{bad} times"
        assert f"Rejected: WDE0075 {counted}: row or item bad0: WDE0075" in str(error.value)
    assert [row["item"] for row in job.outputs["rejected"]] == [f"bad{n}" for n in range(bad)]
    assert job.outputs.get("itemsSuccessful") == (good if progress == "present" else None)


@pytest.mark.parametrize("progress", ["present", "absent"])
@pytest.mark.parametrize("logged", [True, False], ids=["logged", "silent"])
async def test_what_skip_existing_skips_is_no_reject(
    wix: Wix, job: Stack, progress: str, *, logged: bool
) -> None:
    wix.change(finalProgress=progress, skipsLogged=logged)
    await job.up(**importing(items(150), format="JSONL"))
    await job.up(
        **importing(items(150), format="JSONL", writePolicy="SKIP_EXISTING", triggers={"run": 2})
    )
    assert (job.outputs["itemsRejected"], job.outputs["rejected"]) == (0, [])
    with pytest.raises(ResourceInitFailed, match="1 row rejected, maxRejected is 0"):
        await job.up(**importing(items(150, 1), format="JSONL", writePolicy="SKIP_EXISTING"))


async def test_the_same_id_twice_is_a_reject_under_truncate_before(wix: Wix, job: Stack) -> None:
    twice = csv("_id,title", "1,One", "1,Two")
    await job.up(**importing(twice, writePolicy="TRUNCATE_BEFORE", maxRejected=1))
    assert [row["code"] for row in job.outputs["rejected"]] == ["WDE0074"]


async def test_logs_of_many_pages_are_counted_and_ten_are_kept(wix: Wix, job: Stack) -> None:
    twice = csv("_id,title", *["1,One"] * 131)
    program = importing(twice, writePolicy="TRUNCATE_BEFORE", maxRejected=130)
    await job.up(**program)
    assert (job.outputs["itemsRejected"], len(job.outputs["rejected"])) == (130, 10)
    assert job.outputs["rejectedByCode"] == {"WDE0074": 130}
    [warning] = [line for line in job.report.warnings if "maxRejected is 130" in line]
    assert "WDE0074 130 times" in warning
    logs = f"pulumi do wix-data:getJobLogs --site-id {SITE} --job-id {job.outputs['jobId']}"
    assert warning.endswith(f"; for the rest, `{logs}`")
    assert wix.asked[-1].endswith("/logs")
    assert wix.asked[-2].endswith("/logs")


async def test_of_many_rejects_that_wix_counted_a_thousand_are_enough(wix: Wix, job: Stack) -> None:
    wix.change(finalProgress="present")
    twice = csv("_id,title", *["1,One"] * 2001)
    await job.up(**importing(twice, writePolicy="TRUNCATE_BEFORE", maxRejected=2000))
    assert (job.outputs["itemsRejected"], len(job.outputs["rejected"])) == (2000, 10)
    assert job.outputs["rejectedByCode"] == {"WDE0074": 1000}
    assert sum(call.endswith("/logs") for call in wix.asked) == 10


async def test_partly_successful_without_a_reason_is_never_green(wix: Wix, job: Stack) -> None:
    wix.words = {"COMPLETED": "PARTIALLY_SUCCESSFUL"}
    with pytest.raises(ResourceInitFailed, match="Wix does not tell how many rows were rejected"):
        await job.up(**importing(items(2), format="JSONL", maxRejected=5))
    assert "itemsRejected" not in job.outputs


@pytest.mark.parametrize("command", ["up", "refresh"])
async def test_partly_successful_whose_logs_were_not_read_is_never_green(
    wix: Wix, job: Stack, command: str
) -> None:
    wix.change(finalProgress="present")  # it says: 0 rejected
    wix.words = {"COMPLETED": "PARTIALLY_SUCCESSFUL"}
    await wix.fault(f"GET {JOBS}/*/logs", action="status", status=403)
    with pytest.raises(ResourceInitFailed):
        await job.up(**importing(items(2), format="JSONL"))
    assert "itemsRejected" not in job.outputs
    if command == "up":
        with pytest.raises(ResourceInitFailed, match="Wix does not tell how many rows"):
            await job.up(**importing(items(2), format="JSONL"))
    else:
        await job.refresh()
    assert "Wix does not tell how many rows were rejected" in job.red[0]
    assert wix.count(SUBMIT) == 1


async def test_skips_are_told_from_rejects_also_after_the_logs_were_not_read_at_first(
    wix: Wix, job: Stack
) -> None:
    wix.change(finalProgress="present")
    await job.up(**importing(items(3), format="JSONL"))
    wix.words = {"itemsRejected": "others", "current": "itemsRejected"}  # it counts the skips
    again = importing(items(3), format="JSONL", writePolicy="SKIP_EXISTING")
    await wix.fault(f"GET {JOBS}/*/logs", action="status", status=403)
    with pytest.raises(ResourceInitFailed):
        await job.up(**again)
    await job.up(**again)
    assert (job.red, job.outputs["itemsRejected"], wix.count(SUBMIT)) == ([], 0, 2)


@pytest.mark.parametrize(
    ("progress", "left_s", "line"),
    [
        (None, None, "INITIALIZING for 1 minute"),
        ({"current": 5}, None, "INITIALIZING 5"),
        (
            {"current": 1240, "total": 5000, "itemsRejected": 3},
            40,
            "INITIALIZING 1,240 of 5,000, 3 rejected, about 40 s left",
        ),
        ({"current": 0, "total": 9, "itemsRejected": 0}, None, "INITIALIZING 0 of 9"),
    ],
)
def test_progress_line(progress: dict[str, int] | None, left_s: float | None, line: str) -> None:
    job = Job.from_wire({"id": "j", "status": "INITIALIZING", "progress": progress})
    assert progress_line(job, 95, left_s) == line
