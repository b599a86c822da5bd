"""Backups: slots, snapshots, and statuses told by times alone.

Rules: docs/wix-api.md, "Backups".
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.collections import list_collections
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.instants import to_iso, to_iso_or_none
from wix_data_emulator.items import LIVE

if TYPE_CHECKING:
    import sqlite3

ON_DEMAND, AUTO = "ON_DEMAND", "AUTO"
TYPES = (ON_DEMAND, AUTO)
READY, DELETED = "READY", "DELETED"
STATUSES = ("PENDING", READY, "FAILED", DELETED, "CANCELED")
SLOTS = 3
"""On-demand backups that a site keeps."""
SLOT_STATUSES = ("PENDING", READY)
STARTS_AFTER = 0.1
"""Share of the whole duration after which `startedDate` is known."""


@dataclass(frozen=True)
class Backup:
    """A backup as stored; `deleted_ms` may lie ahead, while it is being deleted."""

    number: int
    id: str
    site: str
    type: str
    outcome: str
    requested_ms: int
    started_ms: int
    finished_ms: int
    deleted_ms: int | None
    size_in_bytes: int
    collections: list[dict[str, str]]

    def status(self, now_ms: int) -> str:
        """The status at an instant."""
        if self.deleted_ms is not None and self.deleted_ms <= now_ms:
            return DELETED
        return self.outcome if self.finished_ms <= now_ms else "PENDING"

    def is_deleting(self, now_ms: int) -> bool:
        """Whether a deletion is under way."""
        return self.deleted_ms is not None and self.deleted_ms > now_ms

    def to_json(self, now_ms: int) -> dict[str, object]:
        """As the API shows it; instants that have not come are null."""
        begun, finished = self.started_ms <= now_ms, self.finished_ms <= now_ms
        deleted = self.status(now_ms) == DELETED
        return {
            "id": self.id,
            "status": self.status(now_ms),
            "type": self.type,
            "requestedDate": to_iso(self.requested_ms),
            "startedDate": to_iso(self.started_ms) if begun else None,
            "finishedDate": to_iso(self.finished_ms) if finished else None,
            "deletedDate": to_iso_or_none(self.deleted_ms) if deleted else None,
            "sizeInBytes": str(self.size_in_bytes) if finished else None,
            "collections": self.collections,
        }


def create_backup(
    db: sqlite3.Connection,
    site: str,
    backup_type: str,
    *,
    outcome: str,
    seconds: float,
    now_ms: int,
) -> Backup:
    """Copy the live content now; an on-demand one beyond the slots evicts the oldest."""
    if backup_type == ON_DEMAND:
        _evict_for_one_more(db, site, now_ms)
    duration_ms = int(seconds * 1000)
    backup = Backup(
        number=_next_number(db),
        id=str(uuid.uuid4()),
        site=site,
        type=backup_type,
        outcome=outcome,
        requested_ms=now_ms,
        started_ms=now_ms + int(duration_ms * STARTS_AFTER),
        finished_ms=now_ms + duration_ms,
        deleted_ms=None,
        size_in_bytes=_live_size(db, site),
        collections=[
            {"id": entry.id, "displayName": entry.display_name}
            for entry in list_collections(db, site)
        ],
    )
    _insert(db, backup)
    _copy_live_content(db, backup)
    return backup


def delete_backup(
    db: sqlite3.Connection, site: str, backup_id: str, *, seconds: float, now_ms: int
) -> None:
    """Begin a deletion; its slot counts until it is done. Asking again changes nothing.

    Raises: RefusedError if there is none, or it is deleted already.
    """
    backup = get_backup(db, site, backup_id)
    if backup.status(now_ms) == DELETED:
        raise _unknown(site, backup_id)
    if not backup.is_deleting(now_ms):
        _set_deleted(db, backup_id, now_ms + int(seconds * 1000))


def get_backup(db: sqlite3.Connection, site: str, backup_id: str) -> Backup:
    """A backup of a site, which may be deleted.

    Raises: RefusedError.
    """
    row = db.execute(
        "SELECT * FROM backups WHERE site = ? AND id = ?", (site, backup_id)
    ).fetchone()
    if row is None:
        raise _unknown(site, backup_id)
    return backup_from_row(row)


def list_backups(db: sqlite3.Connection, site: str) -> list[Backup]:
    """Every backup of a site, newest first, deleted ones too."""
    rows = db.execute(
        "SELECT * FROM backups WHERE site = ? ORDER BY requested_ms DESC, number DESC", (site,)
    )
    return [backup_from_row(row) for row in rows]


def next_automatic(db: sqlite3.Connection, every_ms: int, now_ms: int) -> tuple[str, int] | None:
    """Site and instant of the automatic backup that has been due for longest."""
    row = db.execute(
        "SELECT sites.id, coalesce(max(requested_ms), first_seen_ms) + ? AS due_ms FROM sites"
        " LEFT JOIN backups ON backups.site = sites.id AND type = ?"
        " GROUP BY sites.id HAVING due_ms <= ? ORDER BY due_ms LIMIT 1",
        (every_ms, AUTO, now_ms),
    ).fetchone()
    return None if row is None else (row["id"], row["due_ms"])


def holds_slot(backup: Backup, now_ms: int) -> bool:
    """Whether it counts as one of the three; one being deleted still does."""
    return backup.type == ON_DEMAND and backup.status(now_ms) in SLOT_STATUSES


def drop_deleted_snapshots(db: sqlite3.Connection, now_ms: int) -> None:
    """Give back the space of backups that are gone and not being restored.

    Their records stay listed.
    """
    db.execute(
        "DELETE FROM snapshots WHERE backup IN"
        " (SELECT number FROM backups WHERE deleted_ms IS NOT NULL AND deleted_ms <= ?"
        " EXCEPT SELECT backup FROM restorations WHERE NOT applied)",
        (now_ms,),
    )


def _evict_for_one_more(db: sqlite3.Connection, site: str, now_ms: int) -> None:
    kept = [backup for backup in list_backups(db, site) if holds_slot(backup, now_ms)]
    for backup in kept[SLOTS - 1 :]:
        _set_deleted(db, backup.id, now_ms)
    drop_deleted_snapshots(db, now_ms)


def _unknown(site: str, backup_id: str) -> RefusedError:
    return RefusedError(
        404, "BACKUP_NOT_FOUND", f"backup {backup_id} does not exist in site {site}"
    )


def _set_deleted(db: sqlite3.Connection, backup_id: str, deleted_ms: int) -> None:
    db.execute("UPDATE backups SET deleted_ms = ? WHERE id = ?", (deleted_ms, backup_id))


def _next_number(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT coalesce(max(number), 0) + 1 FROM backups").fetchone()
    return int(row[0])


def _live_size(db: sqlite3.Connection, site: str) -> int:
    row = db.execute(
        "SELECT coalesce(sum(length(CAST(data AS BLOB))), 0) FROM items"
        " JOIN collections ON items.collection = collections.key"
        " WHERE site = ? AND environment = ?",
        (site, LIVE),
    ).fetchone()
    return int(row[0])


def _copy_live_content(db: sqlite3.Connection, backup: Backup) -> None:
    db.execute(
        "INSERT INTO snapshots SELECT ?, collections.id, items.id, items.data FROM items"
        " JOIN collections ON items.collection = collections.key"
        " WHERE site = ? AND environment = ? ORDER BY items.seq",
        (backup.number, backup.site, LIVE),
    )


def _insert(db: sqlite3.Connection, backup: Backup) -> None:
    values = {**vars(backup), "collections": json.dumps(backup.collections)}
    db.execute(
        "INSERT INTO backups VALUES (:number, :id, :site, :type, :outcome, :requested_ms,"
        " :started_ms, :finished_ms, :deleted_ms, :size_in_bytes, :collections)",
        values,
    )


def backup_from_row(row: sqlite3.Row) -> Backup:
    """A row of `backups`."""
    values = {**dict(row), "collections": json.loads(row["collections"])}
    return Backup(**values)
