"""A backup as functions return it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.wording import iso
from wix_data_provider.resources.backup_state import BackupCollection

if TYPE_CHECKING:
    from wix_data_provider.client.backups import Backup


class BackupRecord(Inputs):
    """A backup as Wix lists it."""

    backup_id: str = field("Its ID at Wix: what a restoration takes.")
    status: str = field(
        "READY: usable. PENDING: in progress. FAILED, CANCELED, DELETED: not usable."
    )
    type: str = field("ON_DEMAND: somebody asked for it. AUTO: Wix made it by itself.")
    requested_date: str | None = field("When it was asked for (ISO 8601, UTC).", default=None)
    started_date: str | None = field("When Wix began it (ISO 8601, UTC).", default=None)
    finished_date: str | None = field("When it was finished (ISO 8601, UTC).", default=None)
    deleted_date: str | None = field("When it was deleted (ISO 8601, UTC).", default=None)
    size_in_bytes: float | None = field("Its size, once finished.", default=None)
    collections: list[BackupCollection] = field("The collections whose content is in it.")


def values_of(backup: Backup) -> dict[str, Any]:
    """The properties of its record, by attribute."""
    return {
        "backup_id": backup.id,
        "status": backup.status,
        "type": backup.type,
        "requested_date": iso(backup.requested_date),
        "started_date": iso(backup.started_date),
        "finished_date": iso(backup.finished_date),
        "deleted_date": iso(backup.deleted_date),
        "size_in_bytes": backup.size_in_bytes,
        "collections": [
            BackupCollection(id=item.id, display_name=item.display_name)
            for item in backup.collections
        ],
    }
