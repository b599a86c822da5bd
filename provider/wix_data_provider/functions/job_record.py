"""A data movement job as functions return it.

The signed URLs of its files are left out: they are secrets, and one secret makes the whole result
of a function secret. An ExportJob has its own as a secret output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.wording import iso

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import (
        Job,
        JobCollection,
        JobEnd,
        JobError,
        JobFile,
        JobProgress,
    )


class JobSideCollection(Inputs):
    """A collection at one side of a job."""

    collection_id: str = field("The collection's ID.")
    write_policy: str | None = field(
        "What becomes of items that are there already; of a destination only.", default=None
    )
    filter: dict[str, Any] | None = field("Which items are moved, where not all are.", default=None)
    fields: list[str] | None = field("Which fields are moved, where not all are.", default=None)
    aggregation: dict[str, Any] | None = field(
        "The pipeline that works out what is moved, where there is one.", default=None
    )


class JobSideFile(Inputs):
    """A file at one side of a job; its signed URL is left out."""

    file_id: str | None = field("The ID of an uploaded file.", default=None)
    file_name: str | None = field("The name of an exported file.", default=None)
    format: str | None = field("CSV or JSONL.", default=None)


class JobSideLocalization(Inputs):
    """The translations of a site at one side of a job."""

    languages: list[str] = field("The languages; the first is the main one.")


class JobSide(Inputs):
    """One side of a job: one of these, or none for a kind that this version does not know."""

    wix_data_collection: JobSideCollection | None = field("A collection of a site.", default=None)
    file: JobSideFile | None = field("A file at Wix.", default=None)
    localization: JobSideLocalization | None = field("The translations of a site.", default=None)


class JobCounts(Inputs):
    """Counts of items so far; Wix may leave out any of them, also at the end."""

    current: int | None = field("How many items were looked at.", default=None)
    total: int | None = field("How many there are.", default=None)
    items_successful: int | None = field("How many were moved.", default=None)
    items_rejected: int | None = field("How many were rejected.", default=None)


class JobFault(Inputs):
    """Why a job or an item failed."""

    code: str | None = field("Wix's error code, such as WDH0003 or WDE0074.", default=None)
    description: str | None = field("What Wix says of it.", default=None)


class JobRecord(Inputs):
    """A data movement job as Wix shows it."""

    job_id: str = field("Its ID at Wix.")
    status: str = field(
        "COMPLETED or PARTIALLY_SUCCESSFUL: finished. FAILED: it did not work. UNINITIALIZED, "
        "INITIALIZING, IN_PROGRESS: not finished yet."
    )
    name: str | None = field("Its name at Wix.", default=None)
    started_at: str | None = field("When it was submitted (ISO 8601, UTC).", default=None)
    finished_at: str | None = field("When it ended (ISO 8601, UTC).", default=None)
    source: JobSide | None = field("Where the data comes from.", default=None)
    destination: JobSide | None = field("Where the data goes to.", default=None)
    source_site_id: str | None = field(
        "The site that the data comes from, where it is another one.", default=None
    )
    destination_site_id: str | None = field(
        "The site that the data goes to, where it is another one.", default=None
    )
    progress: JobCounts | None = field("How far it is, where Wix tells.", default=None)
    error: JobFault | None = field("Why it failed, if it did.", default=None)
    cause: str | None = field("Why it is only PARTIALLY_SUCCESSFUL, if it is.", default=None)
    logs_recorded: int | None = field(
        "How many items have a log (`getJobLogs`), where Wix tells.", default=None
    )


def values_of(job: Job) -> dict[str, Any]:
    """The properties of its record, by attribute."""
    partial = job.partially_successful_options
    return {
        "job_id": job.id,
        "status": job.status,
        "name": job.name,
        "started_at": iso(job.started_at),
        "finished_at": iso(job.finished_at),
        "source": job.source and _side(job.source),
        "destination": job.destination and _side(job.destination),
        "source_site_id": job.source_site_id,
        "destination_site_id": job.destination_site_id,
        "progress": job.progress and _counts(job.progress),
        "error": job.error and fault_of(job.error),
        "cause": partial.cause if partial else None,
        "logs_recorded": job.logs_recorded,
    }


def fault_of(error: JobError) -> JobFault:
    return JobFault(code=error.code, description=error.description)


def _counts(progress: JobProgress) -> JobCounts:
    return JobCounts(
        current=progress.current,
        total=progress.total,
        items_successful=progress.items_successful,
        items_rejected=progress.items_rejected,
    )


def _side(end: JobEnd) -> JobSide:
    there = end.localization
    return JobSide(
        wix_data_collection=_collection(end.wix_data_collection)
        if end.wix_data_collection
        else None,
        file=_file(end.file) if end.file else None,
        localization=JobSideLocalization(languages=list(there.languages)) if there else None,
    )


def _file(file: JobFile) -> JobSideFile:
    return JobSideFile(file_id=file.file_id, file_name=file.file_name, format=file.format)


def _collection(there: JobCollection) -> JobSideCollection:
    asked, worked_out = there.filter_query or there, there.aggregation_query
    keys = [str(one["key"]) for one in worked_out.fields if "key" in one] if worked_out else []
    return JobSideCollection(
        collection_id=there.collection_id,
        write_policy=there.write_policy,
        filter=asked.filter,
        fields=keys or list(asked.fields) or None,
        aggregation=worked_out.aggregation_pipeline if worked_out else None,
    )
