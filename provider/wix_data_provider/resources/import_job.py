"""ImportJob: a file imported into a collection, once for each content."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from wix_data_provider.errors import (
    ConfigError,
    LostAnswer,
    NotFound,
    PermissionDenied,
    Refused,
    WixDataError,
)
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.resource import (
    Checked,
    CreateRequest,
    DeleteRequest,
    DiffRequest,
    Found,
    Preview,
    ReadRequest,
    Request,
    Timeouts,
)
from wix_data_provider.lifecycle.wording import age, count
from wix_data_provider.resources import job_verdict
from wix_data_provider.resources.file_job import (
    FileInputs,
    FileJobResource,
    FileState,
    check_max_rejected,
)
from wix_data_provider.resources.file_source import (
    FileFormat,
    check_format,
    check_source,
    missing,
    source_known,
    title,
)
from wix_data_provider.resources.job_resource import shown_name
from wix_data_provider.resources.movement_ends import WritePolicy
from wix_data_provider.resources.site import check_site, join
from wix_data_provider.resources.undone import (
    account,
    check_restore,
    restoring,
    to_restore,
    undo_key,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from collections.abc import Collection as SomeOf

    from wix_data_provider.client.collections import Collection
    from wix_data_provider.client.job_models import Job
    from wix_data_provider.content.rows import Survey
    from wix_data_provider.lifecycle.checkpoint import Checkpoint
    from wix_data_provider.lifecycle.diff import Change
    from wix_data_provider.resources.job_order import Ends, Order
    from wix_data_provider.resources.job_resource import Run
    from wix_data_provider.resources.job_runs import JobRuns
    from wix_data_provider.resources.undo import Undo
    from wix_data_provider.session import Site


class ImportJobArgs(FileInputs):
    format: FileFormat | None = field(
        "The file's format; by default that of its name (.csv, .jsonl, .ndjson).",
        default=None,
        replace=True,
    )
    collection_id: str = field("The collection to import into; it must exist.", replace=True)
    write_policy: WritePolicy = field(
        "What happens to items that the collection has already. Required: no policy is harmless "
        "everywhere.",
        replace=True,
    )
    allow_duplicates: bool = field(
        "Whether a file whose rows no `_id` or `ID` identifies may be imported again under "
        "`OVERWRITE` or `SKIP_EXISTING`: every one of its items is then there twice.",
        default=False,
    )
    restore_on_failure: str | None = field(
        "The ID of a READY backup. When the job fails or rejects too much after it wrote or "
        "truncated, this collection alone is restored from it, and that is waited for. Items added "
        "since the backup are lost then.",
        default=None,
    )

    @property
    def needed_backup(self) -> str | None:
        return None if "restore_on_failure" in self.unknown else self.restore_on_failure


class ImportJobState(ImportJobArgs, FileState):
    rows_without_id: int | None = field(
        "How many of the rows no `_id` or `ID` identifies.", default=None
    )
    undo_backup_id: str | None = field(
        "The backup that `restoreOnFailure` named when the job was submitted.", default=None
    )
    restoration_id: str | None = field(
        "The restoration of the collection that `restoreOnFailure` ran, if it did.", default=None
    )
    restoration_status: str | None = field(
        "COMPLETED: the collection is as it was at the time of the backup. PENDING: in progress. "
        "FAILED: it did not work. GONE: it vanished from Wix before it ended.",
        default=None,
    )


class ImportJobResource(FileJobResource[ImportJobArgs, ImportJobState]):
    token = "wix-data:index:ImportJob"  # noqa: S105 - a type token
    noun = "import job"
    verb = "import"
    args = ImportJobArgs
    state = ImportJobState
    timeouts = Timeouts(create=3600, update=3600, delete=900)

    def check(self, inputs: ImportJobArgs) -> Checked:
        return join(
            check_site(inputs, self.session.config),
            check_source(inputs),
            check_format(inputs, inputs.format),
            check_max_rejected(inputs.max_rejected),
            check_restore(inputs.needed_backup),
        )

    def operations(self, urn: str, state: ImportJobState) -> Mapping[str, SomeOf[str]]:
        undone = [state.restoration_id] if state.restoration_id else []
        return {**super().operations(urn, state), undo_key(urn): undone}

    async def preview_create(self, req: CreateRequest[ImportJobArgs]) -> Preview:
        await self._tell_of_items(req)
        earlier = self.session.journal.open_note(req.urn) is not None  # its backup may be gone
        if req.inputs.restore_on_failure and not earlier and self._backup_known(req):
            undo = self._undo(req, req.inputs, req.inputs.restore_on_failure)
            backup = await undo.backup()
            await undo.work.points().forecast_use(backup.id, req.urn)
            taken = age(backup.requested_date, self.session.clock.utc())
            req.report.info(
                f"should the import fail, {req.inputs.collection_id} alone is restored from "
                f"backup {backup.id}, taken {taken}"
            )
        return await super().preview_create(req)

    async def _tell_of_items(self, req: CreateRequest[ImportJobArgs]) -> None:
        """How many items are there now, for the policies that may cost them."""
        inputs = req.inputs
        policy = self.policy_of(inputs)
        if policy not in _COSTS:
            return
        known = "collection_id" not in inputs.unknown
        target = inputs.collection_id if known else "a collection not known yet"
        site = self.site_if_any(req) if known else None
        if site is not None:
            with suppress(PermissionDenied, NotFound):
                number = await site.client.collections.count_items(inputs.collection_id)
                target = f"{target} ({count(number, 'item')} now)"
        warn = policy == WritePolicy.TRUNCATE_BEFORE.value
        (req.report.warning if warn else req.report.info)(_COSTS[policy].format(target))

    @asynccontextmanager
    async def order(self, runs: JobRuns, req: CreateRequest[ImportJobArgs]) -> AsyncIterator[Order]:
        backup_id = req.inputs.restore_on_failure
        async with super().order(runs, req) as order:

            async def ends() -> Ends:
                if backup_id is not None:
                    await self._undo(req, req.inputs, backup_id).backup()
                return await order.ends()

            computed = {**order.computed, "undo_backup_id": backup_id}
            yield order.evolve(ends=ends, computed=computed)

    def _backup_known(self, req: CreateRequest[ImportJobArgs]) -> bool:
        known = "restore_on_failure" not in req.inputs.unknown
        return known and self.site_if_any(req) is not None

    async def refuse(self, req: DiffRequest[ImportJobArgs, ImportJobState], why: str) -> None:
        """Raises Refused where a second import would have every row twice."""
        inputs, state = req.inputs, req.state
        if not _adds_to(inputs, state) or not source_known(inputs) or missing(inputs):
            return
        inputs = self.with_content(req)
        if not self.readable(inputs):
            return  # nothing is imported
        looked_at = await self.survey_of(inputs, self.policy_of(inputs))
        refusal = self.twice(inputs, looked_at, state) if looked_at is not None else None
        if refusal is not None:
            raise Refused(f"{why}, but {refusal}")

    def refuse_unlooked(self, req: DiffRequest[ImportJobArgs, ImportJobState]) -> None:
        number = req.state.rows_without_id
        if number and _adds_to(req.inputs, req.state):
            raise Refused(f"what it depends on is replaced, but {_twice(req.inputs, number)}")

    def twice(self, inputs: ImportJobArgs, found: Survey, before: ImportJobState) -> str | None:
        if found.without_id == 0 or not _adds_to(inputs, before):
            return None
        return _twice(inputs, found.without_id)

    def refusal(self, inputs: ImportJobArgs, found: Survey | None, job: Job) -> str | None:
        """As `refuse`, where only the journal knows of the job before."""
        target = job.destination.wix_data_collection if job.destination else None
        before = self._state(inputs, job, {})
        if target is not None:
            before = before.evolve(collection_id=target.collection_id)
        return self.twice(inputs, found, before) if found is not None else None

    async def look(self, site: Site, inputs: ImportJobArgs) -> Collection | None:
        if "collection_id" in inputs.unknown:
            return None
        return await self.check_collection(site, inputs.collection_id)

    def policy_of(self, inputs: ImportJobArgs) -> str:
        return "" if "write_policy" in inputs.unknown else inputs.write_policy.value

    def misfits(
        self, inputs: ImportJobArgs, collection: Collection, found: Survey
    ) -> Sequence[str]:
        from wix_data_provider.content.fit import fit  # noqa: PLC0415 - not at start-up

        policy = self.policy_of(inputs)
        return fit(found, collection.fields, collection_id=collection.id, policy=policy)

    def format_of(self, inputs: ImportJobArgs) -> str | None:
        return inputs.format.value if inputs.format else None

    def target(self, inputs: ImportJobArgs) -> str:
        name = inputs.collection_id or "a collection not known yet"
        known = "write_policy" not in inputs.unknown
        return f"{name} ({inputs.write_policy.value if known else 'a policy not known yet'})"

    def ends(self, inputs: ImportJobArgs, file_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        file = {"fileId": file_id, **({"format": inputs.format.value} if inputs.format else {})}
        collection = {
            "collectionId": inputs.collection_id,
            "writePolicy": inputs.write_policy.value,
        }
        return {"file": file}, {"wixDataCollection": collection}

    def harmless(self, inputs: ImportJobArgs, found: Survey) -> bool:
        truncates = inputs.write_policy is WritePolicy.TRUNCATE_BEFORE
        return found.without_id == 0 and not truncates

    def surveyed(self, found: Survey) -> dict[str, Any]:
        return {"rows": found.rows, "rows_without_id": found.without_id}

    def unseen(self, change: Change, state: ImportJobState) -> bool:
        found_out = change.kind == "delete"  # by Wix, where the program leaves that to it
        format = change.path == "format" and (state.format is None or found_out)
        return format or super().unseen(change, state)

    def terms(self, state: ImportJobState) -> job_verdict.Terms:
        truncated = state.write_policy is WritePolicy.TRUNCATE_BEFORE
        restored = state.restoration_id is not None
        harmless = job_verdict.wrote_nothing(state) or state.rows_without_id == 0
        return job_verdict.Terms(
            max_rejected=state.max_rejected,
            rows=state.rows,
            runs_again=harmless and not truncated and not restored,
            for_good=restored,
            stays=_RESTORED if restored else _TRUNCATED if truncated else _UNIDENTIFIED,
            skips_are_fine=state.write_policy is WritePolicy.SKIP_EXISTING,
        )

    def complaint(self, state: ImportJobState) -> str | None:
        found = super().complaint(state)
        if found is None and state.restoration_id is not None:
            found = f"import job {state.job_id} is {state.status}, and was undone. {_RESTORED}"
        return f"{found}{account(state)}" if found else None

    def more_s(self, state: ImportJobState) -> float:
        """A restoration that is due must begin, however late the job ended."""
        return _UNDO_BEGINS_S if state.undo_backup_id is not None else 0

    def unfinished(self, state: ImportJobState) -> bool:
        return super().unfinished(state) or restoring(state)

    async def undo(self, run: Run, point: Checkpoint[ImportJobState]) -> None:
        """Restore the collection from the backup, if that is wanted; only where this run saw the
        job at work: what was left undone long ago is not done by itself."""
        state = point.state
        if state.undo_backup_id is None or not to_restore(state):
            return
        request = Request(run.urn, run.runs.report, run.runs.deadline)
        undo = self._undo(request, state, state.undo_backup_id)
        try:
            await undo.carry_out(point, fresh=run.fresh)
        except LostAnswer as error:  # it may be restored: no lines to do it once more
            raise point.failed([super().complaint(point.state) or "", str(error)]) from error
        except (asyncio.CancelledError, WixDataError) as error:
            told = [str(error)] if isinstance(error, WixDataError) else []
            raise point.failed([self.complaint(point.state) or "", *told]) from error

    async def read(
        self, req: ReadRequest[ImportJobState]
    ) -> Found[ImportJobArgs, ImportJobState] | None:
        state = req.state
        if state is not None and state.restoration_id is not None and restoring(state):
            restorations = self.session.site(state.site).client.restorations
            shown = await restorations.restorations_by_id([state.restoration_id])
            for restoration in shown.values():
                state = state.evolve(restoration_status=restoration.status)
        return await super().read(req.evolve(state=state))

    async def delete(self, req: DeleteRequest[ImportJobState]) -> None:
        """A restoration cannot be stopped: one that is running is waited for."""
        await super().delete(req)
        state = req.state
        if state.restoration_id and restoring(state):
            undo = self._undo(req, state, state.undo_backup_id or "")
            await undo.ended(state.restoration_id)

    def _undo(self, req: Request, inputs: ImportJobArgs, backup_id: str) -> Undo:
        from wix_data_provider.resources.restoring import Restorations  # noqa: PLC0415
        from wix_data_provider.resources.undo import Undo  # noqa: PLC0415 - not at start-up

        site = self.session.site(inputs.site)
        work = Restorations(site, self.session, req.report, req.deadline)
        return Undo(work, undo_key(req.urn), backup_id, inputs.collection_id)

    def args_of(self, job: Job, site_id: str) -> ImportJobArgs:
        file = job.source.file if job.source else None
        target = job.destination.wix_data_collection if job.destination else None
        if file is None or target is None:
            raise ConfigError(f"job {job.id} does not import a file into a collection")
        return ImportJobArgs(
            site_id=site_id,
            file_id=file.file_id,
            format=FileFormat.of(file.format),
            collection_id=target.collection_id,
            write_policy=WritePolicy.of(target.write_policy) or WritePolicy.OVERWRITE,
            name=shown_name(job),
        )


def _twice(inputs: ImportJobArgs, without_id: int) -> str:
    return (
        f"{count(without_id, 'row')} of {title(inputs)} have no `_id` or `ID`, and this resource "
        f"imported into {inputs.collection_id} before: they would be there twice, so nothing was "
        "sent. Give the rows an `_id` column, or use `writePolicy: TRUNCATE_BEFORE`, or accept it "
        "with `allowDuplicates: true`"
    )


def _adds_to(inputs: ImportJobArgs, before: ImportJobState) -> bool:
    """Whether rows that nothing identifies would be there beside those of the job before."""
    return not (
        inputs.unknown & {"write_policy", "allow_duplicates", "collection_id"}
        or inputs.allow_duplicates
        or inputs.write_policy is WritePolicy.TRUNCATE_BEFORE
        or (inputs.site_id, inputs.collection_id) != (before.site_id, before.collection_id)
        or job_verdict.wrote_nothing(before)
    )


_UNDO_BEGINS_S = 900.0  # after the end of the job: its logs may have many pages
_COSTS = {
    "TRUNCATE_BEFORE": "TRUNCATE_BEFORE empties {} before the import",
    "OVERWRITE": "OVERWRITE replaces items with the same `_id` in {}",
}
_RESTORED = (
    "The collection was restored, so it stays failed until an operation input or `triggers` changes"
)
_TRUNCATED = (
    "It may have emptied the collection, so it stays failed until an operation input or "
    "`triggers` changes"
)
_UNIDENTIFIED = (
    "It may have written rows that nothing identifies, so it stays failed until an operation "
    "input or `triggers` changes"
)
