"""Restorations of backups: records and statuses. What they do to content: `restoring.py`.

Rules: docs/wix-api.md, "Backups".
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.backups import READY, STARTS_AFTER, Backup, get_backup
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.instants import to_iso

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

COMPLETED, FAILED = "COMPLETED", "FAILED"
STATUSES = ("PENDING", COMPLETED, FAILED)
RestorationCollection = dict[str, object]
"""As the API writes it: `{dataCollectionId, restoreDestination?}`."""


@dataclass(frozen=True)
class Restoration:
    """A restoration as stored; content is swapped when `finished_ms` has come."""

    number: int
    id: str
    site: str
    backup: int
    outcome: str
    requested_ms: int
    started_ms: int
    finished_ms: int
    collections: list[RestorationCollection]
    applied: int

    def status(self, now_ms: int) -> str:
        """The status at an instant."""
        return self.outcome if self.finished_ms <= now_ms else "PENDING"

    def to_json(self, backup: Backup, now_ms: int) -> dict[str, object]:
        """As the API shows it; instants that have not come are null."""
        begun, finished = self.started_ms <= now_ms, self.finished_ms <= now_ms
        return {
            "id": self.id,
            "backup": backup.to_json(now_ms),
            "status": self.status(now_ms),
            "requestedDate": to_iso(self.requested_ms),
            "startedDate": to_iso(self.started_ms) if begun else None,
            "finishedDate": to_iso(self.finished_ms) if finished else None,
            "restorationCollections": self.collections,
        }


def require_ready(db: sqlite3.Connection, site: str, backup_id: str, now_ms: int) -> Backup:
    """A backup that can be restored from.

    Raises: RefusedError, 404 or 428.
    """
    backup = get_backup(db, site, backup_id)
    if (status := backup.status(now_ms)) != READY:
        raise RefusedError(
            428, "BACKUP_NOT_READY", f"backup {backup_id} is {status}; only a READY one restores"
        )
    return backup


def start_restoration(
    db: sqlite3.Connection,
    backup: Backup,
    collections: Sequence[RestorationCollection],
    *,
    outcome: str,
    seconds: float,
    now_ms: int,
) -> Restoration:
    """Begin to restore; PENDING on return, and content is as it was until the end."""
    duration_ms = int(seconds * 1000)
    restoration_id = str(uuid.uuid4())
    db.execute(
        "INSERT INTO restorations (id, site, backup, outcome, requested_ms, started_ms,"
        " finished_ms, collections) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            restoration_id,
            backup.site,
            backup.number,
            outcome,
            now_ms,
            now_ms + int(duration_ms * STARTS_AFTER),
            now_ms + duration_ms,
            json.dumps(collections),
        ),
    )
    row = db.execute("SELECT * FROM restorations WHERE id = ?", (restoration_id,)).fetchone()
    return restoration_from_row(row)


def list_restorations(db: sqlite3.Connection, site: str) -> list[Restoration]:
    """Every restoration of a site, newest first."""
    rows = db.execute(
        "SELECT * FROM restorations WHERE site = ? ORDER BY requested_ms DESC, number DESC",
        (site,),
    )
    return [restoration_from_row(row) for row in rows]


def next_due(db: sqlite3.Connection, now_ms: int) -> Restoration | None:
    """The first restoration whose time has come and whose content was not swapped yet."""
    row = db.execute(
        "SELECT * FROM restorations WHERE NOT applied AND finished_ms <= ?"
        " ORDER BY finished_ms, number LIMIT 1",
        (now_ms,),
    ).fetchone()
    return None if row is None else restoration_from_row(row)


def set_applied(db: sqlite3.Connection, restoration: Restoration, outcome: str) -> None:
    """Note that it is over."""
    db.execute(
        "UPDATE restorations SET applied = 1, outcome = ? WHERE number = ?",
        (outcome, restoration.number),
    )


def restoration_from_row(row: sqlite3.Row) -> Restoration:
    """A row of `restorations`."""
    values = {**dict(row), "collections": json.loads(row["collections"])}
    return Restoration(**values)
