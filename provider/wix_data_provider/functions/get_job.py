"""getJob: one data movement job, by its ID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.functions.job_record import JobRecord, values_of
from wix_data_provider.functions.site import SiteFunction, job_problems
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.resources.site import SiteInputs

if TYPE_CHECKING:
    from wix_data_provider.lifecycle.codec import Problem


class GetJobArgs(SiteInputs):
    job_id: str = field("The job's ID at Wix, such as the `jobId` of an ImportJob.")


class GetJobResult(JobRecord):
    pass


class GetJob(SiteFunction[GetJobArgs, GetJobResult]):
    token = "wix-data:index:getJob"  # noqa: S105 - a function's token
    args = GetJobArgs
    result = GetJobResult

    def problems(self, args: GetJobArgs) -> list[Problem]:
        return job_problems(args.job_id)

    async def invoke(self, args: GetJobArgs) -> GetJobResult:
        """Raises NotFound where the site has no such job."""
        return GetJobResult(**values_of(await self.client(args).jobs.get_job(args.job_id.lower())))
