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

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from wix_data_provider.client.backups import Backup
    from wix_data_provider.clock import Clock
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.session import Site


class Taken(Record):
    """A backup that Wix has accepted. `before`: the slots as they were right before;
    `victim`: what Wix was foreseen to evict."""

    backup: Backup
    before: list[str]
    victim: str | None


class RestorePoints(Record):
    """The backups of `site`, for one request of the engine (`deadline` on `clock`)."""

    site: Site
    clock: Clock
    report: Report
    deadline: float

    async def occupied(self) -> list[Backup]:
        """The backups that take a slot."""
        listed = self.site.client.backups.list_backups(status=slots.OCCUPYING, type=["ON_DEMAND"])
        return [backup async for backup in listed]

    async def forecast(self, own: Collection[str], keep: int, *, evict: bool) -> None:
        """Say what a new backup will delete. Raises Refused where `take` would."""
        plan = slots.plan(await self.occupied(), own, keep)
        self._judge(plan, evict=evict)
        for backup in plan.beyond if plan.drop is None else (plan.drop, *plan.beyond):
            self.report.info(f"deletes {self._name(backup)}: keep is {keep}")

    async def take(self, own: Collection[str], keep: int, *, evict: bool) -> Taken:
        """Submit one backup, after making room for it. One at a time on each site.

        Raises Refused, LostAnswer and what the client raises.
        """
        async with self.site.submitting:
            occupied = await self.occupied()
            plan = slots.plan(occupied, own, keep)
            self._judge(plan, evict=evict)
            if plan.drop is not None:
                self.report.status(f"deleting {self._name(plan.drop)} to make room")
                await self.drop(plan.drop.id)
            backup = await submit(
                self.site.client.backups.create_backup(),
                what=f"A backup of site {self.site.id}",
                look_at="the site's backups (dashboard, or GET /wix-data/v2/backups)",
                clock=self.clock,
            )
        before = [backup.id for backup in occupied]
        return Taken(backup, before, plan.victim.id if plan.victim else None)

    async def wait(
        self, id: str, seen: Callable[[Backup], None], known: Backup | None = None
    ) -> Backup:
        """The backup once it has ended, well or not. `known`: as it was just submitted."""
        began = self.clock.now()

        def show(backup: Backup) -> None:
            seen(backup)
            self.report.status(f"{backup.status} for {duration(self.clock.now() - began)}")

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
        """Delete a backup, and see it gone. One that is gone already is fine."""
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
            if not await self._was_pending(id):
                raise
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

    async def _was_pending(self, id: str) -> bool:
        """Whether Wix refused because it was still at work; it is waited for."""
        shown = await self.site.client.backups.backups_by_id([id])
        if id not in shown or shown[id].status != "PENDING":
            return False
        await self.site.backups.wait(id, deadline=self.deadline, known=shown[id])
        return True

    def _judge(self, plan: slots.Plan, *, evict: bool) -> None:
        if plan.victim is None:
            return
        name = self._name(plan.victim)
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
        return f"backup {backup.id} (requested {age(backup.requested_date, self.clock.utc())})"
