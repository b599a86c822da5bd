"""LocalizationExportJob: the translations of a site's content in a file."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.resource import Checked, CreateRequest, Timeouts
from wix_data_provider.resources.download_job import (
    DownloadInputs,
    DownloadJobResource,
    DownloadState,
    check_download,
)
from wix_data_provider.resources.file_source import FileFormat
from wix_data_provider.resources.job_order import Order, known_ends
from wix_data_provider.resources.job_resource import shown_name
from wix_data_provider.resources.movement_ends import check_languages
from wix_data_provider.resources.site import check_site, join

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wix_data_provider.client.job_models import Job
    from wix_data_provider.resources.job_runs import JobRuns


class LocalizationExportJobArgs(DownloadInputs):
    languages: list[str] = field(
        "From 2 to 64 language tags such as `en` or `pt-BR`; the first is the main language.",
        replace=True,
    )


class LocalizationExportJobState(LocalizationExportJobArgs, DownloadState):
    pass


class LocalizationExportJobResource(
    DownloadJobResource[LocalizationExportJobArgs, LocalizationExportJobState]
):
    token = "wix-data:index:LocalizationExportJob"  # noqa: S105 - a type token
    noun = "translation export job"
    args = LocalizationExportJobArgs
    state = LocalizationExportJobState
    timeouts = Timeouts(create=3600, update=3600, delete=900)

    def check(self, inputs: LocalizationExportJobArgs) -> Checked:
        known = "languages" not in inputs.unknown
        return join(
            check_site(inputs, self.session.config),
            check_download(inputs, FileFormat.CSV),
            check_languages(inputs.languages) if known else Checked(),
        )

    @asynccontextmanager
    async def order(
        self,
        runs: JobRuns,  # noqa: ARG002
        req: CreateRequest[LocalizationExportJobArgs],
    ) -> AsyncIterator[Order]:
        inputs = req.inputs
        name = {"fileName": inputs.file_name} if inputs.file_name else {}
        ends = known_ends(
            {"localization": {"languages": inputs.languages}},
            {"file": {"format": "CSV", **name}},
        )
        yield Order(f"the export of {self.what(inputs)}", ends, harmless=True)

    def what(self, inputs: LocalizationExportJobArgs) -> str:
        if "languages" in inputs.unknown:
            return "translations into languages not known yet"
        return f"translations ({', '.join(inputs.languages)})"

    def args_of(self, job: Job, site_id: str) -> LocalizationExportJobArgs:
        shown = job.source.localization if job.source else None
        file = job.destination.file if job.destination else None
        if shown is None or file is None:
            raise ConfigError(f"job {job.id} does not export translations into a file")
        return LocalizationExportJobArgs(
            site_id=site_id,
            languages=list(shown.languages),
            file_name=file.file_name,
            name=shown_name(job),
        )
