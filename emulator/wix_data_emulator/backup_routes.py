"""Backups over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.backups import (
    ON_DEMAND,
    STATUSES,
    TYPES,
    create_backup,
    delete_backup,
    list_backups,
)
from wix_data_emulator.errors import ValidationError
from wix_data_emulator.fields import is_guid
from wix_data_emulator.operations import Answer, Call, Operation
from wix_data_emulator.paging import offset_metadata, read_offset_page

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_FILTER_VALUES = 10


def create(call: Call) -> Answer:
    """`{}` → `{backup}`; the hidden `type` makes an automatic one."""
    backup = create_backup(
        call.db,
        call.site,
        call.given.choice("type", TYPES) or ON_DEMAND,
        outcome=call.settings.backup_outcome,
        seconds=call.settings.backup_seconds,
        now_ms=call.now_ms,
    )
    return {"backup": backup.to_json(call.now_ms)}


def list_(call: Call) -> Answer:
    """`status*`, `type*`, paging → `{backups, pagingMetadata}`."""
    statuses = call.given.choices("status", STATUSES, most=MOST_FILTER_VALUES)
    types = call.given.choices("type", TYPES, most=MOST_FILTER_VALUES)
    page = read_offset_page(call.given.child("paging"))
    found = [
        backup
        for backup in list_backups(call.db, call.site)
        if _among(backup.status(call.now_ms), statuses) and _among(backup.type, types)
    ]
    shown = found[page.offset : page.offset + page.limit]
    return {
        "backups": [backup.to_json(call.now_ms) for backup in shown],
        "pagingMetadata": offset_metadata(page, count=len(shown), total=len(found)),
    }


def delete(call: Call) -> Answer:
    """→ `{}`."""
    backup_id = call.path["backupId"]
    if not is_guid(backup_id):
        raise ValidationError("backupId", "must be a GUID", rule="INVALID_GUID")
    seconds = call.settings.backup_seconds
    delete_backup(call.db, call.site, backup_id.lower(), seconds=seconds, now_ms=call.now_ms)
    return {}


def _among(value: str, wanted: Sequence[str]) -> bool:
    return not wanted or value in wanted


PREFIX = "/wix-data/v2/backups"
OPERATIONS = [
    Operation("POST", PREFIX, "CREATE_BACKUP", create),
    Operation("GET", PREFIX, "LIST_BACKUPS", list_),
    Operation("DELETE", f"{PREFIX}/{{backupId}}", "DELETE_BACKUP", delete),
]
