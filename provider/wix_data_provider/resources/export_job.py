"""ExportJob: items of a collection in a file, at Wix and on this machine."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.resource import Checked, CreateRequest, Timeouts
from wix_data_provider.lifecycle.values import UNKNOWN
from wix_data_provider.resources.download_job import (
    DownloadInputs,
    DownloadJobResource,
    DownloadState,
    check_download,
)
from wix_data_provider.resources.file_source import FileFormat, format_of_name
from wix_data_provider.resources.job_order import Order, known_ends
from wix_data_provider.resources.job_resource import shown_name
from wix_data_provider.resources.movement_ends import (
    CollectionSource,
    check_query,
)
from wix_data_provider.resources.movement_wire import collection_of, collection_on_wire
from wix_data_provider.resources.site import check_site, join

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wix_data_provider.client.job_models import Job
    from wix_data_provider.resources.job_runs import JobRuns
    from wix_data_provider.session import Site


class ExportJobArgs(DownloadInputs):
    collection_id: str = field("The collection to export.", replace=True)
    filter: dict[str, Any] | None = field(
        "Which items, in Wix's filter language, such as `{holidays: {$in: [xmas]}}`; all by "
        "default.",
        default=None,
        replace=True,
    )
    fields: list[str] | None = field(
        "Which fields of the items; all by default.", default=None, replace=True
    )
    aggregation: dict[str, Any] | None = field(
        "A pipeline that works the items out, as Wix's aggregationPipeline; not with `filter`.",
        default=None,
        replace=True,
    )
    format: FileFormat | None = field(
        "The format of the file; by default that of `fileName` or `downloadTo`, else CSV.",
        default=None,
        replace=True,
    )


class ExportJobState(ExportJobArgs, DownloadState):
    pass


class ExportJobResource(DownloadJobResource[ExportJobArgs, ExportJobState]):
    token = "wix-data:index:ExportJob"  # noqa: S105 - a type token
    noun = "export job"
    args = ExportJobArgs
    state = ExportJobState
    timeouts = Timeouts(create=3600, update=3600, delete=900)

    def check(self, inputs: ExportJobArgs) -> Checked:
        return join(
            check_site(inputs, self.session.config),
            check_query(_source(inputs), "filter"),
            _check_format(inputs),
        )

    @asynccontextmanager
    async def order(self, runs: JobRuns, req: CreateRequest[ExportJobArgs]) -> AsyncIterator[Order]:
        inputs = req.inputs
        await self.look(runs.site, inputs)
        name = {"fileName": inputs.file_name} if inputs.file_name else {}
        ends = known_ends(
            {"wixDataCollection": collection_on_wire(_source(inputs))},
            {"file": {"format": _format(inputs).value, **name}},
        )
        yield Order(f"the export of {inputs.collection_id}", ends, harmless=True)

    async def look(self, site: Site, inputs: ExportJobArgs) -> None:
        if "collection_id" not in inputs.unknown:
            await self.check_collection(site, inputs.collection_id)

    def what(self, inputs: ExportJobArgs) -> str:
        name = inputs.collection_id or "a collection not known yet"
        some = "" if inputs.filter is None and inputs.aggregation is None else "some items of "
        return f"{some}{name} ({_format(inputs).value})"

    def format_of(self, state: ExportJobState) -> str:
        return str(_format(state).value)

    def args_of(self, job: Job, site_id: str) -> ExportJobArgs:
        shown = job.source.wix_data_collection if job.source else None
        file = job.destination.file if job.destination else None
        if shown is None or file is None:
            raise ConfigError(f"job {job.id} does not export a collection into a file")
        source = collection_of(shown)
        return ExportJobArgs(
            site_id=site_id,
            collection_id=source.collection_id,
            filter=source.filter,
            fields=source.fields,
            aggregation=source.aggregation,
            format=FileFormat.of(file.format),
            file_name=file.file_name,
            name=shown_name(job),
        )


def _source(inputs: ExportJobArgs) -> CollectionSource:
    return CollectionSource(
        collection_id=inputs.collection_id,
        filter=inputs.filter,
        fields=inputs.fields,
        aggregation=inputs.aggregation,
    )


def _format(inputs: ExportJobArgs) -> FileFormat:
    return inputs.format or FileFormat.CSV


def _check_format(inputs: ExportJobArgs) -> Checked:
    """The effective format: the given one, or that of a name; and the names, by that format."""
    if "format" in inputs.unknown:
        return check_download(inputs, None)
    names = (inputs.file_name or "", inputs.download_to or "")
    told = next((found for name in names if (found := format_of_name(name))), None)
    format = inputs.format or told
    if format is None and inputs.unknown & {"file_name", "download_to"}:
        return join(Checked({"format": UNKNOWN}), check_download(inputs, None))
    format = format or FileFormat.CSV
    return join(Checked({"format": format.value}), check_download(inputs, format))
