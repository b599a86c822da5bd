"""Which statuses changed since they were last told: in the transaction that changed them.

Statuses of backups and restorations follow from time alone, so that looking is the only way to
notice. Jobs are noticed in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.backups import DELETED, backup_from_row
from wix_data_emulator.events import BACKUP, JOB, Event
from wix_data_emulator.job_logs import count_logs
from wix_data_emulator.jobs import job_from_row
from wix_data_emulator.restorations import restoration_from_row
from wix_data_emulator.webhooks import add_deliveries, add_webhook, list_webhooks

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from wix_data_emulator.jobs import Job
    from wix_data_emulator.settings import Settings

Change = tuple[Event, str]
"""An event, not numbered yet, and the status that it tells, perhaps once more."""


def register(db: sqlite3.Connection, settings: Settings, url: str, now_ms: int) -> None:
    """Tell a URL of what happens from now on, and of nothing before."""
    if not list_webhooks(db):
        for event, status in _changes(db, settings, now_ms):
            _number(db, event.entity, status)
    add_webhook(db, url)


def announce(db: sqlite3.Connection, settings: Settings, now_ms: int) -> None:
    """Have everybody told of what changed."""
    if not list_webhooks(db):
        return
    for event, status in list(_changes(db, settings, now_ms)):
        if _told(db, event.entity) != status:
            _tell(db, settings, event, status, now_ms)


def announce_deleted(db: sqlite3.Connection, settings: Settings, job: Job, now_ms: int) -> None:
    """Have everybody told that a job was terminated."""
    announce(db, settings, now_ms)
    event = Event(job.site, JOB, "deleted", job.id, 0, {"deletedEvent": {}})
    _tell(db, settings, event, job.status, now_ms)


def _tell(
    db: sqlite3.Connection, settings: Settings, event: Event, status: str, now_ms: int
) -> None:
    sequence = _number(db, event.entity, status)
    numbered = Event(**{**vars(event), "sequence": sequence})
    add_deliveries(db, numbered.to_claim(settings, now_ms), now_ms)


def _number(db: sqlite3.Connection, entity: str, status: str) -> int:
    """Note a status as told; how many an entity has had."""
    db.execute(
        "INSERT INTO announced VALUES (?, ?, 1) ON CONFLICT (entity) DO UPDATE"
        " SET status = excluded.status, sequence = sequence + 1",
        (entity, status),
    )
    row = db.execute("SELECT sequence FROM announced WHERE entity = ?", (entity,)).fetchone()
    return int(row[0])


def _told(db: sqlite3.Connection, entity: str) -> str | None:
    """The status that was told last."""
    row = db.execute("SELECT status FROM announced WHERE entity = ?", (entity,)).fetchone()
    return None if row is None else str(row["status"])


def _changes(db: sqlite3.Connection, settings: Settings, now_ms: int) -> Iterator[Change]:
    yield from _changed_jobs(db, settings)
    yield from _changed_backups(db, now_ms)
    yield from _changed_restorations(db, now_ms)


def _changed_jobs(db: sqlite3.Connection, settings: Settings) -> Iterator[Change]:
    rows = db.execute(
        "SELECT jobs.* FROM jobs LEFT JOIN announced ON announced.entity = jobs.id"
        " WHERE jobs.status IS NOT announced.status ORDER BY jobs.number"
    ).fetchall()
    for job in map(job_from_row, rows):
        shown = job.to_json(logs_recorded=count_logs(db, job), settings=settings)
        created = _told(db, job.id) is None
        body = _created(shown) if created else _updated(shown)
        yield Event(job.site, JOB, "created" if created else "updated", job.id, 0, body), job.status


def _created(entity: Mapping[str, object]) -> Mapping[str, object]:
    return {"createdEvent": {"entity": entity}}


def _updated(entity: Mapping[str, object]) -> Mapping[str, object]:
    return {"updatedEvent": {"currentEntity": entity}}


def _changed_backups(db: sqlite3.Connection, now_ms: int) -> Iterator[Change]:
    rows = db.execute(
        "SELECT backups.* FROM backups LEFT JOIN announced ON announced.entity = backups.id"
        " WHERE announced.status IS NULL OR announced.status = 'PENDING'"
        " OR (deleted_ms <= ? AND announced.status <> ?) ORDER BY backups.number",
        (now_ms, DELETED),
    ).fetchall()
    for backup in map(backup_from_row, rows):
        status = backup.status(now_ms)
        body = {"actionEvent": {"body": {"backup": backup.to_json(now_ms)}}}
        yield Event(backup.site, BACKUP, "backup_state_changed", backup.id, 0, body), status


def _changed_restorations(db: sqlite3.Connection, now_ms: int) -> Iterator[Change]:
    rows = db.execute(
        "SELECT restorations.* FROM restorations"
        " LEFT JOIN announced ON announced.entity = restorations.id"
        " WHERE announced.status IS NULL OR announced.status = 'PENDING'"
        " ORDER BY restorations.number"
    ).fetchall()
    for restoration in map(restoration_from_row, rows):
        row = db.execute("SELECT * FROM backups WHERE number = ?", (restoration.backup,)).fetchone()
        shown = restoration.to_json(backup_from_row(row), now_ms)
        body = {"actionEvent": {"body": {"restoration": shown}}}
        event = Event(
            restoration.site, BACKUP, "restoration_state_changed", restoration.id, 0, body
        )
        yield event, restoration.status(now_ms)
