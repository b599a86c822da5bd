"""Restorations over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.backups import list_backups
from wix_data_emulator.collections import LONGEST_NAME
from wix_data_emulator.errors import ValidationError
from wix_data_emulator.fields import is_guid
from wix_data_emulator.operations import Answer, Call, Operation
from wix_data_emulator.paging import offset_metadata, read_offset_page
from wix_data_emulator.restorations import (
    STATUSES,
    list_restorations,
    require_ready,
    start_restoration,
)
from wix_data_emulator.restoring import destination_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wix_data_emulator.backups import Backup
    from wix_data_emulator.fields import Fields
    from wix_data_emulator.restorations import RestorationCollection

MOST_FILTER_VALUES = 10
MOST_COLLECTIONS = 1000
LONGEST_SOURCE, LONGEST_DESTINATION = 1000, 255
RESTORE = "RESTORE_BACKUP"


def restore(call: Call) -> Answer:
    """→ `{restoration}` of every collection in the backup."""
    backup = _ready_backup(call)
    return _start(call, backup, [{"dataCollectionId": entry["id"]} for entry in backup.collections])


def restore_some(call: Call) -> Answer:
    """`{restorationCollections[]}` → `{restoration}`."""
    wanted = call.given.children("restorationCollections", most=MOST_COLLECTIONS)
    if not wanted:
        raise call.given.refuse("restorationCollections", "must not be empty", "MIN_SIZE")
    collections = [_read_collection(entry) for entry in wanted]
    backup = _ready_backup(call)
    _check(call.given, backup, collections)
    return _start(call, backup, collections)


def list_(call: Call) -> Answer:
    """`status*`, paging → `{restorations, pagingMetadata}`."""
    statuses = call.given.choices("status", STATUSES, most=MOST_FILTER_VALUES)
    page = read_offset_page(call.given.child("paging"))
    found = [
        restoration
        for restoration in list_restorations(call.db, call.site)
        if not statuses or restoration.status(call.now_ms) in statuses
    ]
    shown = found[page.offset : page.offset + page.limit]
    backups = {backup.number: backup for backup in list_backups(call.db, call.site)}
    return {
        "restorations": [entry.to_json(backups[entry.backup], call.now_ms) for entry in shown],
        "pagingMetadata": offset_metadata(page, count=len(shown), total=len(found)),
    }


def _start(call: Call, backup: Backup, collections: Sequence[RestorationCollection]) -> Answer:
    restoration = start_restoration(
        call.db,
        backup,
        collections,
        outcome=call.settings.restoration_outcome,
        seconds=call.settings.restoration_seconds,
        now_ms=call.now_ms,
    )
    return {"restoration": restoration.to_json(backup, call.now_ms)}


def _ready_backup(call: Call) -> Backup:
    backup_id = call.path["backupId"]
    if not is_guid(backup_id):
        raise ValidationError("backupId", "must be a GUID", rule="INVALID_GUID")
    return require_ready(call.db, call.site, backup_id.lower(), call.now_ms)


def _read_collection(given: Fields) -> RestorationCollection:
    source = given.required_text("dataCollectionId", longest=LONGEST_SOURCE)
    if not given.has("restoreDestination"):
        return {"dataCollectionId": source}
    place = given.child("restoreDestination")
    destination = {
        "dataCollectionId": place.required_text("dataCollectionId", longest=LONGEST_DESTINATION),
        "displayName": place.text("displayName", longest=LONGEST_NAME) or "",
    }
    return {"dataCollectionId": source, "restoreDestination": destination}


def _check(given: Fields, backup: Backup, collections: list[RestorationCollection]) -> None:
    """What is not in the backup cannot be restored, nor two collections into one."""
    known = {entry["id"] for entry in backup.collections}
    taken: set[str] = set()
    for at, entry in enumerate(collections):
        place = f"restorationCollections[{at}]"
        if entry["dataCollectionId"] not in known:
            raise given.refuse(f"{place}.dataCollectionId", "is not in the backup", "UNKNOWN")
        target = destination_of(entry)[0]
        if target in taken:
            raise given.refuse(place, f"is the second one to restore into {target}", "UNIQUE")
        taken.add(target)


PREFIX = "/wix-data/v2/backups"
OPERATIONS = [
    Operation("GET", f"{PREFIX}/restorations", "LIST_RESTORATIONS", list_),
    Operation("POST", f"{PREFIX}/{{backupId}}/restore", RESTORE, restore),
    Operation("POST", f"{PREFIX}/{{backupId}}/partial-restore", RESTORE, restore_some),
]
