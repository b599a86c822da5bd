"""LocalizationImportJob: translations from a file into a site's content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.resource import Checked, Timeouts
from wix_data_provider.resources import job_verdict
from wix_data_provider.resources.file_job import (
    FileInputs,
    FileJobResource,
    FileState,
    check_max_rejected,
)
from wix_data_provider.resources.file_source import check_source
from wix_data_provider.resources.job_resource import shown_name
from wix_data_provider.resources.movement_ends import check_languages
from wix_data_provider.resources.site import check_site, join

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import Job


class LocalizationImportJobArgs(FileInputs):
    languages: list[str] = field(
        "From 2 to 64 language tags such as `en` or `pt-BR`, those of the file; the first is the "
        "main language, which is never written.",
        replace=True,
    )


class LocalizationImportJobState(LocalizationImportJobArgs, FileState):
    pass


class LocalizationImportJobResource(
    FileJobResource[LocalizationImportJobArgs, LocalizationImportJobState]
):
    token = "wix-data:index:LocalizationImportJob"  # noqa: S105 - a type token
    noun = "translation import job"
    verb = "import"
    args = LocalizationImportJobArgs
    state = LocalizationImportJobState
    timeouts = Timeouts(create=3600, update=3600, delete=900)

    def check(self, inputs: LocalizationImportJobArgs) -> Checked:
        known = "languages" not in inputs.unknown
        return join(
            check_site(inputs, self.session.config),
            check_source(inputs),
            check_max_rejected(inputs.max_rejected),
            check_languages(inputs.languages) if known else Checked(),
        )

    def format_of(self, inputs: LocalizationImportJobArgs) -> str | None:  # noqa: ARG002
        return "CSV"

    def target(self, inputs: LocalizationImportJobArgs) -> str:
        if "languages" in inputs.unknown:
            return "translations into languages not known yet"
        return f"translations ({', '.join(inputs.languages)})"

    def ends(
        self, inputs: LocalizationImportJobArgs, file_id: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        file = {"fileId": file_id, "format": "CSV"}
        return {"file": file}, {"localization": {"languages": inputs.languages}}

    def terms(self, state: LocalizationImportJobState) -> job_verdict.Terms:
        return job_verdict.Terms(stays=_STAYS, max_rejected=state.max_rejected, rows=state.rows)

    def args_of(self, job: Job, site_id: str) -> LocalizationImportJobArgs:
        file = job.source.file if job.source else None
        shown = job.destination.localization if job.destination else None
        if file is None or shown is None:
            raise ConfigError(f"job {job.id} does not import translations from a file")
        return LocalizationImportJobArgs(
            site_id=site_id,
            file_id=file.file_id,
            languages=list(shown.languages),
            name=shown_name(job),
        )


_STAYS = (
    "It may have written some translations, so it stays failed until an operation input or "
    "`triggers` changes"
)
