"""Running jobs: what is due at an instant is written in slices, wherever a job was left.

Progress is a function of time: at half of a job's duration half of its items are moved. A
slice is one transaction, so a killed emulator goes on behind the last item it wrote.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from wix_data_emulator.errors import JobError, RefusedError
from wix_data_emulator.job_destinations import Destination, open_destination
from wix_data_emulator.job_sources import Source, open_source
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

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from wix_data_emulator.importing import Candidate
    from wix_data_emulator.settings import Settings

SLICE = 1000
"""Items in one transaction."""


class JobRunner:
    """Advances jobs; between slices it keeps their sources open where it stopped reading."""

    def __init__(self) -> None:
        self._streams: dict[int, tuple[int, Iterator[Candidate]]] = {}

    def forget(self) -> None:
        """Close every source; jobs that go on open theirs again."""
        self._streams.clear()

    def advance(self, db: sqlite3.Connection, settings: Settings, now_ms: int) -> bool:
        """Do one slice of what is due; False when nothing was."""
        rows = db.execute(
            "SELECT * FROM jobs WHERE finished_ms IS NULL AND begins_ms <= ?"
            " ORDER BY begins_ms, number",
            (now_ms,),
        ).fetchall()
        return any(self._step(db, job_from_row(row), settings, now_ms) for row in rows)

    def _step(self, db: sqlite3.Connection, job: Job, settings: Settings, now_ms: int) -> bool:
        try:
            destination = open_destination(db, job, settings)
            if job.status == INITIALIZING:
                _begin(db, job, open_source(db, job), destination)
                return True
            wanted = _due_items(job, now_ms) - job.current
            if wanted > 0:
                self._move(db, job, open_source(db, job), destination, min(wanted, SLICE))
                return True
            if now_ms >= job.ends_ms:
                self._end(db, job, destination)
                return True
        except (JobError, RefusedError) as error:
            self._streams.pop(job.number, None)
            finish_job(db, job, FAILED, now_ms, error=(error.code, error.description))
            return True
        return False

    def _move(
        self,
        db: sqlite3.Connection,
        job: Job,
        source: Source,
        destination: Destination,
        count: int,
    ) -> None:
        position, candidates = self._streams.pop(job.number, (-1, iter(())))
        if position != job.current:
            candidates = source.stream(job.current)
        successful = destination.write(islice(candidates, count))
        db.execute(
            "UPDATE jobs SET current = current + ?, successful = successful + ? WHERE number = ?",
            (count, successful, job.number),
        )
        self._streams[job.number] = (job.current + count, candidates)

    def _end(self, db: sqlite3.Connection, job: Job, destination: Destination) -> None:
        self._streams.pop(job.number, None)
        destination.end()
        if job.rejected:
            cause = f"{job.rejected} of {job.total} items were rejected; see the job's logs"
            finish_job(db, job, PARTIALLY_SUCCESSFUL, job.ends_ms, cause=cause)
        else:
            finish_job(db, job, COMPLETED, job.ends_ms)


def _begin(db: sqlite3.Connection, job: Job, source: Source, destination: Destination) -> None:
    """Look through the whole source once: a bad one fails before anything is written."""
    content = source.prepare()
    destination.begin(content.columns)
    db.execute(
        "UPDATE jobs SET status = ?, total = ? WHERE number = ?",
        (IN_PROGRESS, content.total, job.number),
    )


def _due_items(job: Job, now_ms: int) -> int:
    total = job.total or 0
    if now_ms >= job.ends_ms:
        return total
    return total * (now_ms - job.begins_ms) // (job.ends_ms - job.begins_ms)
