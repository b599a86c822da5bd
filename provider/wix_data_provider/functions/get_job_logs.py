"""getJobLogs: what a data movement job tells of single items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.functions.job_record import JobFault, fault_of
from wix_data_provider.functions.site import Limited, SiteFunction, Some, first, job_problems
from wix_data_provider.lifecycle.fields import Inputs, field

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import MovementLog
    from wix_data_provider.lifecycle.codec import Problem


class JobLog(Inputs):
    """What became of one item."""

    item: str | None = field("The item's ID, or its row number in a CSV file.", default=None)
    failure: JobFault | None = field("Why it was not moved; absent where it was.", default=None)
    details: Any | None = field("What else Wix says of it.", default=None)


class GetJobLogsArgs(Limited):
    job_id: str = field("The job's ID at Wix, such as the `jobId` of an ImportJob.")
    limit: int = field(
        "How many to return at most; as many pages are read as that takes.", default=1000
    )


class GetJobLogsResult(Some):
    logs: list[JobLog] = field("One for each item that was not moved; some jobs log others, too.")


class GetJobLogs(SiteFunction[GetJobLogsArgs, GetJobLogsResult]):
    token = "wix-data:index:getJobLogs"  # noqa: S105 - a function's token
    args = GetJobLogsArgs
    result = GetJobLogsResult

    def problems(self, args: GetJobLogsArgs) -> list[Problem]:
        return job_problems(args.job_id)

    async def invoke(self, args: GetJobLogsArgs) -> GetJobLogsResult:
        """Raises NotFound where the site has no such job."""
        listed = self.client(args).jobs.list_logs(args.job_id.lower())
        found, truncated = await first(listed, args.limit)
        return GetJobLogsResult(logs=[_log(log) for log in found], truncated=truncated)


def _log(log: MovementLog) -> JobLog:
    return JobLog(
        item=log.source_item_id,
        failure=fault_of(log.failure) if log.failure else None,
        details=log.details,
    )
