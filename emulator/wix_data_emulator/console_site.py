"""One site for the console: collections, slots, backups, restorations, jobs and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.backups import ON_DEMAND, SLOTS, Backup, holds_slot, list_backups
from wix_data_emulator.collections import SYSTEM_FIELDS, Collection, list_collections
from wix_data_emulator.console_jobs import show_jobs
from wix_data_emulator.items import LIVE, SANDBOX, Shelf
from wix_data_emulator.restorations import Restoration, list_restorations
from wix_data_emulator.restoring import destination_of
from wix_data_emulator.uploads import size_of

if TYPE_CHECKING:
    import sqlite3

NEWEST_BACKUPS = NEWEST_RESTORATIONS = NEWEST_FILES = 50


def show_site(db: sqlite3.Connection, site: str, now_ms: int) -> dict[str, object]:
    """Everything of one site, the newest first."""
    backups = list_backups(db, site)
    restorations = list_restorations(db, site)
    jobs, jobs_total = show_jobs(db, site)
    return {
        "id": site,
        "collections": [_show_collection(db, entry) for entry in list_collections(db, site)],
        "slots": _show_slots(backups, now_ms),
        "backups": [
            _show_backup(entry, backups, now_ms)
            for at, entry in enumerate(backups)
            if at < NEWEST_BACKUPS or holds_slot(entry, now_ms)
        ],
        "backupsTotal": len(backups),
        "restorations": [
            _show_restoration(entry, backups, now_ms)
            for entry in restorations[:NEWEST_RESTORATIONS]
        ],
        "restorationsTotal": len(restorations),
        "jobs": jobs,
        "jobsTotal": jobs_total,
        "files": _show_files(db, site),
    }


def _show_collection(db: sqlite3.Connection, collection: Collection) -> dict[str, object]:
    own = [field.key for field in collection.fields() if field.key not in SYSTEM_FIELDS]
    return {
        "id": collection.id,
        "name": collection.display_name,
        "fields": own,
        "live": Shelf(db, collection, LIVE).count(),
        "sandbox": Shelf(db, collection, SANDBOX).count(),
    }


def _show_slots(backups: list[Backup], now_ms: int) -> dict[str, object]:
    """Who holds a slot, the oldest first; with all taken, the oldest goes at the next backup."""
    held = [backup.id for backup in reversed(backups) if holds_slot(backup, now_ms)]
    return {"most": SLOTS, "held": held, "evictedNext": held[0] if len(held) >= SLOTS else None}


def _show_backup(backup: Backup, backups: list[Backup], now_ms: int) -> dict[str, object]:
    return {
        **backup.to_json(now_ms),
        "collections": [entry["id"] for entry in backup.collections],
        "deleting": backup.is_deleting(now_ms),
        "evictedBy": _evicted_by(backup, backups),
        "progress": _share(backup.requested_ms, backup.finished_ms, now_ms),
    }


def _evicted_by(backup: Backup, backups: list[Backup]) -> str | None:
    """The backup whose request took this one's slot: at that instant, and no other, it went."""
    if backup.deleted_ms is None or backup.type != ON_DEMAND:
        return None
    later = (entry for entry in backups if entry.number > backup.number)
    heirs = (entry for entry in later if entry.type == ON_DEMAND)
    return next((entry.id for entry in heirs if entry.requested_ms == backup.deleted_ms), None)


def _show_restoration(
    restoration: Restoration, backups: list[Backup], now_ms: int
) -> dict[str, object]:
    backup = next(entry for entry in backups if entry.number == restoration.backup)
    shown = restoration.to_json(backup, now_ms)
    return {
        "id": restoration.id,
        "status": shown["status"],
        "backup": backup.id,
        "requestedDate": shown["requestedDate"],
        "finishedDate": shown["finishedDate"],
        "collections": [
            {"source": str(entry["dataCollectionId"]), "destination": destination_of(entry)[0]}
            for entry in restoration.collections
        ],
        "progress": _share(restoration.requested_ms, restoration.finished_ms, now_ms),
    }


def _share(from_ms: int, until_ms: int, now_ms: int) -> float:
    """How much of a span has passed, from 0 to 1."""
    if now_ms >= until_ms:
        return 1.0
    return (now_ms - from_ms) / (until_ms - from_ms)


def _show_files(db: sqlite3.Connection, site: str) -> list[dict[str, object]]:
    rows = db.execute(
        "SELECT number, file FROM uploads WHERE site = ? ORDER BY number DESC LIMIT ?",
        (site, NEWEST_FILES),
    ).fetchall()
    return [{**dict(row), "bytes": size_of(db, row["number"])} for row in rows]
