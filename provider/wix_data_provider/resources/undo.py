"""restoreOnFailure: one collection put back to a backup, after an import that did not work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.errors import OperationGone
from wix_data_provider.lifecycle.submit import Submitter
from wix_data_provider.record import Record
from wix_data_provider.resources.restoration_submission import RestorationSubmission
from wix_data_provider.resources.undone import restoring
from wix_data_provider.waiter.states import GONE

if TYPE_CHECKING:
    from wix_data_provider.client.backups import Backup
    from wix_data_provider.client.restorations import Restoration
    from wix_data_provider.lifecycle.checkpoint import Checkpoint
    from wix_data_provider.resources.import_job import ImportJobState
    from wix_data_provider.resources.restoring import Restorations


class Undo(Record):
    """The restoration of `collection_id` alone from `backup_id`, known to the journal as `key`."""

    work: Restorations
    key: str
    backup_id: str
    collection_id: str

    async def backup(self) -> Backup:
        """The backup as it is now. Raises ConfigError, Refused where it could not be restored."""
        return await self.work.holding(self.backup_id, self._collections)

    async def carry_out(self, point: Checkpoint[ImportJobState], *, fresh: bool) -> None:
        """Restore and wait, the state following each step. `fresh`: nothing was submitted before;
        else only what an earlier run submitted is gone on with.

        Raises ConfigError, Refused, LostAnswer, OperationTimedOut and what the client does.
        """
        known = None
        if point.state.restoration_id is None:
            job_id = point.state.job_id
            known = await (self._begin(job_id) if fresh else self._resume(job_id))
            if known is None:
                return
            state = point.state.evolve(restoration_id=known.id, restoration_status=known.status)
            point.reach(state)
        if point.state.restoration_id is None or not restoring(point.state):
            return

        def seen(restoration: Restoration) -> None:
            point.reach(point.state.evolve(restoration_status=restoration.status))

        try:
            await self.work.wait(point.state.restoration_id, seen, known)
        except OperationGone:
            point.reach(point.state.evolve(restoration_status=GONE))

    async def ended(self, id: str) -> None:
        """Wait for the end of what was submitted, well or not."""
        try:
            await self.work.wait(id, lambda _: None)
        except OperationGone:
            return

    async def _begin(self, job_id: str) -> Restoration:
        mark = self._mark(job_id)
        begun, _ = await self.work.begin(
            self.backup_id, self._collections, self.key, mark, else_then=_NEVER
        )
        return begun

    async def _resume(self, job_id: str) -> Restoration | None:
        session = self.work.session
        if session.journal.open_note(self.key) is None:
            return None
        submission = RestorationSubmission(
            self.work, self.backup_id, self._collections, mark=self._mark(job_id)
        )
        begun = await Submitter(submission, session, self.key, self.work.report).resume()
        return None if begun is None else begun.operation

    @property
    def _collections(self) -> list[tuple[str, str | None, str | None]]:
        return [(self.collection_id, None, None)]

    def _mark(self, job_id: str) -> str:
        return f"{job_id} {self.backup_id} {self.collection_id}"


_NEVER = "submits no restoration where there is none"
