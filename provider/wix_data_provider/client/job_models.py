"""Data movement jobs and their logs, as Wix returns them.

Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/job-object
"""

from typing import Any

from pydantic import Field

from wix_data_provider.client.wire import Instant, ListOf, WireModel


class JobError(WireModel):
    """Why a job or an item failed: `code` is like WDH0003 or WDE0074."""

    code: str | None = None
    description: str | None = None


class JobProgress(WireModel):
    """Counts of items so far. Wix may leave out any of them, also at the end."""

    current: int | None = None
    total: int | None = None
    items_rejected: int | None = None
    items_successful: int | None = None


class JobFile(WireModel):
    """A file at either end. `url` is signed: whoever has it may read the file."""

    file_id: str | None = None
    format: str | None = None
    file_name: str | None = None
    url: str | None = Field(default=None, repr=False)


class JobFilter(WireModel):
    """Which items, and which of their fields."""

    filter: dict[str, Any] | None = None
    fields: ListOf[str] = ()


class JobAggregation(WireModel):
    """Items worked out by a pipeline, and the fields of the outcome."""

    aggregation_pipeline: dict[str, Any] | None = None
    fields: ListOf[dict[str, Any]] = ()


class JobCollection(WireModel):
    """A collection at either end. `filter` and `fields` are the older form of `filter_query`."""

    collection_id: str
    write_policy: str | None = None
    filter_query: JobFilter | None = None
    aggregation_query: JobAggregation | None = None
    filter: dict[str, Any] | None = None
    fields: ListOf[str] = ()


class JobLanguages(WireModel):
    """The translations at either end; the first language is the main one."""

    languages: ListOf[str] = ()


class JobEnd(WireModel):
    """Where the data comes from or goes to; all are None for kinds not modelled here."""

    file: JobFile | None = None
    wix_data_collection: JobCollection | None = None
    localization: JobLanguages | None = None


class PartialSuccess(WireModel):
    """Why a job is only PARTIALLY_SUCCESSFUL."""

    cause: str | None = None


class Job(WireModel):
    """One data movement job."""

    id: str
    status: str  # open set: an unknown status must not break a read
    name: str | None = None
    started_at: Instant | None = None  # the time of submission
    finished_at: Instant | None = None
    progress: JobProgress | None = None
    error: JobError | None = None
    source_site_id: str | None = None
    destination_site_id: str | None = None
    source: JobEnd | None = None
    destination: JobEnd | None = None
    logs_recorded: int | None = None
    partially_successful_options: PartialSuccess | None = None

    @property
    def fraction(self) -> float | None:
        """How far it is, 0 to 1; None where Wix does not say."""
        if self.progress is None or self.progress.current is None or not self.progress.total:
            return None
        return min(self.progress.current / self.progress.total, 1.0)


class MovementLog(WireModel):
    """What became of one item; `source_item_id` is its ID or its row number in a CSV."""

    source_item_id: str | None = None
    failure: JobError | None = None
    details: Any = Field(default=None, repr=False)
