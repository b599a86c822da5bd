"""What a restoration does to content, all at once at its end. Rules: docs/wix-api.md, "Backups"."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wix_data_emulator.collections import (
    SYSTEM_FIELDS,
    Collection,
    create_collection,
    find_collection,
)
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.items import LIVE
from wix_data_emulator.restorations import COMPLETED, FAILED, set_applied

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.restorations import Restoration, RestorationCollection


def finish_restoration(db: sqlite3.Connection, restoration: Restoration) -> None:
    """Swap the content, or leave all of it as it is where that fails or is meant to fail."""
    outcome = restoration.outcome
    if outcome == COMPLETED:
        db.execute("SAVEPOINT restoring")
        try:
            for entry in restoration.collections:
                _restore(db, restoration, entry)
        except RefusedError:  # a site has no room for one more collection
            db.execute("ROLLBACK TO restoring")
            outcome = FAILED
        db.execute("RELEASE restoring")
    set_applied(db, restoration, outcome)


def _restore(
    db: sqlite3.Connection, restoration: Restoration, entry: RestorationCollection
) -> None:
    """Replace the live items of one collection; schema and sandbox stay."""
    source = str(entry["dataCollectionId"])
    target_id, name = destination_of(entry)
    target = find_collection(db, restoration.site, target_id)
    if target is None:
        definition = _definition(db, restoration, source)
        definition |= {"id": target_id, "displayName": name or _name(db, restoration, source)}
        target = create_collection(db, restoration.site, definition, restoration.finished_ms)
    _replace_items(db, restoration, source, target)


def destination_of(entry: RestorationCollection) -> tuple[str, str]:
    """ID and wanted name of the collection to write: the restored one unless another is given."""
    destination = entry.get("restoreDestination")
    if not isinstance(destination, dict):
        return str(entry["dataCollectionId"]), ""
    return str(destination["dataCollectionId"]), str(destination.get("displayName") or "")


def _replace_items(
    db: sqlite3.Connection, restoration: Restoration, source: str, target: Collection
) -> None:
    db.execute("DELETE FROM items WHERE collection = ? AND environment = ?", (target.key, LIVE))
    db.execute(
        "INSERT INTO items (collection, environment, id, data) SELECT ?, ?, id, data"
        " FROM snapshots WHERE backup = ? AND collection = ? ORDER BY rowid",
        (target.key, LIVE, restoration.backup, source),
    )


def _definition(db: sqlite3.Connection, restoration: Restoration, source: str) -> dict[str, object]:
    """The source's schema of today; what its items had, if it is gone: no backup has schemas."""
    known = find_collection(db, restoration.site, source)
    if known is not None:
        return dict(known.definition)
    rows = db.execute(
        "SELECT data FROM snapshots WHERE backup = ? AND collection = ?",
        (restoration.backup, source),
    )
    keys = dict.fromkeys(key for row in rows for key in json.loads(row["data"]))
    own = [key for key in keys if key not in SYSTEM_FIELDS]
    return {"fields": [{"key": key, "displayName": key, "type": "ANY"} for key in own]}


def _name(db: sqlite3.Connection, restoration: Restoration, source: str) -> str:
    """The name that the collection had in the backup."""
    row = db.execute(
        "SELECT collections FROM backups WHERE number = ?", (restoration.backup,)
    ).fetchone()
    names = {entry["id"]: entry["displayName"] for entry in json.loads(row["collections"])}
    return str(names[source])
