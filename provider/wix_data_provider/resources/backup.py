"""Backup: a rotating restore point of a site."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wix_data_provider.errors import ConfigError, OperationGone, ResourceInitFailed
from wix_data_provider.lifecycle.checkpoint import Checkpoint
from wix_data_provider.lifecycle.codec import Problem, encode
from wix_data_provider.lifecycle.diff import Diff, changes
from wix_data_provider.lifecycle.fields import carry_over
from wix_data_provider.lifecycle.resource import (
    Checked,
    Created,
    CreateRequest,
    DeleteRequest,
    DiffRequest,
    Found,
    Preview,
    ReadRequest,
    Request,
    Resource,
    Timeouts,
    UpdateRequest,
)
from wix_data_provider.lifecycle.wording import count
from wix_data_provider.resources import slots
from wix_data_provider.resources.backup_state import (
    BackupArgs,
    BackupState,
    DeletionPolicy,
    WhenFull,
    might_be_anothers,
    not_ready,
    pending,
    seen,
    state_of,
    state_taken,
    taken_over,
    why_it_runs,
)
from wix_data_provider.resources.site import check_site, join, parse_id, resource_id
from wix_data_provider.waiter.states import BACKUP_STATES, GONE, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from wix_data_provider.resources.forecast import Take
    from wix_data_provider.resources.restore_points import RestorePoints, Taken

    Running = CreateRequest[BackupArgs] | UpdateRequest[BackupArgs, BackupState]


class BackupResource(Resource[BackupArgs, BackupState]):
    token = "wix-data:index:Backup"  # noqa: S105 - a type token
    args = BackupArgs
    state = BackupState
    timeouts = Timeouts(create=3600, update=3600, delete=900)

    def check(self, inputs: BackupArgs) -> Checked:
        problems = []
        if not 1 <= inputs.keep <= slots.SLOTS:
            problems.append(Problem("keep", f"`keep` must be 1, 2 or 3, not {inputs.keep}"))
        return join(check_site(inputs, self.session.config), Checked(problems=problems))

    def operations(self, urn: str, state: BackupState) -> Mapping[str, Collection[str]]:
        return {urn: state.own}

    async def diff(self, req: DiffRequest[BackupArgs, BackupState]) -> Diff:
        found = changes(req.inputs, req.state)
        if req.state.imported:
            found = [taken_over(change) for change in found]
        return Diff(found)

    async def preview_create(self, req: CreateRequest[BackupArgs]) -> Preview:
        await self._forecast(req, own=())
        return Preview({"previousBackupIds": []})

    async def create(self, req: CreateRequest[BackupArgs]) -> Created[BackupState]:
        points = self._points(req, req.inputs)
        async with points.turn():
            taken = await self._take(req, points, own=())
            state = state_taken(req.inputs, taken, previous=[])
            id = resource_id(points.site.id, taken.backup.id)
            return Created(id, await self._finish(points, id, state, taken))

    async def preview_update(self, req: UpdateRequest[BackupArgs, BackupState]) -> Preview:
        why = why_it_runs(req.inputs, req.state)
        if pending(req.state):
            req.report.info(f"`up` waits for backup {req.state.backup_id}, begun before")
        elif why is None:
            return Preview(encode(req.state), rest=None)
        if why is not None:
            verb = "may take" if "triggers" in req.inputs.unknown else "takes"
            req.report.info(f"{verb} a new backup: {why}")
            await self._forecast(req, own=req.state.deletable)
            return Preview()
        return Preview({"backupId": req.state.backup_id})

    async def update(self, req: UpdateRequest[BackupArgs, BackupState]) -> BackupState:
        points = self._points(req, req.inputs)
        state = req.state
        if pending(state):
            state = await self._finish(points, req.id, state)
        if why_it_runs(req.inputs, state) is None:
            return carry_over(req.inputs, state, imported=None)
        if state.adopted:
            req.report.warning(f"not rotated: {might_be_anothers(state.backup_id)}")
        async with points.turn():
            taken = await self._take(req, points, own=state.deletable)
            gone = points.site.deleted
            kept = [id for id in state.deletable if id in taken.before and id not in gone]
            rotated = state_taken(req.inputs, taken, previous=kept)
            return await self._finish(points, req.id, rotated, taken)

    async def read(self, req: ReadRequest[BackupState]) -> Found[BackupArgs, BackupState] | None:
        if req.state is None:
            return await self._import(req.id)
        site = self.session.site(req.state.site)
        shown = await site.client.backups.backups_by_id([req.state.backup_id])
        backup = shown.get(req.state.backup_id)
        return _found(req.id, seen(req.state, backup), vanished=backup is None)

    async def delete(self, req: DeleteRequest[BackupState]) -> None:
        newest = self.session.newest(req.urn)
        policies = [inputs.deletion_policy for inputs in (req.state, newest) if inputs is not None]
        if DeletionPolicy.RETAIN in policies:
            return
        points = self._points(req, req.state)
        if req.state.adopted:
            req.report.warning(f"left at Wix: {might_be_anothers(req.state.backup_id)}")
        req.report.status(f"deleting {count(len(req.state.deletable), 'backup')}")
        dropped = await asyncio.gather(
            *(points.drop(id) for id in req.state.deletable), return_exceptions=True
        )
        for error in dropped:
            if error is not None:
                raise error

    def _points(self, req: Request, inputs: BackupArgs) -> RestorePoints:
        from wix_data_provider.resources.restore_points import RestorePoints  # noqa: PLC0415

        site = self.session.site(inputs.site)
        return RestorePoints(site, self.session, req.report, req.deadline)

    async def _forecast(self, req: Running, own: Collection[str]) -> None:
        from wix_data_provider.lifecycle.marker import mark_of  # noqa: PLC0415 - not at start-up

        if self.session.journal.is_open(req.urn, mark_of(req.urn, req.inputs, {})):
            return  # `up` goes on with that one; where it finds none, it counts the slots
        if "keep" in req.inputs.unknown:
            req.report.info("`keep` is not known yet: which backups go for this one, `up` tells")
            return
        try:
            points = self._points(req, req.inputs)
        except ConfigError as error:
            req.report.warning(f"the slots of the site were not looked at: {error}")
            return
        await points.forecast(self._wanted(req, own))

    async def _take(self, req: Running, points: RestorePoints, own: Collection[str]) -> Taken:
        from wix_data_provider.lifecycle.marker import mark_of  # noqa: PLC0415 - not at start-up

        return await points.take(self._wanted(req, own), mark_of(req.urn, req.inputs, {}))

    def _wanted(self, req: Running, own: Collection[str]) -> Take:
        from wix_data_provider.resources.forecast import Take  # noqa: PLC0415 - not at start-up

        known = "when_full" not in req.inputs.unknown
        evict = req.inputs.when_full is WhenFull.EVICT_OLDEST if known else None
        return Take(req.urn, tuple(own), req.inputs.keep, evict)

    async def _finish(
        self,
        points: RestorePoints,
        id: str,
        state: BackupState,
        taken: Taken | None = None,
    ) -> BackupState:
        """Wait for READY; only then report what was evicted, and drop what is beyond `keep`.
        `taken`: this run has just come to have the backup."""
        with Checkpoint(id, state, what=f"backup {state.backup_id}") as point:
            try:
                await points.wait(
                    state.backup_id,
                    lambda backup: point.reach(seen(point.state, backup)),
                    taken.backup if taken else None,
                )
            except OperationGone:
                point.reach(point.state.evolve(status=GONE, available=False))
            if BACKUP_STATES.outcome(point.state.status) is not Outcome.SUCCEEDED:
                raise point.failed([not_ready(point.state)])
            point.canceled = (
                f"canceled after backup {state.backup_id} was READY; backups beyond `keep` are "
                "deleted at the next rotation"
            )
            gone = await points.gone(_before(state, taken))
            evicted = [] if taken and taken.earlier else gone
            for lost in evicted:
                points.report.warning(f"Wix deleted backup {lost} to make room for this one")
            point.reach(
                point.state.evolve(
                    previous_backup_ids=[id for id in point.state.own[1:] if id not in gone],
                    evicted_backup_id=evicted[0] if evicted else None,
                )
            )
            own = await points.drop_beyond(point.state.own, state.keep)
            return point.state.evolve(previous_backup_ids=own[1:])

    async def _import(self, text: str) -> Found[BackupArgs, BackupState] | None:
        site_id, backup_id = parse_id(text, self.session.config)
        site = self.session.site(site_id)
        shown = await site.client.backups.backups_by_id([backup_id])
        if backup_id not in shown:
            return None
        backup = shown[backup_id]
        if backup.type != "ON_DEMAND":
            raise ConfigError(
                f"backup {backup_id} is of type {backup.type}: only on-demand backups are resources"
            )
        args = BackupArgs(site_id=site_id)
        state = seen(state_of(args, backup, previous=[], imported=True), backup)
        return _found(resource_id(site_id, backup_id), state, inputs=args)


def _found(
    id: str,
    state: BackupState,
    *,
    inputs: BackupArgs | None = None,
    vanished: bool = False,
) -> Found[BackupArgs, BackupState]:
    """A refresh never turns green what is not READY."""
    if BACKUP_STATES.outcome(state.status) is Outcome.SUCCEEDED:
        return Found(id, state, inputs)
    name = f"backup {state.backup_id}"
    lost = f"{name} is not in Wix's list any more; the next `pulumi up` looks for it again"
    raise ResourceInitFailed(
        id=id,
        state=encode(state),
        reasons=[lost if vanished and pending(state) else not_ready(state)],
        inputs=encode(inputs) if inputs else None,
    )


def _before(state: BackupState, taken: Taken | None) -> Sequence[str]:
    """Of which backups to see whether they are gone. A run that goes on with what an earlier one
    submitted knows only of its own: others may have been deleted by their owners."""
    if taken is None:
        return [state.evicted_backup_id] if state.evicted_backup_id else []
    return state.previous_backup_ids if taken.earlier else taken.before
