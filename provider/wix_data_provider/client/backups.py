"""Backups of a site: models and calls."""

from collections.abc import AsyncGenerator, Collection, Sequence

from wix_data_provider.client.paging import offset_pages
from wix_data_provider.client.site import SiteApi, segment
from wix_data_provider.client.wire import Instant, ListOf, WireModel, unwrapped

PATH = "/wix-data/v2/backups"


class BackedUpCollection(WireModel):
    """A collection that a backup holds."""

    id: str
    display_name: str | None = None


class Backup(WireModel):
    """One backup of a site's live collections, as Wix returns it.

    Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/list-backups
    """

    id: str
    status: str  # open set: an unknown status must not break a read
    type: str  # "ON_DEMAND" or "AUTO"
    requested_date: Instant | None = None
    started_date: Instant | None = None
    finished_date: Instant | None = None
    deleted_date: Instant | None = None
    size_in_bytes: int | None = None  # arrives as a decimal string
    collections: ListOf[BackedUpCollection] = ()


class BackupsApi(SiteApi):
    """The backups of one site."""

    async def create_backup(self) -> Backup:
        """Ask for an on-demand backup; it is usually PENDING on return.

        A site keeps three on-demand backups: a fourth evicts the oldest. A lost answer is
        therefore never retried.

        Raises: ApiError, TransportError, ProtocolError.
        Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/create-backup
        """
        answer = await self._act("POST", PATH, {}, idempotent=False, doing="take a backup")
        return Backup.from_wire(unwrapped(answer, "backup"))

    async def list_backups(
        self,
        *,
        status: Sequence[str] = (),
        type: Sequence[str] = (),
    ) -> AsyncGenerator[Backup, None]:
        """Backups with one of these statuses and types (none given: all), newest first.

        Deleted ones are listed too. Pages are read as the iteration goes on; a backup made
        meanwhile shifts them, so that one may be missed but none comes twice.

        Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/list-backups
        """

        async def page(paging: dict[str, int]) -> dict[str, object]:
            params = {
                "status": list(status),
                "type": list(type),
                **{f"paging.{name}": value for name, value in paging.items()},
            }
            return await self._get(PATH, params, doing="list the backups")

        given = set[str]()
        async for item in offset_pages(page, "backups"):
            backup = Backup.from_wire(item)
            if backup.id not in given:
                given.add(backup.id)
                yield backup

    async def backups_by_id(self, ids: Collection[str]) -> dict[str, Backup]:
        """Those of these backups that Wix lists; it has no call for a single one.

        Pages are read only until all were seen.
        """
        wanted = set(ids)
        found: dict[str, Backup] = {}
        async for backup in self.list_backups():
            if backup.id in wanted:
                found[backup.id] = backup
            if len(found) == len(wanted):
                break
        return found

    async def delete_backup(self, backup_id: str) -> None:
        """Ask for its deletion, which takes a while: the list shows when it is DELETED.

        Raises: NotFound, other ApiError, TransportError.
        Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/delete-backup
        """
        doing = f"delete the backup {backup_id}"
        await self._act("DELETE", f"{PATH}/{segment(backup_id)}", idempotent=True, doing=doing)
