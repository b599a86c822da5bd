"""Movement jobs as stored and as shown; their logs are in `job_logs.py`.

Rules: docs/wix-api.md, "Jobs".
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.errors import RefusedError
from wix_data_emulator.instants import to_iso, to_iso_or_none
from wix_data_emulator.uploads import drop_stale_uploads

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.settings import Settings

INITIALIZING, IN_PROGRESS = "INITIALIZING", "IN_PROGRESS"
COMPLETED, PARTIALLY_SUCCESSFUL, FAILED = "COMPLETED", "PARTIALLY_SUCCESSFUL", "FAILED"
COLLECTION, FILE, LOCALIZATION = "wixDataCollection", "file", "localization"
BEGINS_AFTER = 0.1
"""Share of the whole duration that a job is INITIALIZING."""
UNKNOWN_ERROR = "WDH0000"


@dataclass(frozen=True)
class Order:
    """A checked request for a job; `source` and `destination` as the API shows them.

    `upload` is the content that a file source had when the job was submitted, or that a file
    destination gets.
    """

    name: str | None
    source_site: str | None
    destination_site: str | None
    source: dict[str, dict[str, object]]
    destination: dict[str, dict[str, object]]
    upload: int | None


@dataclass(frozen=True)
class Job(Order):
    """A job as stored; `current` counts items moved, skipped and rejected."""

    number: int
    id: str
    site: str
    status: str
    submitted_ms: int
    begins_ms: int
    ends_ms: int
    finished_ms: int | None
    current: int
    total: int | None
    successful: int
    error_code: str | None
    error_description: str | None
    cause: str | None
    visible: int

    @property
    def source_kind(self) -> str:
        """The only member of the source: `wixDataCollection`, `file` or `localization`."""
        return next(iter(self.source))

    @property
    def destination_kind(self) -> str:
        """The only member of the destination."""
        return next(iter(self.destination))

    @property
    def languages(self) -> list[str]:
        """The languages of a localization job, the main one first."""
        end = self.source.get(LOCALIZATION) or self.destination.get(LOCALIZATION) or {}
        languages = end.get("languages")
        return languages if isinstance(languages, list) else []

    @property
    def reads_site(self) -> str:
        """The site that the source belongs to."""
        return self.source_site or self.site

    @property
    def writes_site(self) -> str:
        """The site that the destination belongs to."""
        return self.destination_site or self.site

    @property
    def rejected(self) -> int:
        """Items that the destination refused."""
        return self.current - self.successful

    def to_json(self, *, logs_recorded: int, settings: Settings) -> dict[str, object]:
        """As the API shows it; what it does not have is absent."""
        shown: dict[str, object | None] = {
            "id": self.id,
            "name": self.name,
            "source": self.source,
            "destination": self.destination,
            "sourceSiteId": self.source_site,
            "destinationSiteId": self.destination_site,
            "status": self.status,
            "startedAt": to_iso(self.submitted_ms),
            "finishedAt": to_iso_or_none(self.finished_ms),
            "error": self._error(),
            "partiallySuccessfulOptions": {"cause": self.cause} if self.cause else None,
        }
        if self._shows_progress(settings):
            shown |= {"progress": self._progress(), "logsRecorded": logs_recorded}
        return {name: value for name, value in shown.items() if value is not None}

    def to_filterable(self) -> dict[str, object]:
        """The fields that queries may filter and sort by."""
        finished = to_iso_or_none(self.finished_ms)
        return {
            "id": self.id,
            "name": self.name,
            "status": self.status,
            "startedAt": {"$date": to_iso(self.submitted_ms)},
            "finishedAt": finished and {"$date": finished},
        }

    def _shows_progress(self, settings: Settings) -> bool:
        if self.finished_ms is None:
            return self.status == IN_PROGRESS
        return settings.final_progress == "present"

    def _progress(self) -> dict[str, object]:
        return {
            "current": self.current,
            "total": self.total or 0,
            "itemsRejected": self.rejected,
            "itemsSuccessful": self.successful,
        }

    def _error(self) -> dict[str, object] | None:
        if self.error_code is None:
            return None
        return {"code": self.error_code, "description": self.error_description, "data": {}}


def submit_job(
    db: sqlite3.Connection, site: str, order: Order, *, seconds: float, now_ms: int
) -> Job:
    """Accept a job; it is INITIALIZING on return."""
    duration_ms = int(seconds * 1000)
    job_id = str(uuid.uuid4())
    values = {
        **vars(order),
        "id": job_id,
        "site": site,
        "source": json.dumps(order.source),
        "destination": json.dumps(order.destination),
        "status": INITIALIZING,
        "now": now_ms,
        "begins": now_ms + int(duration_ms * BEGINS_AFTER),
        "ends": now_ms + duration_ms,
    }
    db.execute(
        "INSERT INTO jobs (id, site, name, source_site, destination_site, source, destination,"
        " upload, status, submitted_ms, begins_ms, ends_ms)"
        " VALUES (:id, :site, :name, :source_site, :destination_site, :source, :destination,"
        " :upload, :status, :now, :begins, :ends)",
        values,
    )
    return get_job(db, site, job_id)


def terminate_job(
    db: sqlite3.Connection, site: str, job_id: str, *, stays_visible: bool, now_ms: int
) -> Job:
    """Stop a job where it is: FAILED, and what it wrote stays.

    Raises: RefusedError, also if it has finished.
    """
    job = get_job(db, site, job_id)
    if job.finished_ms is not None:
        raise RefusedError(409, "JOB_ALREADY_FINISHED", f"job {job_id} is {job.status} already")
    finish_job(db, job, FAILED, now_ms, error=(UNKNOWN_ERROR, "the job was terminated on request"))
    stopped = get_job(db, site, job_id)
    db.execute("UPDATE jobs SET visible = ? WHERE number = ?", (stays_visible, job.number))
    return stopped


def finish_job(
    db: sqlite3.Connection,
    job: Job,
    status: str,
    finished_ms: int,
    *,
    error: tuple[str, str] | None = None,
    cause: str | None = None,
) -> None:
    """Give a job its last status."""
    code, description = error or (None, None)
    db.execute(
        "UPDATE jobs SET status = ?, finished_ms = ?, error_code = ?, error_description = ?,"
        " cause = ? WHERE number = ?",
        (status, finished_ms, code, description, cause, job.number),
    )
    db.execute("DELETE FROM staged WHERE job = ?", (job.number,))
    if status == FAILED and job.destination_kind == FILE:
        db.execute(
            "DELETE FROM uploads WHERE number = (SELECT upload FROM jobs WHERE number = ?)",
            (job.number,),
        )
    drop_stale_uploads(db)


def next_beginning(db: sqlite3.Connection, now_ms: int) -> int | None:
    """When the first job begins that should have by now."""
    row = db.execute(
        "SELECT min(begins_ms) FROM jobs WHERE finished_ms IS NULL AND status = ?"
        " AND begins_ms <= ?",
        (INITIALIZING, now_ms),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def get_job(db: sqlite3.Connection, site: str, job_id: str) -> Job:
    """A job submitted for this site.

    Raises: RefusedError.
    """
    row = db.execute(
        "SELECT * FROM jobs WHERE site = ? AND id = ? AND visible", (site, job_id)
    ).fetchone()
    if row is None:
        raise RefusedError(404, "JOB_NOT_FOUND", f"job {job_id} does not exist in site {site}")
    return job_from_row(row)


def list_jobs(db: sqlite3.Connection, site: str, *, up_to: int | None = None) -> list[Job]:
    """Every job of a site, newest first; `up_to` leaves out those with a higher number."""
    rows = db.execute(
        "SELECT * FROM jobs WHERE site = ? AND visible AND number <= coalesce(?, number)"
        " ORDER BY number DESC",
        (site, up_to),
    )
    return [job_from_row(row) for row in rows]


def job_from_row(row: sqlite3.Row) -> Job:
    """A row of `jobs`."""
    values = dict(row)
    values |= {end: json.loads(row[end]) for end in ("source", "destination")}
    return Job(**values)
