"""FileJobResource: jobs that move a file of the user's into Wix, once for each content."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.content.source import local, stamp
from wix_data_provider.errors import ConfigError, Refused
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.diff import Change
from wix_data_provider.lifecycle.fields import camel, field
from wix_data_provider.lifecycle.resource import (
    Checked,
    CreateRequest,
    DiffRequest,
    Preview,
    UpdateRequest,
)
from wix_data_provider.lifecycle.values import Asset
from wix_data_provider.lifecycle.wording import count
from wix_data_provider.resources.file_source import (
    content_of,
    missing,
    remote,
    source_known,
    title,
    way,
)
from wix_data_provider.resources.job_order import Order
from wix_data_provider.resources.job_outcome import problem_of, too_many
from wix_data_provider.resources.job_resource import JobResource
from wix_data_provider.resources.job_state import JobInputs, JobState

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from collections.abc import Collection as SomeOf

    from wix_data_provider.client.collections import Collection
    from wix_data_provider.client.job_models import Job
    from wix_data_provider.content.rows import Survey
    from wix_data_provider.content.source import Content
    from wix_data_provider.resources.job_order import Ends
    from wix_data_provider.resources.job_runs import JobRuns
    from wix_data_provider.session import Site


class FileInputs(JobInputs):
    """A file to move, given in one of three ways, and how many of its rows may fail."""

    source: Asset | None = field(
        "The file, as an asset: a file, a text, or a URL. What counts is its content, not its "
        "path. Exactly one of `source`, `sourcePath` and `fileId` is given.",
        default=None,
        replace=True,
        echo=False,
    )
    source_path: str | None = field(
        "The path of the file; unlike `source` it may come to be during the `up`, for example as "
        "the `path` of an export. What counts is its content.",
        default=None,
        replace=True,
        echo=False,
    )
    file_id: str | None = field(
        "A file that was uploaded to Wix already. What is in it cannot be looked at beforehand.",
        default=None,
        replace=True,
    )
    max_rejected: int | str = field(
        "How many rows may be rejected before the resource fails: a count such as `3`, or a "
        "percentage of the rows such as `2.5%`. Rejects up to there are a warning. An item that "
        "`SKIP_EXISTING` skips is not a reject. A change judges the finished job anew.",
        default=0,
    )


class FileState(JobState):
    """What is known of the file that was moved."""

    rows: int | None = field("How many rows the file has.", default=None)
    source_sha256: str | None = field(
        "The SHA-256 of the content, in hexadecimal digits.", default=None
    )


A = TypeVar("A", bound=FileInputs)
S = TypeVar("S", bound=FileState)


class FileJobResource(JobResource[A, S]):
    """Reads the file before it is sent, uploads it, and runs again only for another content."""

    never_shown = frozenset({"triggers", "name", "source", "sourcePath"})

    def unseen(self, change: Change, state: S) -> bool:  # noqa: ARG002
        """The record shows a file at Wix, where the program may say what was uploaded."""
        return change.path == "fileId" and change.kind == "delete"

    # What each kind says

    @abstractmethod
    def format_of(self, inputs: A) -> str | None:
        """CSV or JSONL; None where Wix is to find out."""

    @abstractmethod
    def target(self, inputs: A) -> str:
        """Where the rows go, for a sentence."""

    @abstractmethod
    def ends(self, inputs: A, file_id: str) -> Ends:
        """Source and destination of the job, as on the wire."""

    async def look(self, site: Site, inputs: A) -> Collection | None:  # noqa: ARG002
        """The collection that the rows go to, where that can be seen. Raises ConfigError where
        Wix is known to refuse the job."""
        return None

    def policy_of(self, inputs: A) -> str | None:  # noqa: ARG002
        """The write policy, where rows become items; empty while it is not known."""
        return None

    def misfits(
        self,
        inputs: A,  # noqa: ARG002
        collection: Collection,  # noqa: ARG002
        found: Survey,  # noqa: ARG002
    ) -> Sequence[str]:
        """What Wix would take, but somebody should look at."""
        return ()

    def harmless(self, inputs: A, found: Survey) -> bool:  # noqa: ARG002
        """Whether importing this file twice is the same as once."""
        return False

    def refusal(
        self,
        inputs: A,  # noqa: ARG002
        found: Survey | None,  # noqa: ARG002
        job: Job,  # noqa: ARG002
    ) -> str | None:
        """Why this content must not follow that job, if it must not."""
        return None

    def twice(self, inputs: A, found: Survey, before: S) -> str | None:  # noqa: ARG002
        """Why this content must not follow the job of that state, if it must not."""
        return None

    def surveyed(self, found: Survey) -> dict[str, Any]:
        """What the state keeps of a look into the file."""
        return {"rows": found.rows}

    # How they all run

    async def preview_create(self, req: CreateRequest[A]) -> Preview:
        site = self.site_if_any(req)
        collection = await self.look(site, req.inputs) if site is not None else None
        if not source_known(req.inputs) or missing(req.inputs):
            req.report.info("the source is not there yet: its rows are counted before the import")
            return Preview()
        if site is None and remote(req.inputs):
            req.report.info("a remote source is read with credentials: no rows were counted")
            return Preview()
        found = await self._judged(req, collection)
        if found is None:
            req.report.info(f"a file at Wix → {self.target(req.inputs)}")
            return Preview()
        columns = count(len(found.columns), "column")
        req.report.info(f"{count(found.rows, 'row')}, {columns} → {self.target(req.inputs)}")
        if req.inputs.source_path is not None:
            return Preview()  # the file may be another one by then
        known = {"source_sha256": await self._sha256(req.inputs), **self.surveyed(found)}
        return Preview({camel(name): value for name, value in known.items()})

    @asynccontextmanager
    async def order(self, runs: JobRuns, req: CreateRequest[A]) -> AsyncIterator[Order]:
        from wix_data_provider.resources.upload import Upload  # noqa: PLC0415 - not at start-up

        collection = await self.look(runs.site, req.inputs)
        async with content_of(req.inputs, runs.site) as content:
            sha256 = await self._sha256(req.inputs)  # before it is read: it may be swapped then
            if content is not None and sha256 is None:
                sha256 = await asyncio.to_thread(content.sha256)
            found = await self._judged(req, collection, content)

            async def ends() -> Ends:
                file_id = req.inputs.file_id or ""
                if content is not None and sha256 is not None:
                    file_id = await Upload(runs.site, req.report).send(content, sha256)
                return self.ends(req.inputs, file_id)

            yield Order(
                f"the import into {self.target(req.inputs)}",
                ends,
                computed={"source_sha256": sha256, **(self.surveyed(found) if found else {})},
                operation={"source": sha256, "sourcePath": None},
                harmless=found is not None and self.harmless(req.inputs, found),
                refusal=partial(self.refusal, req.inputs, found),
            )

    def readable(self, inputs: A) -> bool:
        """Whether a preview can look into the source: a remote one takes credentials and a site."""
        try:
            self.site_for(inputs)
        except ConfigError:
            return False
        return True

    async def content_changes(self, req: DiffRequest[A, S]) -> list[Change]:
        """Whether the content is another one: by its hash, whatever its path."""
        if req.ignored & {way(req.inputs), "*"}:
            return []
        if not source_known(req.inputs):
            unseen = [name for name in ("source", "source_path") if name in req.inputs.unknown]
            return [Change(camel(n), runs=True, replace=True, unknown=True) for n in unseen]
        sha256 = await self._sha256(req.inputs)
        if sha256 is None or req.state.source_sha256 == sha256:
            return []
        if req.state.source_sha256 is None:  # an imported job takes it over, and runs nothing
            return [Change(way(req.inputs))] if req.state.imported else []
        changed = f"changed{await self._row_counts(req)}"
        if req.inputs.source_path is not None:  # the path may be the old one
            why = f"the content of sourcePath {changed}"
            return [Change("sourceSha256", runs=True, replace=True, input=False, why=why)]
        return [Change("source", runs=True, replace=True, why=f"source {changed}")]

    async def _row_counts(self, req: DiffRequest[A, S]) -> str:
        """How many rows the content had, and has."""
        inputs = self.with_content(req)
        if req.state.rows is None or not self.readable(inputs):
            return ""
        survey = await self.survey_of(inputs, self.policy_of(inputs))
        return f": {req.state.rows:,} → {count(survey.rows, 'row')}" if survey else ""

    async def take_over(self, req: UpdateRequest[A, S], state: S) -> S:
        """The content of an imported job: from now on a change of it runs the job."""
        if req.inputs.file_id is not None:
            return state
        if missing(req.inputs):
            return state.evolve(imported=True)  # until the file has shown its hash
        found = await self.survey_of(req.inputs)
        sha256 = await self._sha256(req.inputs)
        return state.evolve(source_sha256=sha256, **(self.surveyed(found) if found else {}))

    def shown_by_program(self, inputs: A) -> SomeOf[str]:
        if inputs.file_id is not None:
            return ()
        return ("imported", "sourceSha256", "rows", "rowsWithoutId")

    def site_for(self, inputs: A) -> Site | None:
        """The site whose connection reads a remote source; None for other sources."""
        return self.session.site(inputs.site) if remote(inputs) else None

    def with_content(self, req: DiffRequest[A, S]) -> A:
        """The inputs with the asset as Check was given it: the engine's Diff leaves out where
        its content is."""
        shown: A | None = self.session.newest(req.urn)
        if shown is None or shown.source is None or req.inputs.source is None:
            return req.inputs
        return req.inputs.evolve(source=shown.source)

    async def survey_of(
        self, inputs: A, policy: str | None = None, content: Content | None = None
    ) -> Survey | None:
        """What is in the file, `content` where it is open; None where it is at Wix already.
        The same content is opened and read once.

        Raises ContentError where Wix would refuse it; with a `policy`, also where it would reject
        more of its rows than `maxRejected`.
        """
        from wix_data_provider.content.rows import survey  # noqa: PLC0415 - not at start-up

        format = self.format_of(inputs)
        if format is None:
            return None
        limit = None if "max_rejected" in inputs.unknown else inputs.max_rejected
        judge = partial(_tolerates, limit)

        async def look() -> Survey | None:
            site = self.site_for(inputs)
            async with nullcontext(content) if content else content_of(inputs, site) as now:
                if now is None:
                    return None
                return await survey(now, format, policy=policy, tolerates=judge)

        sha256 = await self._sha256(inputs)
        if sha256 is None:
            return await look()
        found: Survey | None = await self.session.surveys.get((sha256, format, policy, limit), look)
        return found

    async def _sha256(self, inputs: A) -> str | None:
        """Of what was previewed, as the engine made it, else of what is there now; None where
        there is nothing to compare: at Wix, or not there (any more). A file is read once."""
        if inputs.source is not None:
            return inputs.source.sha256 or None
        if inputs.source_path is None or missing(inputs):
            return None
        read = partial(asyncio.to_thread, local(inputs.source_path).sha256)
        return await self.session.hashes.get(stamp(inputs.source_path), read)

    async def _judged(
        self,
        req: CreateRequest[A],
        collection: Collection | None,
        content: Content | None = None,
    ) -> Survey | None:
        """What is in the file that is about to be sent, with warnings of what Wix would take.

        Raises Refused where it must not follow what it replaces.
        """
        found = await self.survey_of(req.inputs, self.policy_of(req.inputs), content)
        if found is None:
            return None
        before = self.session.before.get(req.urn)  # options of the program may replace it unasked
        refusal = self.twice(req.inputs, found, before) if before is not None else None
        if refusal is not None:
            raise Refused(refusal)
        misfits = self.misfits(req.inputs, collection, found) if collection else ()
        for sentence in (*found.warnings, *misfits):
            req.report.warning(f"{title(req.inputs)}: {sentence}")
        return found


def _tolerates(limit: int | str | None, rejects: int, rows: int) -> bool:
    """`limit` is None while it is not known: then nothing is refused for it."""
    return limit is None or too_many(rejects, limit, rows) is None


def check_max_rejected(max_rejected: int | str) -> Checked:
    """The form of a `maxRejected`."""
    problem = problem_of(max_rejected)
    return Checked(problems=[Problem("maxRejected", problem)] if problem else [])
