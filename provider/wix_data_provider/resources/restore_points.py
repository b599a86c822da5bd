"""The on-demand backups of one site at work: make room, take, wait, drop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wix_data_provider.errors import (
    ApiError,
    NotFound,
    OperationGone,
    Refused,
    WixDataError,
)
from wix_data_provider.lifecycle.submit import submit
from wix_data_provider.lifecycle.wording import age, count, duration
from wix_data_provider.record import Record
from wix_data_provider.resources import slots
from wix_data_provider.resources.needed import needed_backups, refuse_if_needed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from wix_data_provider.client.backups import Backup
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.session import Session, Site


class Taken(Record):
    """A backup that Wix has accepted. `before`: the slots as they were right before;
    `victim`: what Wix was foreseen to evict."""

    backup: Backup
    before: list[str]
    victim: str | None


class RestorePoints(Record):
    """The backups of `site`, for one request of the engine (`deadline` on its clock)."""

    site: Site
    session: Session
    report: Report
    deadline: float

    async def occupied(self) -> list[Backup]:
        """The backups that take a slot."""
        listed = self.site.client.backups.list_backups(status=slots.OCCUPYING, type=["ON_DEMAND"])
        return [backup async for backup in listed]

    async def forecast(self, own: Collection[str], keep: int, *, evict: bool) -> None:
        """Say what a new backup will delete. Raises Refused where `take` would."""
        occupied = await self.occupied()
        needed = await needed_backups(self.session, self.site)
        plan = slots.plan(occupied, own, keep, needed)
        self._judge(plan, needed, evict=evict)
        for backup in plan.beyond if plan.drop is None else (plan.drop, *plan.beyond):
            self.report.info(f"deletes {self._name(backup)}: keep is {keep}")
        for backup in plan.spared:
            user = needed[backup.id]
            self.report.info(f"spares {self._name(backup)}: {user} is about to restore it")

    async def take(self, own: Collection[str], keep: int, *, evict: bool) -> Taken:
        """Submit one backup, after making room for it. One at a time on each site.

        Raises Refused, LostAnswer and what the client raises.
        """
        async with self.site.submitting:
            occupied = await self.occupied()
            needed = await needed_backups(self.session, self.site)  # last: more may be shown
            plan = slots.plan(occupied, own, keep, needed)
            self._judge(plan, needed, evict=evict)
            if plan.drop is not None:
                self.report.status(f"deleting {self._name(plan.drop)} to make room")
                await self.drop(plan.drop.id)
            backup = await submit(
                self.site.client.backups.create_backup(),
                what=f"A backup of site {self.site.id}",
                look_at="the site's backups (dashboard, or GET /wix-data/v2/backups)",
                clock=self.session.clock,
            )
            self.site.taken.add(backup.id)
        before = [backup.id for backup in occupied]
        return Taken(backup, before, plan.victim.id if plan.victim else None)

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

    async def evicted(self, before: Sequence[str]) -> list[str]:
        """Those of `before` that are gone and that this process did not delete."""
        if not before:
            return []
        left = {backup.id for backup in await self.occupied()}
        return [id for id in before if id not in left | self.site.deleted]

    async def drop(self, id: str) -> None:
        """Delete a backup, and see it gone. One that is gone already is fine.

        Raises Refused where a resource of this program is about to restore it.
        """
        await refuse_if_needed(self.session, self.site, id)
        self.site.deleted.add(id)
        try:
            await self._see_gone(id)
        except WixDataError:
            self.site.deleted.discard(id)  # it is still ours, and tried again
            raise

    async def _see_gone(self, id: str) -> None:
        try:
            await self.site.client.backups.delete_backup(id)
        except NotFound:
            return
        except ApiError:
            backup = (await self.site.client.backups.backups_by_id([id])).get(id)
            if backup is None or backup.status not in slots.OCCUPYING:
                return  # it holds no slot, and nothing that could be restored
            if backup.status != "PENDING":
                raise
            await self.site.backups.wait(id, deadline=self.deadline, known=backup)
            await self.site.client.backups.delete_backup(id)
        try:
            await self.site.deletions.wait(id, deadline=self.deadline)
        except OperationGone:
            return

    async def drop_beyond(self, own: Sequence[str], keep: int) -> list[str]:
        """Delete our oldest backups beyond `keep`; `own` is newest first. What is left of it.

        A deletion that fails is a warning: it is tried again at the next rotation.
        """
        if own[keep:]:
            self.report.status(f"READY, deleting {count(len(own[keep:]), 'backup')} beyond keep")
        results = await asyncio.gather(
            *(self.drop(id) for id in own[keep:]), return_exceptions=True
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

    def _judge(self, plan: slots.Plan, needed: Mapping[str, str], *, evict: bool) -> None:
        if plan.victim is None:
            return
        name = self._name(plan.victim)
        if plan.victim.id in needed:
            raise Refused(
                f"all {slots.SLOTS} slots for on-demand backups of site {self.site.id} are taken: "
                f"a new one would make Wix delete {name}, which {needed[plan.victim.id]} is about "
                "to restore, so nothing was submitted. Let this backup depend on that resource "
                "(`dependsOn`), or delete a backup that you no longer need"
            )
        if evict:
            self.report.warning(
                f"all {slots.SLOTS} slots of site {self.site.id} are taken: Wix deletes {name} "
                "(whenFull is evictOldest)"
            )
            return
        raise Refused(
            f"all {slots.SLOTS} slots for on-demand backups of site {self.site.id} are taken: a "
            f"new one would make Wix delete {name}, so nothing was submitted. Delete a backup that "
            "you no longer need, or accept the loss with `whenFull: evictOldest`"
        )

    def _name(self, backup: Backup) -> str:
        requested = age(backup.requested_date, self.session.clock.utc())
        return f"backup {backup.id} (requested {requested})"
