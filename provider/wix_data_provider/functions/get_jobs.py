"""getJobs: the data movement jobs of a site that match a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.functions.job_record import JobRecord, values_of
from wix_data_provider.functions.site import Limited, SiteFunction, Some, first
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Choice, Inputs, field

if TYPE_CHECKING:
    from collections.abc import Sequence

SORTS = 5
"""Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/query-jobs"""


class SortOrder(Choice):
    """Which way to sort."""

    ASC = "ASC", "The smallest or oldest first."
    DESC = "DESC", "The largest or newest first."


class JobSort(Inputs):
    """A field of jobs to sort by."""

    field_name: str = field(
        "The field: id, name, status, startedAt, finishedAt, scheduleId or workflowId."
    )
    order: SortOrder = field("Which way.", default=SortOrder.ASC)


class GetJobsArgs(Limited):
    filter: dict[str, Any] | None = field(
        "Which jobs, in Wix's filter language, over id, name, status, startedAt, finishedAt, "
        'scheduleId and workflowId: `{"status": {"$in": ["FAILED", "PARTIALLY_SUCCESSFUL"]}}`. '
        "All by default.",
        default=None,
    )
    sort: list[JobSort] | None = field(
        "The order, by up to five fields. By default the newest first.", default=None
    )


class GetJobsResult(Some):
    jobs: list[JobRecord] = field("The jobs, in the order that was asked for.")


class GetJobs(SiteFunction[GetJobsArgs, GetJobsResult]):
    token = "wix-data:index:getJobs"  # noqa: S105 - a function's token
    args = GetJobsArgs
    result = GetJobsResult

    def problems(self, args: GetJobsArgs) -> list[Problem]:
        given = len(args.sort or ())
        if given <= SORTS:
            return []
        return [Problem("sort", f"`sort` takes {SORTS} fields at most, not {given}")]

    async def invoke(self, args: GetJobsArgs) -> GetJobsResult:
        queried = self.client(args).jobs.query_jobs(args.filter or {}, _sort(args.sort))
        found, truncated = await first(queried, args.limit)
        records = [JobRecord(**values_of(job)) for job in found]
        return GetJobsResult(jobs=records, truncated=truncated)


def _sort(given: Sequence[JobSort] | None) -> list[dict[str, str]]:
    """As Wix takes it. Newest first is asked for: what Wix does unasked is not documented."""
    if not given:
        return [{"fieldName": "startedAt", "order": SortOrder.DESC.value}]
    return [{"fieldName": one.field_name, "order": one.order.value} for one in given]
