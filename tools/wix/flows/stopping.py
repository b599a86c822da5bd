"""Stop a job that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.wix.moving import ended, export, submit, upload
from tools.wix.site import refusal
from tools.wix.stopped import Broken, Skipped
from tools.wix.waiting import SOON_S, until
from wix_data_provider.errors import Conflict, NotFound
from wix_data_provider.waiter.states import JOB_STATES, Outcome

if TYPE_CHECKING:
    from tools.wix.site import Site

ROWS = 2000
"""So that it takes a moment."""


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken, Skipped."""
    own = await site.collection("terminate", {"title": "TEXT"})
    short = await ended(site, await export(site, "short", own, "CSV", {}))
    finished = await refusal(lambda: site.client.jobs.terminate_job(short.id))
    site.seen.note("refused.job-finished", finished)

    rows = "".join(f"n{number},Item {number}\n" for number in range(ROWS))
    file = {"fileId": await upload(site, f"_id,title\n{rows}", "long.csv"), "format": "CSV"}
    into = {"wixDataCollection": {"collectionId": own, "writePolicy": "OVERWRITE"}}
    job = await submit(site, "long", {"file": file}, into)
    try:
        answer = await site.client.jobs.terminate_job(job.id)
    except Conflict:
        raise Skipped("the job ended before it could be terminated") from None
    site.seen.note("terminate.answer", answer.status)
    try:
        site.seen.note("terminate.later", await _later(site, job.id))
    except Broken:
        site.seen.note("terminate.later", f"not ended after {SOON_S:.0f} s")
    else:
        site.made.jobs.remove(job.id)


async def _later(site: Site, job_id: str) -> str:
    """What the job has become when it no longer runs."""

    async def look() -> str | None:
        try:
            job = await site.client.jobs.get_job(job_id)
        except NotFound:
            return "404"
        if JOB_STATES.outcome(job.status) is Outcome.PENDING:
            return None
        told = {"finishedAt": job.finished_at, "error": job.error}
        return ", ".join([job.status, *(name for name, value in told.items() if value)])

    return await until(look, site.clock, within_s=SOON_S, what="the end of the terminated job")
