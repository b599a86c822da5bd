"""Backups that restorations of this program are about to use, as far as this process was shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from wix_data_provider.errors import Refused
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from datetime import datetime

    from wix_data_provider.client.backups import Backup
    from wix_data_provider.session import Session, Site

LATEST = "latest"
CLOCKS_DIFFER = timedelta(minutes=1)
"""A backup taken right before a run must count, also where this machine's clock is late."""


class Need(Record):
    """The resource `urn` is about to restore a backup. `frees`: and deletes it then."""

    urn: str
    backup_id: str
    frees: bool


async def needed_backups(session: Session, site: Site) -> dict[str, str]:
    """Their IDs, each with the resource that is about to restore it."""
    return {need.backup_id: name_of(need.urn) for need in await needs(session, site)}


async def needs(session: Session, site: Site) -> list[Need]:
    """Of all resources of this program that are due."""
    found: list[Need] = []
    latest: str | None = None
    for urn, inputs in session.due_inputs().items():
        wanted = inputs.needed_backup
        if wanted is None or (inputs.site_id or session.config.site_id or "").lower() != site.id:
            continue
        if wanted == LATEST:
            latest = latest or await _latest_id(site, session)
            wanted = latest
        if wanted is not None:
            found.append(Need(urn, wanted.lower(), inputs.frees_backup))
    return found


async def _latest_id(site: Site, session: Session) -> str | None:
    backup = await latest_backup(site, session)
    return backup.id if backup else None


async def refuse_if_needed(session: Session, site: Site, backup_id: str) -> None:
    """Raises Refused where a resource is about to restore that backup."""
    resource = (await needed_backups(session, site)).get(backup_id)
    if resource is not None:
        raise Refused(f"backup {backup_id} is not deleted: {resource} is about to restore it")


async def latest_backup(site: Site, session: Session) -> Backup | None:
    """The newest one that could be restored when this process began, as it is now.

    Never one that it took itself, however much its clock and that of Wix differ. One that went
    since, to make room for a newer one, is told by its status: an older one is no substitute.
    """
    began = session.began + CLOCKS_DIFFER
    async for backup in site.client.backups.list_backups():  # newest first
        if backup.id in site.taken or (backup.requested_date or began) > began:
            continue
        if backup.status == "READY" or _went_since(backup, session.began, site):
            return backup
    return None


def _went_since(backup: Backup, began: datetime, site: Site) -> bool:
    """Our own deletions count whatever the clocks say."""
    deleted = backup.deleted_date
    since = backup.id in site.deleted or (deleted is not None and deleted >= began)
    return backup.status == "DELETED" and since


def name_of(urn: str) -> str:
    """A resource as a sentence names it.

    >>> name_of("urn:pulumi:dev::shop::wix-data:index:Restoration::rollback")
    'Restoration `rollback`'
    """
    _, _, kind, name = urn.split("::", 3)
    return f"{kind.rsplit(':', 1)[-1]} `{name}`"
