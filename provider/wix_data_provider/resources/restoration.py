"""Restoration: a site's content, or some of its collections, put back to a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.errors import (
    ConfigError,
    OperationGone,
    ResourceInitFailed,
    WixDataError,
)
from wix_data_provider.lifecycle.checkpoint import Checkpoint
from wix_data_provider.lifecycle.codec import encode
from wix_data_provider.lifecycle.diff import Change, Diff, changes, reasons
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
from wix_data_provider.lifecycle.wording import age
from wix_data_provider.resources.needed import LATEST
from wix_data_provider.resources.restoration_state import (
    RestorationArgs,
    RestorationState,
    begun_state,
    collections_of,
    complaint,
    pending,
    problems,
    scope,
    seen,
    slot_to_free,
    unordered,
    wire_of,
    with_inputs,
)
from wix_data_provider.resources.site import check_site, join, parse_id, resource_id
from wix_data_provider.waiter.states import GONE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from wix_data_provider.client.restorations import Restoration
    from wix_data_provider.resources.restoring import Restorations
    from wix_data_provider.session import Site


class RestorationResource(Resource[RestorationArgs, RestorationState]):
    token = "wix-data:index:Restoration"  # noqa: S105 - a type token
    args = RestorationArgs
    state = RestorationState
    timeouts = Timeouts(create=7200, update=7200, delete=7200)

    def check(self, inputs: RestorationArgs) -> Checked:
        site = check_site(inputs, self.session.config)
        known = {} if "backup_id" in inputs.unknown else {"backupId": inputs.backup_id.lower()}
        return join(site, Checked(known, problems(inputs)))

    def operations(self, urn: str, state: RestorationState) -> Mapping[str, Collection[str]]:
        return {urn: [state.restoration_id]}

    async def diff(self, req: DiffRequest[RestorationArgs, RestorationState]) -> Diff:
        found = changes(req.inputs, req.state)
        known = "collections" not in req.inputs.unknown
        if known and unordered(req.inputs) == unordered(req.state):
            found = [change for change in found if not change.path.startswith("collections")]
        if req.state.imported:
            found = [_taken_over(change, req.inputs, req.state) for change in found]
        why = reasons(found)
        if why:
            verb = "may restore" if any(change.unknown for change in found) else "restores"
            req.report.warning(f"{verb} once more: {why}")
        elif slot_to_free(req.state):
            found.append(Change("backupLeft", input=False))
        if why or pending(req.state):
            self.session.due.add(req.urn)
        else:
            self.session.due.discard(req.urn)
        return Diff(found, delete_before_replace=pending(req.state))

    async def preview_create(self, req: CreateRequest[RestorationArgs]) -> Preview:
        loss = "items added since then are lost, and content submitted meanwhile may be"
        if "backup_id" in req.inputs.unknown:
            req.report.warning(f"restores {scope(req.inputs)} from a backup not known yet: {loss}")
            return Preview()
        if self.session.journal.is_open(req.urn, _mark(req)):
            return Preview()  # its backup may be gone by now; `up` looks for it first
        try:
            work = self._work(req, req.inputs)
        except ConfigError as error:
            req.report.warning(f"the backup was not looked at: {error}")
            return Preview()
        backup = await work.holding(req.inputs.backup_id, wire_of(req.inputs))
        await work.points().forecast_use(backup.id, req.urn)
        taken = age(backup.requested_date, self.session.clock.utc())
        req.report.warning(
            f"restores {scope(req.inputs, backup)} from backup {backup.id}, taken {taken}: {loss}"
        )
        if req.inputs.delete_backup_after:
            req.report.info(f"deletes backup {backup.id} once the restoration is COMPLETED")
        elif "delete_backup_after" in req.inputs.unknown:
            req.report.info(f"may delete backup {backup.id}: `deleteBackupAfter` is not known yet")
        return Preview({"restoredBackupId": backup.id})

    async def create(self, req: CreateRequest[RestorationArgs]) -> Created[RestorationState]:
        work = self._work(req, req.inputs)
        begun, backup_id = await work.begin(
            req.inputs.backup_id, wire_of(req.inputs), req.urn, _mark(req)
        )
        left = req.inputs.delete_backup_after or None
        state = seen(begun_state(req.inputs, begun, backup_id, backup_left=left), begun)
        id = resource_id(work.site.id, begun.id)
        return Created(id, await self._finish(work, req, id, state, begun))

    async def preview_update(
        self, req: UpdateRequest[RestorationArgs, RestorationState]
    ) -> Preview:
        state = with_inputs(req)
        if pending(state):
            req.report.info(f"`up` waits for restoration {state.restoration_id}, begun before")
            return Preview()
        if complaint(state):
            req.report.warning(complaint(state))
        elif slot_to_free(state):
            req.report.info(f"deletes backup {state.restored_backup_id} (deleteBackupAfter)")
            state = state.evolve(backup_left=None)
        return Preview(encode(state), rest=None)

    async def update(
        self, req: UpdateRequest[RestorationArgs, RestorationState]
    ) -> RestorationState:
        return await self._finish(self._work(req, req.inputs), req, req.id, with_inputs(req))

    async def read(
        self, req: ReadRequest[RestorationState]
    ) -> Found[RestorationArgs, RestorationState] | None:
        if req.state is None:
            return await self._import(req.id)
        site = self.session.site(req.state.site)
        restoration = await _shown(site, req.state.restoration_id)
        state = seen(req.state, restoration)
        _judge(req.id, state)
        return Found(req.id, state)

    async def delete(self, req: DeleteRequest[RestorationState]) -> None:
        """A restoration cannot be stopped: one that is running is waited for."""
        if pending(req.state):
            work = self._work(req, req.state)
            try:
                await work.wait(req.state.restoration_id, lambda _: None)
            except OperationGone:
                return

    def _work(self, req: Request, inputs: RestorationArgs) -> Restorations:
        from wix_data_provider.resources.restoring import Restorations  # noqa: PLC0415

        site = self.session.site(inputs.site)
        return Restorations(site, self.session, req.report, req.deadline)

    async def _finish(
        self,
        work: Restorations,
        req: Request,
        id: str,
        state: RestorationState,
        known: Restoration | None = None,
    ) -> RestorationState:
        """Wait until it has ended, if it has not; then free the slot, if that is wanted."""
        with Checkpoint(id, state, what=f"restoration {state.restoration_id}") as point:
            if pending(state) or known is not None:
                try:
                    await work.wait(
                        state.restoration_id,
                        lambda looked: point.reach(seen(point.state, looked)),
                        known,
                    )
                except OperationGone:
                    point.reach(point.state.evolve(status=GONE, available=False))
            self.session.due.discard(req.urn)
            _judge(id, point.state)
            point.canceled = (
                f"canceled after restoration {state.restoration_id} was COMPLETED; the next "
                f"`pulumi up` deletes backup {state.restored_backup_id}"
            )
            if slot_to_free(point.state):
                point.reach(await self._free_slot(work, point.state))
            return point.state

    async def _free_slot(self, work: Restorations, state: RestorationState) -> RestorationState:
        try:
            await work.drop(state.restored_backup_id)
        except WixDataError as error:
            work.report.warning(
                f"the content is back, but backup {state.restored_backup_id} could not be "
                f"deleted: {error}; the next `pulumi up` tries it again"
            )
            return state
        return state.evolve(backup_left=None)

    async def _import(self, text: str) -> Found[RestorationArgs, RestorationState] | None:
        site_id, restoration_id = parse_id(text, self.session.config)
        restoration = await _shown(self.session.site(site_id), restoration_id)
        if restoration is None:
            return None
        backup_id = restoration.backup.id if restoration.backup else ""
        args = RestorationArgs(
            site_id=site_id,
            backup_id=backup_id,
            collections=collections_of(restoration),
            acknowledge_data_loss=True,
        )
        state = seen(begun_state(args, restoration, backup_id), restoration).evolve(imported=True)
        id = resource_id(site_id, restoration_id)
        _judge(id, state, args)
        return Found(id, state, args)


def _mark(req: CreateRequest[RestorationArgs]) -> str:
    """The collections restore the same in whatever order they are listed."""
    from wix_data_provider.lifecycle.marker import mark_of  # noqa: PLC0415 - not at start-up

    return mark_of(req.urn, req.inputs, {"collections": unordered(req.inputs)})


async def _shown(site: Site, id: str) -> Restoration | None:
    return (await site.client.restorations.restorations_by_id([id])).get(id)


def _judge(id: str, state: RestorationState, inputs: RestorationArgs | None = None) -> None:
    reason = complaint(state)
    if reason:
        raise ResourceInitFailed(
            id=id,
            state=encode(state),
            reasons=[reason],
            inputs=encode(inputs) if inputs else None,
        )


def _taken_over(change: Change, inputs: RestorationArgs, state: RestorationState) -> Change:
    """What an imported record does not show is the program's to say, and restores nothing:
    triggers, `latest`, a backup that it lacks, and whether all collections were named."""
    name = change.path.split(".")[0].split("[")[0]
    backup = name == "backupId" and (inputs.backup_id == LATEST or not state.backup_id)
    unseen = name == "triggers" or backup or (name == "collections" and not state.collections)
    return change.evolve(runs=False, replace=False) if unseen else change
