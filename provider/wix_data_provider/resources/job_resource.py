"""JobResource: the one lifecycle of all data movement jobs; each kind says what it moves.

Submit at most once, wait at least once, judge by counts, terminate what is left running.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from wix_data_provider.deadline import at_least
from wix_data_provider.errors import (
    ConfigError,
    NotFound,
    OperationGone,
    PermissionDenied,
    ResourceInitFailed,
)
from wix_data_provider.lifecycle.checkpoint import Checkpoint
from wix_data_provider.lifecycle.codec import encode
from wix_data_provider.lifecycle.diff import Change, Diff, changes, reasons
from wix_data_provider.lifecycle.fields import carry_over, echo
from wix_data_provider.lifecycle.resource import (
    Created,
    CreateRequest,
    DeleteRequest,
    DiffRequest,
    Found,
    Preview,
    ReadRequest,
    Request,
    Resource,
    UpdateRequest,
)
from wix_data_provider.lifecycle.submit import Begun, Submitter
from wix_data_provider.lifecycle.values import UNKNOWN
from wix_data_provider.record import Record
from wix_data_provider.resources import job_verdict as verdict
from wix_data_provider.resources.job_outcome import rejected
from wix_data_provider.resources.job_state import (
    JobInputs,
    JobState,
    RejectedItem,
    seen,
    vanished,
)
from wix_data_provider.resources.site import parse_id, resource_id

if TYPE_CHECKING:
    from collections.abc import Collection as SomeOf
    from collections.abc import Mapping
    from contextlib import AbstractAsyncContextManager

    from wix_data_provider.client.collections import Collection
    from wix_data_provider.client.job_models import Job
    from wix_data_provider.resources.job_order import Order
    from wix_data_provider.resources.job_runs import JobRuns
    from wix_data_provider.session import Site

A = TypeVar("A", bound=JobInputs)
S = TypeVar("S", bound=JobState)


class Run(Record):
    """One job of the resource `urn`, whose ID in the state is `id`. `fresh`: this run submitted
    it, or saw it at work; else it had ended before."""

    runs: JobRuns
    urn: str
    id: str
    fresh: bool


class JobResource(Resource[A, S]):
    """A job: `noun` and `verb` name its kind in messages; what each kind does of its own is
    below `# What each kind says`."""

    noun: ClassVar[str]
    verb: ClassVar[str] = "run"
    never_shown: ClassVar[frozenset[str]] = frozenset({"triggers", "name"})
    never_runs: ClassVar[frozenset[str]] = frozenset()  # paths within operation inputs

    def operations(self, urn: str, state: S) -> Mapping[str, SomeOf[str]]:
        return {urn: [state.job_id]}

    async def diff(self, req: DiffRequest[A, S]) -> Diff:
        self.session.before[req.urn] = req.state
        found = [self._weighed(change, req.state) for change in changes(req.inputs, req.state)]
        if self.session.newest(req.urn) is None:  # a refresh, or what replaces another one
            if any(change.replace for change in found):
                self.refuse_unlooked(req)
            return Diff(found)
        found += [self._weighed(one, req.state) for one in await self.content_changes(req)]
        if self.runs_again(req.state):
            failed = f"the last one is {req.state.status}"
            found.append(Change("status", runs=True, replace=True, input=False, why=failed))
        elif self.complaint(req.state) is None and self.left_to_do(req.state):
            found.append(Change("status", input=False))
        why = reasons(found)
        if why:
            await self.refuse(req, why)
            known = not any(change.unknown for change in found)
            runs = f"{self.verb}s" if known else f"may {self.verb}"
            req.report.info(f"{runs} again: {why}")
        due = bool(why) or self.unfinished(req.state)
        (self.session.due.add if due else self.session.due.discard)(req.urn)
        return Diff(found, delete_before_replace=self.unfinished(req.state))

    async def create(self, req: CreateRequest[A]) -> Created[S]:
        runs = self.runs(req, req.inputs)
        async with self.order(runs, req) as order:
            begun = await self._begin(runs, req, order)
        job = begun.operation
        state = self._state(req.inputs, job, order.computed)
        run = Run(runs, req.urn, resource_id(runs.site.id, job.id), fresh=not begun.earlier)
        return Created(run.id, await self._finish(run, state, job))

    async def preview_update(self, req: UpdateRequest[A, S]) -> Preview:
        if verdict.pending(req.state):
            req.report.info(f"`up` waits for job {req.state.job_id}, begun before")
            return Preview({"jobId": req.state.job_id})
        state = carry_over(req.inputs, req.state, imported=None)
        unjudged = {"max_rejected": "100%"} if "max_rejected" in req.inputs.unknown else {}
        complaint = self.complaint(state.evolve(**unjudged))
        if complaint:
            req.report.warning(complaint)
        shown = self.shown_by_program(req.inputs) if req.state.imported else ()
        return Preview({**encode(state), **dict.fromkeys(shown, UNKNOWN)}, rest=None)

    async def update(self, req: UpdateRequest[A, S]) -> S:
        state = carry_over(req.inputs, req.state, imported=None)
        if req.state.imported:
            state = await self.take_over(req, state)
        runs = self.runs(req, req.inputs)
        run = Run(runs, req.urn, req.id, fresh=False)
        if verdict.pending(state):
            return await self._finish(run, state)
        if self.uncounted(state):  # a cancel came before the counts were read
            job = await self._shown(runs, state.job_id)
            if job:
                state = await self._counted(runs, self.after_look(state, job), job, waits=True)
        return await self._end(run, state)

    async def read(self, req: ReadRequest[S]) -> Found[A, S] | None:
        if req.state is None:
            return await self._import(req)
        runs = self.runs(req, req.state)
        job = await self._shown(runs, req.state.job_id)
        state = req.state.evolve(available=job is not None)
        if job is not None and (verdict.pending(state) or self.uncounted(state)):
            state = await self._counted(runs, self.after_look(state, job), job)
        self._judge(req.id, state)
        left = self.left_to_do(state)
        if left is not None:
            raise ResourceInitFailed(id=req.id, state=encode(state), reasons=[left])
        return Found(req.id, state)

    async def delete(self, req: DeleteRequest[S]) -> None:
        if verdict.pending(req.state):
            await self.runs(req, req.state).terminate(req.state.job_id)

    # What each kind says

    @abstractmethod
    def order(self, runs: JobRuns, req: CreateRequest[A]) -> AbstractAsyncContextManager[Order]:
        """What to submit, once it is known that Wix would take it; a file stays open meanwhile."""

    @abstractmethod
    def args_of(self, job: Job, site_id: str) -> A:
        """What a program would say for this job. Raises ConfigError where it is another kind."""

    @abstractmethod
    def terms(self, state: S) -> verdict.Terms:
        """By which terms a recorded job is judged."""

    async def content_changes(self, req: DiffRequest[A, S]) -> list[Change]:  # noqa: ARG002
        """Changes that no property shows by itself."""
        return []

    def refuse_unlooked(self, req: DiffRequest[A, S]) -> None:
        """As `refuse`, by the state alone: the engine would delete it before it asks again."""

    async def refuse(self, req: DiffRequest[A, S], why: str) -> None:
        """Raises Refused where running again would do harm."""

    def unseen(self, change: Change, state: S) -> bool:  # noqa: ARG002
        """Whether Wix's record of this job tells nothing of what the program says there."""
        return False

    async def take_over(self, req: UpdateRequest[A, S], state: S) -> S:  # noqa: ARG002
        """Complete an imported state by what the program shows of it."""
        return state

    def shown_by_program(self, inputs: A) -> SomeOf[str]:  # noqa: ARG002
        """The outputs (Pulumi's names) that `take_over` completes."""
        return ()

    def after_look(self, state: S, job: Job) -> S:
        """The state after a look at the job, ended or not."""
        return seen(state, job)

    def ended(self, state: S, job: Job) -> S:  # noqa: ARG002
        """What only this kind of job has to show, once it has ended."""
        return state

    def left_to_do(self, state: S) -> str | None:  # noqa: ARG002
        """What `settle` has not done yet for a job that ended well; a refresh stays red for it."""
        return None

    def unfinished(self, state: S) -> bool:
        """Whether something of this resource was at work at Wix when it was last seen."""
        return verdict.pending(state)

    async def undo(self, run: Run, point: Checkpoint[S]) -> None:
        """What follows a job that did not do what it should."""

    async def settle(self, runs: JobRuns, state: S) -> S:  # noqa: ARG002
        """What is left to do once the job has ended well; also after a change of the inputs."""
        return state

    # How they are all judged

    def complaint(self, state: S) -> str | None:
        """Why the resource is red; None where the job did what it should."""
        return verdict.complaint(state, self.terms(state), self.noun, self.verb)

    def runs_again(self, state: S) -> bool:
        """Whether the next `up` runs a failed job again, because that does no harm."""
        terms = self.terms(state)
        return (verdict.failed(state) and terms.runs_again) or verdict.left_out(state, terms)

    def _judge(self, id: str, state: S, inputs: A | None = None) -> None:
        complaint = self.complaint(state)
        if complaint:
            shown = encode(inputs) if inputs else None
            raise ResourceInitFailed(id=id, state=encode(state), reasons=[complaint], inputs=shown)

    def uncounted(self, state: S) -> bool:
        """Whether the job ended, and its rejects are not known: its logs may tell."""
        ended = not verdict.pending(state)
        return ended and state.items_rejected is None and self.complaint(state) is not None

    def more_s(self, state: S) -> float:  # noqa: ARG002 - for kinds that have more to do
        """For how long, once the job has ended, there is time for what is left, whatever the
        deadline."""
        return 0

    # How they all run

    def runs(self, req: Request, inputs: JobInputs) -> JobRuns:
        """The site's jobs, for this request. Raises ConfigError without credentials."""
        from wix_data_provider.resources.job_runs import JobRuns  # noqa: PLC0415 - not at start-up

        site = self.session.site(inputs.site)
        return JobRuns(site, self.session.clock, req.report, req.deadline)

    def site_if_any(self, req: CreateRequest[A]) -> Site | None:
        """For previews: without credentials they show what they can."""
        try:
            return self.session.site(req.inputs.site)
        except ConfigError as error:
            req.report.warning(f"the collection was not looked at: {error}")
            return None

    async def check_collection(self, site: Site, collection_id: str) -> Collection | None:
        """The collection; None where the key may not look at it. Raises ConfigError where it is
        known not to exist."""
        try:
            return await site.collection(collection_id)
        except NotFound as error:
            raise ConfigError(
                f"site {site.id} has no collection {collection_id!r}: create it first, or "
                f"correct `collectionId` ({error})"
            ) from error
        except PermissionDenied:
            return None  # a key for data movement alone; Wix itself checks the collection

    async def _begin(self, runs: JobRuns, req: CreateRequest[A], order: Order) -> Begun[Job]:
        from wix_data_provider.lifecycle.marker import mark_of, marked  # noqa: PLC0415 - as above
        from wix_data_provider.resources.job_submission import JobSubmission  # noqa: PLC0415

        mark = mark_of(req.urn, req.inputs, order.operation)
        submission = JobSubmission(
            runs,
            order,
            noun=self.noun,
            token=self.token,
            mark=mark,
            name=marked(req.inputs.name or req.urn.rsplit("::", 1)[-1], mark),
            runs_again=lambda job: self.runs_again(self._state(req.inputs, job, order.computed)),
        )
        return await Submitter(submission, self.session, req.urn, req.report).begin()

    async def _finish(self, run: Run, state: S, known: Job | None = None) -> S:
        fresh = run.fresh or verdict.pending(state)
        with Checkpoint(run.id, state, what=f"{self.noun} {state.job_id}") as point:
            job: Job | None = None
            try:
                job = await run.runs.wait(
                    state.job_id, lambda job: point.reach(self.after_look(point.state, job)), known
                )
            except OperationGone:
                point.reach(vanished(point.state))
            with at_least(self.session.clock.now() + self.more_s(state)):
                if job is not None:
                    point.reach(await self._counted(run.runs, point.state, job, waits=True))
                return await self._end(run.evolve(fresh=fresh), point.state)

    async def _end(self, run: Run, state: S) -> S:
        what = f"{self.noun} {state.job_id}"
        with Checkpoint(run.id, state, what=what) as point:
            if self.complaint(state) is not None:
                await self.undo(run, point)
            if not self.unfinished(point.state):
                self.session.due.discard(run.urn)
            self._judge(run.id, point.state)
            point.canceled = (
                f"canceled after {what} had ended; the next `pulumi up` does what is left, and "
                "submits nothing"
            )
            state = await self.settle(run.runs, point.state)
        remark = verdict.remark(state, self.terms(state))
        if remark:
            run.runs.report.warning(remark)
        run.runs.report.status(verdict.summary(state))
        return state

    async def _counted(self, runs: JobRuns, state: S, job: Job, *, waits: bool = False) -> S:
        """The state with the final counts, once the job has ended. `waits`: for them, too."""
        if verdict.pending(state):
            return state
        state = self.ended(state, job)
        terms = self.terms(state)
        told = job.progress.items_rejected if job.progress else None
        if verdict.whole(state.evolve(items_rejected=told), terms):
            return state.evolve(items_rejected=told)
        tally = await runs.tally(job, skips_are_fine=terms.skips_are_fine, waits=waits)
        items = [
            RejectedItem(
                item=log.source_item_id, code=log.failure.code, reason=log.failure.description
            )
            for log in (tally.first if tally else [])
            if log.failure
        ]
        by_code = dict(tally.by_code) if tally and tally.by_code else None
        return state.evolve(
            items_rejected=rejected(job, tally), rejected=items, rejected_by_code=by_code
        )

    async def _shown(self, runs: JobRuns, job_id: str) -> Job | None:
        return (await runs.site.client.jobs.jobs_by_id([job_id])).get(job_id)

    async def _import(self, req: ReadRequest[S]) -> Found[A, S] | None:
        site_id, job_id = parse_id(req.id, self.session.config)
        site = self.session.site(site_id)
        job = (await site.client.jobs.jobs_by_id([job_id])).get(job_id)
        if job is None:
            return None
        args = self.args_of(job, site_id)
        runs = self.runs(req, args)
        state = await self._counted(runs, self._state(args, job, {"imported": True}), job)
        id = resource_id(site_id, job_id)
        self._judge(id, state, args)
        return Found(id, state, args)

    def _state(self, args: A, job: Job, computed: Mapping[str, Any]) -> S:
        fresh = {"job_id": job.id, "status": job.status, "available": True, "rejected": []}
        return self.after_look(echo(args, self.state, **fresh, **computed), job)

    def _weighed(self, change: Change, state: S) -> Change:
        """What an imported record does not show is the program's to say, and runs nothing."""
        name = change.path.split(".")[0].split("[")[0]
        unseen = state.imported and (name in self.never_shown or self.unseen(change, state))
        idle = unseen or change.path in self.never_runs
        return change.evolve(runs=False, replace=False) if idle else change


def shown_name(job: Job) -> str | None:
    """The name that a program gave a job: without our mark."""
    from wix_data_provider.lifecycle.marker import unmarked  # noqa: PLC0415 - not at start-up

    return unmarked(job.name) if job.name else None
