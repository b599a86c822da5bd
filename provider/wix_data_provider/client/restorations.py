"""Restorations of a site: models and calls."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence

from wix_data_provider.client.backups import PATH, Backup
from wix_data_provider.client.paging import offset_pages
from wix_data_provider.client.site import SiteApi, segment
from wix_data_provider.client.wire import Instant, ListOf, WireModel, unwrapped


class RestoreDestination(WireModel):
    """The collection that gets the content, where it is not the one that was backed up."""

    data_collection_id: str
    display_name: str | None = None


class RestorationCollection(WireModel):
    """A collection of a partial restore; in place where it has no destination."""

    data_collection_id: str
    restore_destination: RestoreDestination | None = None


class Restoration(WireModel):
    """One restoration of a backup, as Wix returns it.

    Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/list-restorations
    """

    id: str
    status: str  # open set: PENDING, COMPLETED, FAILED
    backup: Backup | None = None
    requested_date: Instant | None = None
    started_date: Instant | None = None
    finished_date: Instant | None = None
    restoration_collections: ListOf[RestorationCollection] = ()


class RestorationsApi(SiteApi):
    """The restorations of one site."""

    async def restore_backup(self, backup_id: str) -> Restoration:
        """Start replacing the content of all its collections by that of a READY backup.

        Items added since are lost, so a lost answer is never retried.

        Raises: NotFound, Conflict (it is not READY), other ApiError, TransportError.
        Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/restore-backup
        """
        return await self._restore(backup_id, "restore", {"backupId": backup_id})

    async def restore_partially(
        self, backup_id: str, collections: Sequence[RestorationCollection]
    ) -> Restoration:
        """As `restore_backup`, for 1 to 1000 of its collections.

        Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/restore-partial-backup
        """
        wanted = [item.model_dump(by_alias=True, exclude_none=True) for item in collections]
        body = {"backupId": backup_id, "restorationCollections": wanted}
        return await self._restore(backup_id, "partial-restore", body)

    async def list_restorations(
        self, *, status: Sequence[str] = ()
    ) -> AsyncGenerator[Restoration, None]:
        """Restorations with one of these statuses (none given: all), newest first.

        Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/list-restorations
        """

        async def page(paging: dict[str, int]) -> dict[str, object]:
            params = {
                "status": list(status),
                **{f"paging.{name}": value for name, value in paging.items()},
            }
            return await self._get(f"{PATH}/restorations", params, doing="list the restorations")

        given = set[str]()
        async for item in offset_pages(page, "restorations"):
            restoration = Restoration.from_wire(item)
            if restoration.id not in given:
                given.add(restoration.id)
                yield restoration

    async def restorations_by_id(self, ids: Collection[str]) -> dict[str, Restoration]:
        """Those of these restorations that Wix lists; it has no call for a single one."""
        wanted = set(ids)
        found: dict[str, Restoration] = {}
        async for restoration in self.list_restorations():
            if restoration.id in wanted:
                found[restoration.id] = restoration
            if len(found) == len(wanted):
                break
        return found

    async def _restore(self, backup_id: str, how: str, body: Mapping[str, object]) -> Restoration:
        path = f"{PATH}/{segment(backup_id)}/{how}"
        doing = f"restore the backup {backup_id}"
        answer = await self._act("POST", path, body, idempotent=False, doing=doing)
        return Restoration.from_wire(unwrapped(answer, "restoration"))
