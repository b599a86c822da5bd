"""One restoration to be begun; Wix gives it no name, so a lost one is found by comparing lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.client.restorations import Restoration
from wix_data_provider.lifecycle.submit import Submission
from wix_data_provider.waiter.states import RESTORATION_STATES, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from wix_data_provider.journal import Note
    from wix_data_provider.resources.restoring import Restorations, Wanted


class RestorationSubmission(Submission[Restoration]):
    """Of the backup `wanted` (an ID, or `latest`), whole or some `collections` of it."""

    by_mark = False

    def __init__(
        self,
        work: Restorations,
        wanted: str,
        collections: Wanted,
        *,
        mark: str,
        else_then: str | None = None,
    ) -> None:
        super().__init__(
            noun="restoration",
            what=_what(wanted, work),
            look_at="the site's restorations (dashboard, or GET /wix-data/v2/backups/restorations)",
            token="wix-data:index:Restoration",  # noqa: S106 - a type token
            site_id=work.site.id,
            mark=mark,
            else_then=else_then,
        )
        self._work = work
        self._wanted = wanted
        self._collections = collections
        self._backup_id = wanted

    @property
    def subject(self) -> str:
        return self._backup_id

    async def prepare(self) -> Collection[str]:
        backup = await self._work.holding(self._wanted, self._collections)
        self._backup_id = backup.id
        self.what = _what(backup.id, self._work)
        return [restoration.id for restoration in await self._listed()]

    async def send(self) -> Restoration:
        return await self._work.restore(self._backup_id, self._collections)

    async def by_id(self, id: str) -> Restoration | None:
        return (await self._work.site.client.restorations.restorations_by_id([id])).get(id)

    async def running(self) -> list[Restoration]:
        return []

    async def candidates(self, note: Note) -> list[Restoration]:
        """The note of other inputs does not tell which collections it was about."""
        old = {*note.listed, *(note.known or ())}
        return [
            restoration
            for restoration in await self._listed()
            if restoration.id not in old
            and restoration.backup is not None
            and restoration.backup.id == note.subject
            and (note.mark != self.mark or self._same_collections(restoration))
        ]

    def requested(self, op: Restoration) -> datetime | None:
        return op.requested_date

    async def supersede(self, op: Restoration) -> None:
        """Two restorations must not write at once: one that the state never had is waited for."""
        which = f"restoration {op.id}, which an earlier run may have submitted with other inputs,"
        if RESTORATION_STATES.outcome(op.status) is Outcome.PENDING:
            self._work.report.warning(f"{which} is still {op.status}: its end is waited for first")
            await self._work.wait(op.id, lambda _: None)
        else:
            self._work.report.warning(f"{which} ended as {op.status}")

    def _same_collections(self, restoration: Restoration) -> bool:
        """Wix lists the collections of a whole restoration, too: all that the backup holds."""
        listed = {item.data_collection_id for item in restoration.restoration_collections}
        if self._collections is not None:
            return listed == {id for id, *_ in self._collections}
        held = {item.id for item in restoration.backup.collections} if restoration.backup else set()
        return not listed or not held or listed == held

    async def _listed(self) -> list[Restoration]:
        restorations = self._work.site.client.restorations.list_restorations()
        return [restoration async for restoration in restorations]


def _what(backup_id: str, work: Restorations) -> str:
    return f"The restoration of backup {backup_id} on site {work.site.id}"
