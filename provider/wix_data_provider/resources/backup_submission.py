"""One backup to be taken; Wix gives it no name, so a lost one is found by comparing lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.client.backups import Backup
from wix_data_provider.lifecycle.submit import Submission
from wix_data_provider.resources import slots
from wix_data_provider.waiter.states import BACKUP_STATES, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from wix_data_provider.journal import Note
    from wix_data_provider.resources.forecast import Take
    from wix_data_provider.resources.restore_points import RestorePoints


class BackupSubmission(Submission[Backup]):
    """`victim`: what Wix was foreseen to evict, once room was made."""

    by_mark = False

    def __init__(self, points: RestorePoints, wanted: Take, mark: str) -> None:
        super().__init__(
            noun="backup",
            what=f"A backup of site {points.site.id}",
            look_at="the site's backups (dashboard, or GET /wix-data/v2/backups)",
            token="wix-data:index:Backup",  # noqa: S106 - a type token
            site_id=points.site.id,
            mark=mark,
        )
        self.caution = "might be somebody else's: this resource never deletes it"
        self.victim: str | None = None
        self._points = points
        self._take = wanted

    @property
    def subject(self) -> str:
        return "backup"

    async def prepare(self) -> Collection[str]:
        left, self.victim = await self._points.make_room(self._take)
        return left

    async def send(self) -> Backup:
        return await self._points.site.client.backups.create_backup()

    async def by_id(self, id: str) -> Backup | None:
        return (await self._points.site.client.backups.backups_by_id([id])).get(id)

    async def running(self) -> list[Backup]:
        return []

    async def candidates(self, note: Note) -> list[Backup]:
        old = {*note.listed, *(note.known or ()), *self._points.site.taken}
        return [backup for backup in await self._points.occupied() if backup.id not in old]

    def requested(self, op: Backup) -> datetime | None:
        return op.requested_date

    def repeats(self, op: Backup) -> bool:
        return BACKUP_STATES.outcome(op.status) is Outcome.FAILED

    async def harmless(self) -> bool:
        """Whether both this one and the lost one would find a slot."""
        return len(await self._points.occupied()) + 2 <= slots.SLOTS

    async def lacking(self) -> bool:
        """What is gone is no restore point."""
        return True

    async def supersede(self, op: Backup) -> None:
        """It holds a slot, and might be a stranger's: what becomes of it is the user's to say."""
        if slots.occupies(op):
            self._points.report.warning(
                f"backup {op.id} ({op.status}) may be of an earlier run with other inputs that was "
                "interrupted, and takes a slot: delete it yourself if it is not needed"
            )
