"""The restorations of one site at work: choose the backup, submit, wait, free the slot."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wix_data_provider.client.restorations import RestorationCollection, RestoreDestination
from wix_data_provider.errors import ConfigError, Refused
from wix_data_provider.lifecycle.submit import Submitter
from wix_data_provider.lifecycle.wording import duration, listing
from wix_data_provider.record import Record
from wix_data_provider.resources.needed import LATEST, latest_backup
from wix_data_provider.resources.restore_points import RestorePoints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wix_data_provider.client.backups import Backup
    from wix_data_provider.client.restorations import Restoration
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.session import Session, Site

    Wanted = Sequence[tuple[str, str | None, str | None]] | None


class Restorations(Record):
    """The restorations of `site`, for one request of the engine (`deadline` on its clock)."""

    site: Site
    session: Session
    report: Report
    deadline: float

    async def ready_backup(self, wanted: str) -> Backup:
        """The backup of that ID, or the latest one. Raises ConfigError, Refused."""
        if wanted == LATEST:
            latest = await latest_backup(self.site, self.session)
            if latest is None:
                raise ConfigError(f"site {self.site.id} has no READY backup to restore from")
            if latest.status != "READY":
                raise Refused(
                    f"backup {latest.id}, the latest when this run began, was deleted since; an "
                    "older one is no substitute, so nothing was submitted. Name the backup to "
                    "restore by its ID, or give its `Backup` a larger `keep`"
                )
            return latest
        backup = (await self.site.client.backups.backups_by_id([wanted])).get(wanted)
        if backup is None:
            raise ConfigError(f"site {self.site.id} has no backup {wanted}: correct `backupId`")
        if backup.status != "READY":
            raise Refused(
                f"backup {wanted} is {backup.status}, and only a READY one can be restored, so "
                "nothing was submitted"
            )
        return backup

    async def holding(self, wanted: str, collections: Wanted) -> Backup:
        """As `ready_backup`; it must hold these collections as well."""
        backup = await self.ready_backup(wanted)
        held = [item.id for item in backup.collections]
        absent = [id for id, *_ in collections or () if id not in held]
        if held and absent:
            raise ConfigError(
                f"backup {backup.id} does not hold {', '.join(absent)}: correct `collections`; it "
                f"holds {listing(held)}"
            )
        return backup

    async def begin(
        self,
        wanted: str,
        collections: Wanted,
        urn: str,
        mark: str,
        *,
        else_then: str | None = None,
    ) -> tuple[Restoration, str]:
        """The restoration of the resource `urn` that an earlier run submitted, else a new one,
        once it is known that the backup can be restored; and that backup's ID. One submit at a
        time on each site.

        Raises ConfigError, Refused, LostAnswer and what the client does.
        """
        from wix_data_provider.resources.restoration_submission import (  # noqa: PLC0415
            RestorationSubmission,
        )

        submission = RestorationSubmission(
            self, wanted, collections, mark=mark, else_then=else_then
        )
        async with self.site.submitting("restoration"):
            begun = await Submitter(submission, self.session, urn, self.report).begin()
        backup = begun.operation.backup
        return begun.operation, backup.id if backup else submission.subject

    async def restore(self, backup_id: str, wanted: Wanted) -> Restoration:
        """Submit. Raises what the client does."""
        api = self.site.client.restorations
        if wanted is None:
            return await api.restore_backup(backup_id)
        return await api.restore_partially(backup_id, [_on_wire(*item) for item in wanted])

    async def wait(
        self, id: str, seen: Callable[[Restoration], None], known: Restoration | None = None
    ) -> Restoration:
        """The restoration once it has ended, well or not."""
        began = self.session.clock.now()

        def show(restoration: Restoration) -> None:
            seen(restoration)
            elapsed = duration(self.session.clock.now() - began)
            self.report.status(f"{restoration.status} for {elapsed}")

        if known is not None:
            show(known)
            await asyncio.sleep(0)  # a cancel that `submit` held back strikes here at the latest
        return await self.site.restorations.wait(id, deadline=self.deadline, seen=show, known=known)

    async def drop(self, backup_id: str) -> None:
        """Delete the backup, and see it gone."""
        self.report.status(f"deleting backup {backup_id}")
        await self.points().drop(backup_id)

    def points(self) -> RestorePoints:
        """The backups of the same site."""
        return RestorePoints(self.site, self.session, self.report, self.deadline)


def _on_wire(collection_id: str, to: str | None, name: str | None) -> RestorationCollection:
    destination = RestoreDestination(data_collection_id=to, display_name=name) if to else None
    return RestorationCollection(data_collection_id=collection_id, restore_destination=destination)
