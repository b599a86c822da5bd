"""Running jobs: what is due at an instant is written in slices, wherever a job was left.

Progress is a function of time: at half of a job's duration half of its items are moved. A
slice is one transaction, so a killed emulator goes on behind the last item it wrote.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from wix_data_emulator.collections import find_collection
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.importing import Candidate, read_candidates
from wix_data_emulator.items import LIVE, Shelf, id_of
from wix_data_emulator.job_orders import SKIP_EXISTING, TRUNCATE_BEFORE
from wix_data_emulator.jobs import (
    COMPLETED,
    FAILED,
    IN_PROGRESS,
    INITIALIZING,
    PARTIALLY_SUCCESSFUL,
    Job,
    finish_job,
    job_from_row,
)
from wix_data_emulator.reading import BadFileError
from wix_data_emulator.uploads import open_upload

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from wix_data_emulator.settings import Settings

SLICE = 1000
"""Items in one transaction."""
BAD_FILE = "WDH0003"
NO_COLLECTION = "WDE0025"
EXISTS = "WDE0074"


class JobRunner:
    """Advances jobs; between slices it keeps their files open where it stopped reading."""

    def __init__(self) -> None:
        self._readers: dict[int, tuple[int, Iterator[Candidate]]] = {}

    def forget(self) -> None:
        """Close every file; jobs that go on open theirs again."""
        self._readers.clear()

    def advance(self, db: sqlite3.Connection, settings: Settings, now_ms: int) -> bool:
        """Do one slice of what is due; False when nothing was."""
        rows = db.execute(
            "SELECT * FROM jobs WHERE finished_ms IS NULL AND begins_ms <= ?"
            " ORDER BY begins_ms, number",
            (now_ms,),
        ).fetchall()
        return any(self._step(db, job_from_row(row), settings, now_ms) for row in rows)

    def _step(self, db: sqlite3.Connection, job: Job, settings: Settings, now_ms: int) -> bool:
        shelf = _shelf_of(db, job)
        if shelf is None:
            error = (NO_COLLECTION, "the collection was deleted while the job was running")
            finish_job(db, job, FAILED, now_ms, error=error)
            return True
        if job.status == INITIALIZING:
            self._begin(db, job, shelf)
            return True
        wanted = _due_items(job, now_ms) - job.current
        if wanted > 0:
            self._move(db, job, shelf, settings, min(wanted, SLICE))
            return True
        if now_ms >= job.ends_ms:
            self._end(db, job)
            return True
        return False

    def _begin(self, db: sqlite3.Connection, job: Job, shelf: Shelf) -> None:
        """Read the whole file once: a bad one fails before anything is written."""
        try:
            total = sum(1 for _candidate in _candidates(db, job, shelf))
        except BadFileError as error:
            finish_job(db, job, FAILED, job.begins_ms, error=(BAD_FILE, str(error)))
            return
        if _policy(job) == TRUNCATE_BEFORE:
            shelf.truncate()
        db.execute(
            "UPDATE jobs SET status = ?, total = ? WHERE number = ?",
            (IN_PROGRESS, total, job.number),
        )

    def _move(
        self, db: sqlite3.Connection, job: Job, shelf: Shelf, settings: Settings, count: int
    ) -> None:
        position, candidates = self._readers.pop(job.number, (-1, iter(())))
        if position != job.current:
            candidates = islice(_candidates(db, job, shelf), job.current, None)
        successful = sum(
            _write(db, job, shelf, candidate, settings) for candidate in islice(candidates, count)
        )
        db.execute(
            "UPDATE jobs SET current = current + ?, successful = successful + ? WHERE number = ?",
            (count, successful, job.number),
        )
        self._readers[job.number] = (job.current + count, candidates)

    def _end(self, db: sqlite3.Connection, job: Job) -> None:
        self._readers.pop(job.number, None)
        if job.rejected:
            cause = f"{job.rejected} of {job.total} items were rejected; see the job's logs"
            finish_job(db, job, PARTIALLY_SUCCESSFUL, job.ends_ms, cause=cause)
        else:
            finish_job(db, job, COMPLETED, job.ends_ms)


def _write(
    db: sqlite3.Connection, job: Job, shelf: Shelf, candidate: Candidate, settings: Settings
) -> bool:
    """Whether the item counts as successful, skipped ones included."""
    written_ms = job.begins_ms
    policy = _policy(job)
    try:
        if policy == SKIP_EXISTING and shelf.get(id_of(candidate.data)) is not None:
            if settings.skips_logged:
                _log(db, job, candidate, EXISTS, f"item {candidate.label} exists and was skipped")
        elif policy == TRUNCATE_BEFORE:
            shelf.insert(candidate.data, written_ms)
        else:
            shelf.save(candidate.data, written_ms)
    except RefusedError as error:
        _log(db, job, candidate, error.code, error.description)
        return False
    return True


def _log(
    db: sqlite3.Connection, job: Job, candidate: Candidate, code: str, description: str
) -> None:
    db.execute(
        "INSERT INTO logs (job, source_item, code, description) VALUES (?, ?, ?, ?)",
        (job.number, candidate.label, code, description),
    )


def _due_items(job: Job, now_ms: int) -> int:
    total = job.total or 0
    if now_ms >= job.ends_ms:
        return total
    return total * (now_ms - job.begins_ms) // (job.ends_ms - job.begins_ms)


def _candidates(db: sqlite3.Connection, job: Job, shelf: Shelf) -> Iterator[Candidate]:
    content = open_upload(db, job.upload or 0)
    file_format = str(job.source["file"]["format"])
    return read_candidates(content, file_format, shelf.collection.fields())


def _shelf_of(db: sqlite3.Connection, job: Job) -> Shelf | None:
    target = job.destination["wixDataCollection"]
    site = job.destination_site or job.site
    collection = find_collection(db, site, str(target["collectionId"]))
    environment = str(target.get("environment", LIVE))
    return None if collection is None else Shelf(db, collection, environment)


def _policy(job: Job) -> object:
    return job.destination["wixDataCollection"]["writePolicy"]
