"""ImportJob: a file imported into a collection, once for each content."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from wix_data_provider.content.source import local
from wix_data_provider.errors import (
    ConfigError,
    NotFound,
    OperationGone,
    PermissionDenied,
    Refused,
    ResourceInitFailed,
)
from wix_data_provider.lifecycle.checkpoint import Checkpoint
from wix_data_provider.lifecycle.codec import Problem, encode
from wix_data_provider.lifecycle.diff import Change, Diff, changes, reasons
from wix_data_provider.lifecycle.fields import (
    Choice,
    Inputs,
    camel,
    carry_over,
    echo,
    field,
    properties,
)
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
from wix_data_provider.lifecycle.submit import submit
from wix_data_provider.lifecycle.values import Asset
from wix_data_provider.lifecycle.wording import count, iso
from wix_data_provider.resources import import_verdict as verdict
from wix_data_provider.resources.import_outcome import problem_of, rejected
from wix_data_provider.resources.import_source import (
    check_source,
    content_of,
    missing,
    remote,
    source_known,
    way,
)
from wix_data_provider.resources.site import SiteInputs, check_site, join, parse_id, resource_id
from wix_data_provider.waiter.states import GONE

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import Job
    from wix_data_provider.content.rows import Survey
    from wix_data_provider.content.source import Content
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.resources.job_runs import JobRuns
    from wix_data_provider.session import Site


class WritePolicy(Choice):
    """What happens to items that the collection has already."""

    OVERWRITE = "OVERWRITE", "An item with the same ID is replaced."
    SKIP_EXISTING = "SKIP_EXISTING", "An item with the same ID stays as it is."
    TRUNCATE_BEFORE = "TRUNCATE_BEFORE", "The collection is emptied first: only the rows remain."


class FileFormat(Choice):
    """The format of a file."""

    CSV = "CSV", "Comma-separated values, UTF-8, with a header row of field keys."
    JSONL = "JSONL", "One JSON object a line."


class ImportJobArgs(SiteInputs):
    source: Asset | None = field(
        "The file to import, as an asset: a file, a text, or a URL. What counts is its content, "
        "not its path. Exactly one of `source`, `sourcePath` and `fileId` is given.",
        default=None,
        replace=True,
        echo=False,
    )
    source_path: str | None = field(
        "The path of the file to import; unlike `source` it may come to be during the `up`, for "
        "example as the `path` of an export. What counts is its content.",
        default=None,
        replace=True,
        echo=False,
    )
    file_id: str | None = field(
        "A file that was uploaded to Wix already. What is in it cannot be looked at beforehand.",
        default=None,
        replace=True,
    )
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
    triggers: dict[str, Any] | None = field(
        "Any values; a change of any of them imports again.", default=None, replace=True
    )
    name: str | None = field(
        "The job's name at Wix, for people; a short mark is added to it. By default the name of "
        "the resource. A change applies to the next run.",
        default=None,
    )
    max_rejected: int | str = field(
        "How many rows may be rejected before the resource fails: a count such as `3`, or a "
        "percentage of the rows such as `2.5%`. Rejects up to there are a warning. An item that "
        "`SKIP_EXISTING` skips is not a reject. A change judges the finished job anew.",
        default=0,
    )
    allow_duplicates: bool = field(
        "Whether a file whose rows no `_id` or `ID` identifies may be imported again under "
        "`OVERWRITE` or `SKIP_EXISTING`: every one of its items is then there twice.",
        default=False,
    )


class RejectedRow(Inputs):
    """A row that Wix did not take."""

    item: str | None = field("The item's ID, or its row number in a CSV file.", default=None)
    code: str | None = field("Wix's error code, such as WDE0009.", default=None)
    reason: str | None = field("What Wix says of it.", default=None)


class ImportJobState(ImportJobArgs):
    job_id: str = field("The job's ID at Wix.")
    status: str = field(
        "COMPLETED or PARTIALLY_SUCCESSFUL: finished. FAILED: it did not work. UNINITIALIZED, "
        "INITIALIZING, IN_PROGRESS: not finished yet. GONE: it vanished from Wix before it ended."
    )
    available: bool = field("Whether Wix still shows the job, as of the last look.")
    items_successful: int | None = field(
        "How many items were written, where Wix tells.", default=None
    )
    items_rejected: int | None = field(
        "How many rows were rejected; absent where Wix does not tell.", default=None
    )
    rejected: list[RejectedRow] = field("The first rejected rows, ten at most.")
    error: str | None = field("What Wix says of a job that failed or left rows out.", default=None)
    rows: int | None = field("How many rows the file has.", default=None)
    rows_without_id: int | None = field(
        "How many of them no `_id` or `ID` identifies.", default=None
    )
    source_sha256: str | None = field(
        "The SHA-256 of the imported content, in hexadecimal digits.", default=None
    )
    started_at: str | None = field("When the job was submitted (ISO 8601, UTC).", default=None)
    finished_at: str | None = field("When it ended (ISO 8601, UTC).", default=None)
    imported: bool | None = field(
        "True from `pulumi import` until a program's source and `triggers` are taken over.",
        default=None,
    )


class ImportJobResource(Resource[ImportJobArgs, ImportJobState]):
    token = "wix-data:index:ImportJob"  # noqa: S105 - a type token
    args = ImportJobArgs
    state = ImportJobState
    timeouts = Timeouts(create=3600, update=3600, delete=900)

    def check(self, inputs: ImportJobArgs) -> Checked:
        limit = problem_of(inputs.max_rejected)
        problems = [Problem("maxRejected", limit)] if limit else []
        site = check_site(inputs, self.session.config)
        return join(site, check_source(inputs), Checked(problems=problems))

    async def diff(self, req: DiffRequest[ImportJobArgs, ImportJobState]) -> Diff:
        found = changes(req.inputs, req.state) + await self._content_changes(req)
        if req.state.imported:
            found = [_taken_over(change, req.state) for change in found]
        if verdict.runs_again(req.state):
            found.append(Change("status", runs=True, replace=True, input=False))
        why = reasons(found)
        if why:
            await self._refuse_doubles(req, found)
            known = not any(change.unknown for change in found)
            req.report.info(f"{'imports' if known else 'may import'} again: {why}")
        return Diff(found, delete_before_replace=verdict.pending(req.state))

    async def preview_create(self, req: CreateRequest[ImportJobArgs]) -> Preview:
        if req.inputs.write_policy is WritePolicy.TRUNCATE_BEFORE:
            req.report.warning(
                f"TRUNCATE_BEFORE deletes all items of {req.inputs.collection_id} before the import"
            )
        site = self._site_if_any(req)
        if site is not None:
            await self._check_collection(site, req.inputs)
        if not source_known(req.inputs) or missing(req.inputs):
            req.report.info("the source is not there yet: its rows are counted before the import")
            return Preview()
        if site is None and remote(req.inputs):
            req.report.info("a remote source is read with credentials: no rows were counted")
            return Preview()
        async with content_of(req.inputs, site) as content:
            found = await _surveyed(content, req.inputs)
            if found is None or content is None:
                req.report.info(f"a file at Wix → {_target(req.inputs)}")
                return Preview()
            req.report.info(_in_short(found, req.inputs))
            return Preview({"rows": found.rows, "rowsWithoutId": found.without_id})

    async def create(self, req: CreateRequest[ImportJobArgs]) -> Created[ImportJobState]:
        from wix_data_provider.resources.upload import Upload  # noqa: PLC0415 - not at start-up

        runs = self._runs(req, req.inputs)
        await self._check_collection(runs.site, req.inputs)
        async with content_of(req.inputs, runs.site) as content:
            found = await _surveyed(content, req.inputs)
            sha256, file_id = None, req.inputs.file_id or ""
            if content is not None:
                sha256 = await _promised(content, req.inputs)
                file_id = await Upload(runs.site, req.report).send(content, sha256)
        job = await self._submit(runs, req, file_id, sha256)
        state = _state(req.inputs, job, found, sha256)
        id = resource_id(runs.site.id, job.id)
        return Created(id, await self._finish(runs, id, state, job))

    async def preview_update(self, req: UpdateRequest[ImportJobArgs, ImportJobState]) -> Preview:
        if verdict.pending(req.state):
            req.report.info(f"`up` waits for job {req.state.job_id}, begun before")
            return Preview()
        state = carry_over(req.inputs, req.state)
        complaint = verdict.complaint(state)
        if complaint:
            req.report.warning(complaint)
        return Preview(encode(state), rest=None)

    async def update(self, req: UpdateRequest[ImportJobArgs, ImportJobState]) -> ImportJobState:
        state = carry_over(req.inputs, req.state, imported=None)
        if req.state.imported:
            state = await self._take_over(req, state)
        runs = self._runs(req, req.inputs)
        if verdict.pending(state):
            return await self._finish(runs, req.id, state)
        if verdict.uncounted(state):  # a cancel came before the counts were read
            job = await self._shown(runs, state)
            state = await self._concluded(runs, _seen(state, job), job) if job else state
        return _judged(req.id, state, req.report)

    async def read(
        self, req: ReadRequest[ImportJobState]
    ) -> Found[ImportJobArgs, ImportJobState] | None:
        if req.state is None:
            return await self._import(req)
        runs = self._runs(req, req.state)
        job = await self._shown(runs, req.state)
        state = req.state.evolve(available=job is not None)
        if job is not None and (verdict.pending(req.state) or verdict.uncounted(req.state)):
            state = await self._concluded(runs, _seen(state, job), job)
        complaint = verdict.complaint(state)
        if complaint:
            raise ResourceInitFailed(id=req.id, state=encode(state), reasons=[complaint])
        return Found(req.id, state)

    async def delete(self, req: DeleteRequest[ImportJobState]) -> None:
        if verdict.pending(req.state):
            await self._runs(req, req.state).terminate(req.state.job_id)

    def _runs(self, req: Request, inputs: ImportJobArgs) -> JobRuns:
        from wix_data_provider.resources.job_runs import JobRuns  # noqa: PLC0415 - as above

        site = self.session.site(inputs.site)
        return JobRuns(site, self.session.clock, req.report, req.deadline)

    def _site_if_any(self, req: CreateRequest[ImportJobArgs]) -> Site | None:
        try:
            return self.session.site(req.inputs.site)
        except ConfigError as error:
            req.report.warning(f"the collection was not looked at: {error}")
            return None

    async def _check_collection(self, site: Site, inputs: ImportJobArgs) -> None:
        """Raises ConfigError where the collection is known not to exist."""
        if "collection_id" in inputs.unknown:
            return
        try:
            await site.client.collections.get_collection(inputs.collection_id)
        except NotFound as error:
            raise ConfigError(
                f"site {site.id} has no collection {inputs.collection_id!r}: create it first, or "
                f"correct `collectionId` ({error})"
            ) from error
        except PermissionDenied:
            return  # a key for data movement alone; Wix itself checks the collection

    async def _content_changes(
        self, req: DiffRequest[ImportJobArgs, ImportJobState]
    ) -> list[Change]:
        """Whether the content is another one: by its hash, whatever its path."""
        inputs = req.inputs
        if not source_known(inputs):
            name = next(w for w in ("source", "source_path", "file_id") if w in inputs.unknown)
            return [Change(camel(name), runs=True, replace=True, unknown=True)]
        sha256 = await self._sha256(inputs)
        if sha256 is None or req.state.source_sha256 in (None, sha256):
            return []
        return [Change(way(inputs), runs=True, replace=True)]

    async def _sha256(self, inputs: ImportJobArgs) -> str | None:
        """None where there is nothing to compare: at Wix, or not there (any more)."""
        if inputs.source is not None:
            return inputs.source.sha256
        if inputs.source_path is None or missing(inputs):
            return None
        return await asyncio.to_thread(local(inputs.source_path).sha256)

    async def _refuse_doubles(
        self, req: DiffRequest[ImportJobArgs, ImportJobState], found: list[Change]
    ) -> None:
        """Raises Refused where a second import would have every row twice."""
        inputs, state = req.inputs, req.state
        elsewhere = (inputs.site_id, inputs.collection_id) != (state.site_id, state.collection_id)
        if (
            inputs.allow_duplicates
            or inputs.write_policy is WritePolicy.TRUNCATE_BEFORE
            or elsewhere
            or verdict.wrote_nothing(state)
            or not source_known(inputs)
            or missing(inputs)
        ):
            return
        inputs = self._with_content(req)
        if inputs.source is not None and inputs.source.is_hollow:
            return  # a refresh: no Check has shown the content, and nothing is imported
        async with content_of(inputs, self._site_for(inputs)) as content:
            looked_at = await _surveyed(content, inputs)
        if content is None or looked_at is None or looked_at.without_id == 0:
            return
        raise Refused(
            f"{reasons(found)}, but {count(looked_at.without_id, 'row')} of {content.name} have no "
            f"`_id` or `ID`, and this resource imported into {inputs.collection_id} before: they "
            "would be there twice, so nothing was sent. Give the rows an `_id` column, or use "
            "`writePolicy: TRUNCATE_BEFORE`, or accept it with `allowDuplicates: true`"
        )

    def _with_content(self, req: DiffRequest[ImportJobArgs, ImportJobState]) -> ImportJobArgs:
        """The inputs with the asset as Check was given it: the engine's Diff leaves out where
        its content is."""
        shown: ImportJobArgs | None = self.session.newest(req.urn)
        if shown is None or shown.source is None or req.inputs.source is None:
            return req.inputs
        return req.inputs.evolve(source=shown.source)

    def _site_for(self, inputs: ImportJobArgs) -> Site | None:
        return self.session.site(inputs.site) if remote(inputs) else None

    async def _submit(
        self,
        runs: JobRuns,
        req: CreateRequest[ImportJobArgs],
        file_id: str,
        sha256: str | None,
    ) -> Job:
        from wix_data_provider.lifecycle.marker import marked, marker  # noqa: PLC0415 - as above

        inputs = req.inputs
        name = marked(
            inputs.name or req.urn.rsplit("::", 1)[-1], marker(req.urn, _operation(inputs, sha256))
        )
        format = inputs.format.value if inputs.format else None
        return await submit(
            runs.site.client.jobs.submit_job(
                name=name,
                source={"file": {"fileId": file_id, **({"format": format} if format else {})}},
                destination={
                    "wixDataCollection": {
                        "collectionId": inputs.collection_id,
                        "writePolicy": inputs.write_policy.value,
                    }
                },
                doing=f"submit the import into the collection {inputs.collection_id}",
            ),
            what=f"The import into {inputs.collection_id} of site {runs.site.id}",
            look_at=f"the site's data movement jobs for one named {name!r}",
            clock=runs.clock,
        )

    async def _finish(
        self, runs: JobRuns, id: str, state: ImportJobState, known: Job | None = None
    ) -> ImportJobState:
        with Checkpoint(id, state, what=f"import job {state.job_id}") as point:
            try:
                job = await runs.wait(
                    state.job_id, lambda job: point.reach(_seen(point.state, job)), known
                )
            except OperationGone:
                point.reach(_gone(point.state))
            else:
                point.reach(await self._concluded(runs, point.state, job))
            return _judged(id, point.state, runs.report)

    async def _concluded(self, runs: JobRuns, state: ImportJobState, job: Job) -> ImportJobState:
        """The state with the final counts, once the job has ended."""
        if verdict.pending(state):
            return state
        skips = state.write_policy is WritePolicy.SKIP_EXISTING
        tally = await runs.tally(job, skips_are_fine=skips)
        rows = [
            RejectedRow(
                item=log.source_item_id, code=log.failure.code, reason=log.failure.description
            )
            for log in (tally.first if tally else [])
            if log.failure
        ]
        return state.evolve(items_rejected=rejected(job, tally), rejected=rows)

    async def _shown(self, runs: JobRuns, state: ImportJobState) -> Job | None:
        return (await runs.site.client.jobs.jobs_by_id([state.job_id])).get(state.job_id)

    async def _take_over(
        self, req: UpdateRequest[ImportJobArgs, ImportJobState], state: ImportJobState
    ) -> ImportJobState:
        """What Wix's record did not show: from now on a change of it runs the import."""
        async with content_of(req.inputs, self._site_for(req.inputs)) as content:
            if content is None or missing(req.inputs):
                return state
            found = await _surveyed(content, req.inputs)
            assert found is not None  # noqa: S101 - there is a content
            return state.evolve(
                source_sha256=await asyncio.to_thread(content.sha256),
                rows=found.rows,
                rows_without_id=found.without_id,
            )

    async def _import(
        self, req: ReadRequest[ImportJobState]
    ) -> Found[ImportJobArgs, ImportJobState] | None:
        site_id, job_id = parse_id(req.id, self.session.config)
        site = self.session.site(site_id)
        job = (await site.client.jobs.jobs_by_id([job_id])).get(job_id)
        if job is None:
            return None
        args = _args_of(job, site_id)
        runs = self._runs(req, args)
        state = _state(args, job, None, None).evolve(imported=True)
        state = await self._concluded(runs, state, job)
        id = resource_id(site_id, job_id)
        complaint = verdict.complaint(state)
        if complaint:
            raise ResourceInitFailed(
                id=id, state=encode(state), reasons=[complaint], inputs=encode(args)
            )
        return Found(id, state, args)


def _state(
    args: ImportJobArgs, job: Job, found: Survey | None, sha256: str | None
) -> ImportJobState:
    state = echo(
        args,
        ImportJobState,
        job_id=job.id,
        status=job.status,
        available=True,
        rejected=[],
        rows=found.rows if found else None,
        rows_without_id=found.without_id if found else None,
        source_sha256=sha256,
    )
    return _seen(state, job)


def _seen(state: ImportJobState, job: Job) -> ImportJobState:
    """The state after a look at the job; counts stay unknown until Wix gives them."""
    progress = job.progress
    return state.evolve(
        status=job.status,
        items_successful=progress.items_successful if progress else None,
        items_rejected=progress.items_rejected if progress else None,
        error=_error_of(job),
        started_at=iso(job.started_at),
        finished_at=iso(job.finished_at),
    )


def _gone(state: ImportJobState) -> ImportJobState:
    """Its last counts were not the final ones: how much it wrote, nobody knows."""
    unknown = {"items_successful": None, "items_rejected": None}
    return state.evolve(status=GONE, available=False, **unknown)


def _error_of(job: Job) -> str | None:
    if job.error is not None:
        return " ".join(part for part in (job.error.code, job.error.description) if part)
    partly = job.partially_successful_options
    return partly.cause if partly else None


def _judged(id: str, state: ImportJobState, report: Report) -> ImportJobState:
    complaint = verdict.complaint(state)
    if complaint:
        raise ResourceInitFailed(id=id, state=encode(state), reasons=[complaint])
    remark = verdict.remark(state)
    if remark:
        report.warning(remark)
    report.status(verdict.summary(state))
    return state


def _taken_over(change: Change, state: ImportJobState) -> Change:
    """What an imported record does not show is the program's to say, and runs nothing."""
    name = change.path.split(".")[0].split("[")[0]
    unseen = name in _NEVER_SHOWN or (name == "format" and state.format is None)
    return change.evolve(runs=False, replace=False) if unseen else change


_NEVER_SHOWN = {"triggers", "source", "sourcePath", "fileId", "name"}


async def _surveyed(content: Content | None, inputs: ImportJobArgs) -> Survey | None:
    from wix_data_provider.content.rows import survey  # noqa: PLC0415 - not at start-up

    if content is None or inputs.format is None:
        return None
    return await survey(content, inputs.format.value)


async def _promised(content: Content, inputs: ImportJobArgs) -> str:
    """The hash of what was previewed, where the engine made one; else of what is there now."""
    made = inputs.source.sha256 if inputs.source else ""
    return made or await asyncio.to_thread(content.sha256)


def _operation(inputs: ImportJobArgs, sha256: str | None) -> dict[str, Any]:
    """The operation inputs, with the content's hash in the place of its path."""
    values = encode(inputs)
    names = [prop.name for prop in properties(ImportJobArgs) if prop.operation]
    return {**{name: values.get(name) for name in names}, "source": sha256, "sourcePath": None}


def _args_of(job: Job, site_id: str) -> ImportJobArgs:
    """What a program would say for this job. Raises ConfigError where it is no import."""
    from wix_data_provider.lifecycle.marker import unmarked  # noqa: PLC0415 - not at start-up

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
        name=unmarked(job.name) if job.name else None,
    )


def _target(inputs: ImportJobArgs) -> str:
    return f"{inputs.collection_id or 'a collection not known yet'}, {inputs.write_policy.value}"


def _in_short(found: Survey, inputs: ImportJobArgs) -> str:
    columns = count(len(found.columns), "column")
    return f"{count(found.rows, 'row')}, {columns} → {_target(inputs)}"
