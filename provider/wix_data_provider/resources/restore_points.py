"""The on-demand backups of one site at work: make room, take, wait, drop."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from wix_data_provider.deadline import held, until
from wix_data_provider.errors import (
    ApiError,
    NotFound,
    OperationError,
    OperationGone,
    OperationTimedOut,
    Refused,
    WixDataError,
)
from wix_data_provider.lifecycle.submit import Submitter
from wix_data_provider.lifecycle.wording import age, count, duration, listing
from wix_data_provider.record import Record
from wix_data_provider.resources import slots
from wix_data_provider.resources.forecast import Eviction, evictions
from wix_data_provider.resources.needed import name_of, needed_backups, needs, refuse_if_needed
from wix_data_provider.waiter.outlast import outlast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence

    from wix_data_provider.client.backups import Backup
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.resources.forecast import Take
    from wix_data_provider.resources.slots import Slot
    from wix_data_provider.session import Session, Site


CLEAN_UP_S = 300.0


class Taken(Record):
    """A backup that Wix has accepted. `before`: the slots as they were right before;
    `victim`: what Wix was foreseen to evict; `adopted`: it might be a stranger's; `earlier`: an
    earlier run submitted it, and may have cleaned up since."""

    backup: Backup
    before: Sequence[str]
    victim: str | None = None
    adopted: bool = False
    earlier: bool = False


class RestorePoints(Record):
    """The backups of `site`, for one request of the engine (`deadline` on its clock)."""

    site: Site
    session: Session
    report: Report
    deadline: float

    async def occupied(self) -> list[Backup]:
        """The backups that take a slot. All are asked for: Wix may have statuses of its own."""
        listed = self.site.client.backups.list_backups(type=["ON_DEMAND"])
        return [backup async for backup in listed if slots.occupies(backup)]

    async def forecast(self, take: Take) -> None:
        """Say what a new backup will delete, together with those that other resources of this
        program take. Raises Refused where `take` would, or where they are in each other's way."""
        self.site.planned[take.urn] = take
        occupied = await self.occupied()
        needed = await needed_backups(self.session, self.site)
        self._judge(self._evictions(occupied, needed), needed)
        plan = slots.plan(occupied, take.own, take.keep, needed)
        for backup in plan.beyond if plan.drop is None else (plan.drop, *plan.beyond):
            self.report.info(f"deletes {self._name(backup)}: keep is {take.keep}")
        for backup in plan.spared:
            until = f"until {needed[backup.id]} has restored it"
            self.report.info(f"spares {self._name(backup)} {until}: keep is {take.keep}")

    async def forecast_use(self, backup_id: str, urn: str) -> None:
        """For the resource `urn`, which is about to restore that backup: raises Refused where the
        backups that this program takes would evict it, and warns where the program may delete it
        before. (`dependsOn` is not shown to a provider: what is shown later may come later.)"""
        due = await needs(self.session, self.site)
        occupied = await self.occupied() if self.site.planned else []
        if occupied:
            needed = {need.backup_id: name_of(need.urn) for need in due}
            found = self._evictions(occupied, needed)
            self._judge([one for one in found if one.victim.id in needed], needed)
        goes_by = [
            f"the new backup of {name_of(take.urn)} deletes it (keep is {take.keep})"
            for take in self.site.planned.values()
            if backup_id in slots.plan(occupied, take.own, take.keep).deleted
        ] + [
            f"{name_of(need.urn)} deletes it (deleteBackupAfter)"
            for need in due
            if need.frees and need.backup_id == backup_id and need.urn != urn
        ]
        for way in goes_by:
            self.report.warning(
                f"backup {backup_id} may be gone before this can restore it: {way}. Let that one "
                "depend on this resource (`dependsOn`)"
            )

    def _evictions(self, occupied: Sequence[Slot], needed: Collection[str]) -> list[Eviction]:
        takes = [self.site.planned[urn] for urn in sorted(self.site.planned)]
        return evictions(occupied, takes, needed, self.session.clock.utc())

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """The backups of one site are taken one after the other: the clean-up of one makes room
        for the next. Raises Refused where the deadline has passed meanwhile."""
        late = Refused(
            f"the time for this backup (customTimeouts) passed while another one of site "
            f"{self.site.id} was taken, so nothing was submitted"
        )
        waiting = partial(
            self.report.status, f"waiting for another new backup of site {self.site.id}"
        )
        async with held(self.site.rotating, self.session.clock, lambda: late, waiting=waiting):
            yield

    async def take(self, wanted: Take, mark: str) -> Taken:
        """The backup that an earlier run submitted, else a new one, after making room for it.

        Raises Refused, LostAnswer and what the client raises.
        """
        from wix_data_provider.resources.backup_submission import BackupSubmission  # noqa: PLC0415

        submission = BackupSubmission(self, wanted, mark)
        async with self.site.submitting("backup"):
            begun = await Submitter(submission, self.session, wanted.urn, self.report).begin()
            self.site.taken.add(begun.operation.id)
        return Taken(
            begun.operation, begun.listed, submission.victim, begun.compared, begun.earlier
        )

    async def make_room(self, wanted: Take) -> tuple[list[str], str | None]:
        """The slots that are taken once there is room for one more, and what Wix would evict."""
        occupied = await self.occupied()
        needed = await needed_backups(self.session, self.site)  # last: more may be shown
        plan = slots.plan(occupied, wanted.own, wanted.keep, needed)
        self._judge([Eviction(plan.victim, wanted)] if plan.victim else [], needed)
        if plan.drop is not None:
            self.report.status(f"deleting {self._name(plan.drop)} to make room")
            await self.drop(plan.drop.id)
        left = [backup.id for backup in occupied if backup is not plan.drop]
        return left, plan.victim.id if plan.victim else None

    async def wait(
        self, id: str, seen: Callable[[Backup], None], known: Backup | None = None
    ) -> Backup:
        """The backup once it has ended, well or not. `known`: as it was just submitted."""
        began = self.session.clock.now()

        def show(backup: Backup) -> None:
            seen(backup)
            self.report.status(f"{backup.status} for {duration(self.session.clock.now() - began)}")

        if known is not None:
            show(known)
            await asyncio.sleep(0)  # a cancel that `submit` held back strikes here at the latest
        return await self.site.backups.wait(id, deadline=self.deadline, seen=show, known=known)

    async def gone(self, before: Sequence[str]) -> list[str]:
        """Those of `before` that are gone and that this process did not delete. Where Wix does not
        tell, that is a warning: the new backup is READY all the same."""
        if not before:
            return []
        try:
            with until(self.session.clock.now() + CLEAN_UP_S):
                left = {backup.id for backup in await outlast(self.occupied, self.session.clock)}
        except WixDataError as error:
            self.report.warning(
                "the new backup is READY, but whether Wix deleted one to make room for it could "
                f"not be looked at: {error}"
            )
            return []
        return [id for id in before if id not in left | self.site.deleted]

    async def drop(self, id: str) -> None:
        """Delete a backup, and see it gone. One that is gone already is fine.

        Raises Refused where a resource of this program is about to restore it.
        """
        await refuse_if_needed(self.session, self.site, id)
        self.site.deleted.add(id)
        try:
            asked = await self._delete(id)
        except WixDataError:
            self.site.deleted.discard(id)  # it is still ours, and tried again
            raise
        if asked:
            await self._see_gone(id)

    async def _delete(self, id: str) -> bool:
        """Whether Wix is at it now; False where there is nothing left to delete."""
        try:
            await self.site.client.backups.delete_backup(id)
        except NotFound:
            return False
        except ApiError:
            backup = (await self.site.client.backups.backups_by_id([id])).get(id)
            if backup is None or not slots.occupies(backup):
                return False  # it holds no slot, and nothing that could be restored
            if backup.status == "READY":
                raise
            try:
                ended = await self.site.backups.wait(id, deadline=self.deadline, known=backup)
            except OperationGone:
                return False
            if not slots.occupies(ended):
                return False
            await self.site.client.backups.delete_backup(id)
        return True

    async def _see_gone(self, id: str) -> None:
        try:
            await self.site.deletions.wait(id, deadline=self.deadline)
        except OperationGone:
            return
        except OperationTimedOut as error:
            words = f"Wix was asked to delete backup {id}, and shows it still"
            raise OperationError(words, id=id, last=error.last) from error

    async def drop_beyond(self, own: Sequence[str], keep: int) -> list[str]:
        """Delete our oldest backups beyond `keep`; `own` is newest first. What is left of it.

        A deletion that fails is a warning: it is tried again at the next rotation. One that Wix
        takes its time for holds nobody up for longer than CLEAN_UP_S.
        """
        limit = min(self.deadline, self.session.clock.now() + CLEAN_UP_S)
        patient = self.evolve(deadline=limit)
        if own[keep:]:
            self.report.status(f"READY, deleting {count(len(own[keep:]), 'backup')} beyond keep")
        with until(limit):
            results = await asyncio.gather(
                *(patient.drop(id) for id in own[keep:]), return_exceptions=True
            )
        left = list(own[:keep])
        for id, result in zip(own[keep:], results, strict=True):
            if isinstance(result, WixDataError):
                self.report.warning(
                    f"backup {id} is beyond keep ({keep}) and could not be deleted: {result}; "
                    "it is tried again at the next rotation"
                )
                left.append(id)
            elif isinstance(result, BaseException):
                raise result
        return left

    def _judge(self, found: Sequence[Eviction], needed: Mapping[str, str]) -> None:
        """Warn of what Wix will delete. Raises Refused where that is not to be."""
        for eviction in found:
            self._refuse_if_kept(eviction, needed)
        for one in {eviction.victim.id: eviction for eviction in found}.values():
            known = one.take.evict is not None
            deletes = "deletes" if one.certain and known else "may delete"
            policy = "whenFull is evictOldest" if known else "whenFull is not known yet"
            order = "" if one.certain else "; that hangs on their order, which `dependsOn` fixes"
            self.report.warning(
                f"all {slots.SLOTS} slots of site {self.site.id} are taken{self._by_whom()}: Wix "
                f"{deletes} {self._name(one.victim)} ({policy}){order}"
            )

    def _refuse_if_kept(self, eviction: Eviction, needed: Mapping[str, str]) -> None:
        victim, taker = eviction.victim, eviction.take.urn
        if victim.id in self.site.planned:
            raise Refused(
                f"this program takes {len(self.site.planned)} backups of site {self.site.id}, and "
                f"a site keeps {slots.SLOTS}: the one of {name_of(taker)} would make Wix delete "
                f"that of {name_of(victim.id)}. Take fewer in one program"
            )
        taken = (
            f"all {slots.SLOTS} slots for on-demand backups of site {self.site.id} are taken"
            f"{self._by_whom()}: a new one would make Wix delete {self._name(victim)}"
        )
        if victim.id in needed:
            raise Refused(
                f"{taken}, which {needed[victim.id]} is about to restore, so nothing was "
                "submitted. Let this backup depend on that resource (`dependsOn`), or delete a "
                "backup that you no longer need"
            )
        if eviction.take.evict is False:
            raise Refused(
                f"{taken}, so nothing was submitted. Delete a backup that you no longer need, or "
                "accept the loss with `whenFull: evictOldest`"
            )

    def _by_whom(self) -> str:
        """Who takes part, where it is more than one resource."""
        if len(self.site.planned) <= 1:
            return ""
        return f" by the new backups of {listing([name_of(urn) for urn in self.site.planned])}"

    def _name(self, backup: Slot) -> str:
        requested = age(backup.requested_date, self.session.clock.utc())
        return f"backup {backup.id} (requested {requested})"
