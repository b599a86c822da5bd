"""Jobs of the run, and the files that they move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tools.wix.made import to_the_end
from tools.wix.site import LOST
from tools.wix.stopped import Broken
from tools.wix.waiting import JOB_S, until
from wix_data_provider.waiter.states import JOB_STATES, Outcome

if TYPE_CHECKING:
    from tools.wix.seen import Seen
    from tools.wix.site import Site
    from wix_data_provider.client import Job

    Json: TypeAlias = dict[str, Any]

PROGRESS = ("current", "itemsRejected", "itemsSuccessful")


async def upload(site: Site, content: str, name: str | None = None) -> str:
    """The ID of an uploaded file."""
    target = await site.client.files.create_upload_url(name and site.made.name(name))
    raw = content.encode()
    await site.client.files.upload(target, lambda: iter([raw]), len(raw))
    return target.file_id


async def submit(site: Site, what: str, source: Json, destination: Json, **more: str) -> Job:
    """A job of this run, just submitted; it writes into a collection of this run, or a file."""
    into = destination.get("wixDataCollection")
    if into is not None:
        site.made.own(into["collectionId"])
    return await to_the_end(_submit(site, site.made.name(what), source, destination, more))


async def export(site: Site, what: str, collection_id: str, format: str, query: Json) -> Job:
    """An export of a collection of this run, just submitted."""
    source = {"wixDataCollection": {"collectionId": site.made.own(collection_id), **query}}
    file = {"format": format, "fileName": site.made.name(what)}
    return await submit(site, what, source, {"file": file})


async def load(site: Site, what: str, file: Json, collection_id: str, policy: str = "") -> Job:
    """An import into a collection of this run, when it has ended."""
    into = {"collectionId": collection_id, **({"writePolicy": policy} if policy else {})}
    return await ended(site, await submit(site, what, {"file": file}, {"wixDataCollection": into}))


async def ended(site: Site, submitted: Job) -> Job:
    """The job when it has ended; what was seen of it on the way is noted."""

    async def look() -> Job | None:
        job = await site.client.jobs.get_job(submitted.id)
        _note_running(site.seen, job)
        same = job.started_at == submitted.started_at
        site.seen.note("job.started-at", "constant" if same else "changes")
        return None if JOB_STATES.outcome(job.status) is Outcome.PENDING else job

    job = await until(look, site.clock, within_s=JOB_S, what=f"the end of the job {submitted.id}")
    site.made.jobs.remove(job.id)
    _note_ended(site.seen, job)
    return job


async def file_of(site: Site, submitted: Job) -> bytes:
    """What an export has made, once its job has ended.

    Raises: Broken, if that failed.
    """
    job = await ended(site, submitted)
    if job.status == "FAILED":
        raise Broken(f"the job {job.name} FAILED ({job.error and job.error.code})")
    return await download(site, url_of(submitted))


async def download(site: Site, url: str) -> bytes:
    """The file at a signed URL."""
    content = bytearray()
    await site.client.files.download(url, content.extend)
    return bytes(content)


def url_of(job: Job) -> str:
    """The signed URL of what a job exports; "" where it has none."""
    file = job.destination.file if job.destination else None
    return (file.url if file else None) or ""


async def logged(site: Site, job: Job) -> list[tuple[str, str]]:
    """Item and code of each log."""
    logs = [log async for log in site.client.jobs.list_logs(job.id)]
    return [(str(log.source_item_id), str(log.failure and log.failure.code)) for log in logs]


async def _submit(site: Site, name: str, source: Json, destination: Json, more: Json) -> Job:
    try:
        job = await site.client.jobs.submit_job(
            name=name, source=source, destination=destination, **more
        )
    except LOST:
        site.made.job_lost = True
        raise
    site.made.jobs.append(job.id)
    site.seen.note("job.submitted", job.status)
    site.seen.note("job.echo", "kept" if job.name == name else "another")
    return job


def _note_running(seen: Seen, job: Job) -> None:
    if job.status != "IN_PROGRESS":
        return
    progress = job.progress.model_dump(by_alias=True) if job.progress else {}
    seen.note("job.progress", ", ".join(n for n in PROGRESS if progress.get(n) is not None))
    if all(progress.get(name) is not None for name in PROGRESS):
        total = progress["itemsRejected"] + progress["itemsSuccessful"]
        told = f"{total} instead of {progress['current']}"
        seen.note("job.progress-sum", "adds up" if total == progress["current"] else told)


def _note_ended(seen: Seen, job: Job) -> None:
    shown = [
        *(["progress"] if job.progress else []),
        *(["logsRecorded"] if job.logs_recorded is not None else []),
    ]
    seen.note("job.final-progress", " and ".join(shown) or "neither")
    seen.note("job.finished-at", "present" if job.finished_at else "absent")
