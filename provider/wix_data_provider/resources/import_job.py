"""ImportJob: a file imported into a collection, once for each content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.errors import ConfigError, Refused
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.resource import (
    Checked,
    CreateRequest,
    DiffRequest,
    Preview,
    Timeouts,
)
from wix_data_provider.lifecycle.wording import count
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
    content_of,
    missing,
    source_known,
)
from wix_data_provider.resources.job_resource import shown_name
from wix_data_provider.resources.movement_ends import WritePolicy
from wix_data_provider.resources.site import check_site, join

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import Job
    from wix_data_provider.content.rows import Survey
    from wix_data_provider.lifecycle.diff import Change
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


class ImportJobState(ImportJobArgs, FileState):
    rows_without_id: int | None = field(
        "How many of the rows no `_id` or `ID` identifies.", default=None
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
        )

    async def preview_create(self, req: CreateRequest[ImportJobArgs]) -> Preview:
        if req.inputs.write_policy is WritePolicy.TRUNCATE_BEFORE:
            req.report.warning(
                f"TRUNCATE_BEFORE deletes all items of {req.inputs.collection_id} before the import"
            )
        return await super().preview_create(req)

    async def refuse(self, req: DiffRequest[ImportJobArgs, ImportJobState], why: str) -> None:
        """Raises Refused where a second import would have every row twice."""
        inputs, state = req.inputs, req.state
        elsewhere = (inputs.site_id, inputs.collection_id) != (state.site_id, state.collection_id)
        if (
            inputs.unknown & {"write_policy", "allow_duplicates", "collection_id"}
            or inputs.allow_duplicates
            or inputs.write_policy is WritePolicy.TRUNCATE_BEFORE
            or elsewhere
            or job_verdict.wrote_nothing(state)
            or not source_known(inputs)
            or missing(inputs)
        ):
            return
        inputs = self._with_content(req)
        if inputs.source is not None and inputs.source.is_hollow:
            return  # a refresh: no Check has shown the content, and nothing is imported
        async with content_of(inputs, self.site_for(inputs)) as content:
            looked_at = await self.survey_of(content, inputs)
        if content is None or looked_at is None or looked_at.without_id == 0:
            return
        raise Refused(
            f"{why}, but {count(looked_at.without_id, 'row')} of {content.name} have no `_id` or "
            f"`ID`, and this resource imported into {inputs.collection_id} before: they would be "
            "there twice, so nothing was sent. Give the rows an `_id` column, or use "
            "`writePolicy: TRUNCATE_BEFORE`, or accept it with `allowDuplicates: true`"
        )

    async def look(self, site: Site, inputs: ImportJobArgs) -> None:
        if "collection_id" not in inputs.unknown:
            await self.check_collection(site, inputs.collection_id)

    def format_of(self, inputs: ImportJobArgs) -> str | None:
        return inputs.format.value if inputs.format else None

    def target(self, inputs: ImportJobArgs) -> str:
        name = inputs.collection_id or "a collection not known yet"
        known = "write_policy" not in inputs.unknown
        return f"{name}, {inputs.write_policy.value if known else 'a policy not known yet'}"

    def ends(self, inputs: ImportJobArgs, file_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        file = {"fileId": file_id, **({"format": inputs.format.value} if inputs.format else {})}
        collection = {
            "collectionId": inputs.collection_id,
            "writePolicy": inputs.write_policy.value,
        }
        return {"file": file}, {"wixDataCollection": collection}

    def surveyed(self, found: Survey) -> dict[str, Any]:
        return {"rows": found.rows, "rows_without_id": found.without_id}

    def unseen(self, change: Change, state: ImportJobState) -> bool:
        found_out = change.kind == "delete"  # by Wix, where the program leaves that to it
        format = change.path == "format" and (state.format is None or found_out)
        return format or super().unseen(change, state)

    def terms(self, state: ImportJobState) -> job_verdict.Terms:
        truncated = state.write_policy is WritePolicy.TRUNCATE_BEFORE
        harmless = job_verdict.wrote_nothing(state) or state.rows_without_id == 0
        return job_verdict.Terms(
            max_rejected=state.max_rejected,
            rows=state.rows,
            runs_again=harmless and not truncated,
            stays=_TRUNCATED if truncated else _UNIDENTIFIED,
            skips_are_fine=state.write_policy is WritePolicy.SKIP_EXISTING,
        )

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

    def _with_content(self, req: DiffRequest[ImportJobArgs, ImportJobState]) -> ImportJobArgs:
        """The inputs with the asset as Check was given it: the engine's Diff leaves out where
        its content is."""
        shown: ImportJobArgs | None = self.session.newest(req.urn)
        if shown is None or shown.source is None or req.inputs.source is None:
            return req.inputs
        return req.inputs.evolve(source=shown.source)


_TRUNCATED = (
    "It may have emptied the collection, so it stays failed until an operation input or "
    "`triggers` changes"
)
_UNIDENTIFIED = (
    "It may have written rows that nothing identifies, so it stays failed until an operation "
    "input or `triggers` changes"
)
