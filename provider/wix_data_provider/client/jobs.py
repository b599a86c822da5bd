"""Data movement jobs of a site: calls. Their models are in job_models.py."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from typing import Any

from wix_data_provider.client.job_models import Job, MovementLog
from wix_data_provider.client.paging import PAGE, cursor_pages
from wix_data_provider.client.site import SiteApi, segment
from wix_data_provider.client.wire import unwrapped

PATH = "/data-mover/v1/jobs"


class JobsApi(SiteApi):
    """The data movement jobs of one site."""

    async def submit_job(
        self,
        *,
        name: str,
        source: Mapping[str, Any],
        destination: Mapping[str, Any],
        source_site_id: str | None = None,
        destination_site_id: str | None = None,
        doing: str = "submit the job",
    ) -> Job:
        """Start moving data from `source` to `destination`, each with exactly one member, such
        as `{"wixDataCollection": {"collectionId", "writePolicy"}}` or `{"file": {"fileId"}}`.
        At most one end is on another site of the account.

        A second job would write again, so a lost answer is never retried.

        Raises: ApiError, TransportError, ProtocolError.
        Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/submit-job
        """
        body: dict[str, Any] = {"name": name, "source": source, "destination": destination}
        if source_site_id is not None:
            body["sourceSiteId"] = source_site_id
        if destination_site_id is not None:
            body["destinationSiteId"] = destination_site_id
        answer = await self._act("POST", PATH, body, idempotent=False, doing=doing)
        return Job.from_wire(unwrapped(answer, "job"))

    async def get_job(self, job_id: str) -> Job:
        """One job. Raises: NotFound, other ApiError, TransportError, ProtocolError."""
        answer = await self._get(f"{PATH}/{segment(job_id)}", doing=f"read the job {job_id}")
        return Job.from_wire(unwrapped(answer, "job"))

    async def jobs_by_id(self, ids: Collection[str]) -> dict[str, Job]:
        """Those of these jobs that Wix knows, with one query for each hundred."""
        wanted = sorted(set(ids))
        found: dict[str, Job] = {}
        for start in range(0, len(wanted), PAGE):
            some = {"id": {"$in": wanted[start : start + PAGE]}}
            async for job in self.query_jobs(some):
                found[job.id] = job
        return found

    async def jobs_named(self, names: Collection[str]) -> dict[str, list[Job]]:
        """The jobs of exactly these names, with one query for each hundred."""
        wanted = sorted(set(names))
        found: dict[str, list[Job]] = {}
        for start in range(0, len(wanted), PAGE):
            some = {"name": {"$in": wanted[start : start + PAGE]}}
            async for job in self.query_jobs(some):
                found.setdefault(job.name or "", []).append(job)
        return found

    async def query_jobs(
        self,
        filter: Mapping[str, Any],
        sort: Sequence[Mapping[str, str]] = (),
    ) -> AsyncGenerator[Job, None]:
        """Jobs that match, over all pages; `sort` has `{"fieldName", "order": "ASC" | "DESC"}`.

        Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/query-jobs
        """

        async def page(paging: dict[str, Any]) -> dict[str, Any]:
            # The cursor holds filter and sort: only the first request carries them.
            order = {"sort": list(sort)} if sort else {}
            first = {} if "cursor" in paging else {"filter": dict(filter), **order}
            query = {**first, "cursorPaging": paging}
            return await self._read(f"{PATH}/query", {"query": query}, doing="query the jobs")

        async for item in cursor_pages(page, "jobs"):
            yield Job.from_wire(item)

    async def terminate_job(self, job_id: str) -> Job:
        """Stop a job; what it wrote stays.

        Raises: NotFound, Conflict (it is finished), other ApiError, TransportError.
        Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/terminate-job
        """
        path = f"{PATH}/{segment(job_id)}/terminate"
        answer = await self._act(
            "POST", path, {}, idempotent=True, doing=f"terminate the job {job_id}"
        )
        return Job.from_wire(unwrapped(answer, "job"))

    async def list_logs(self, job_id: str) -> AsyncGenerator[MovementLog, None]:
        """What a job tells of single items, over all pages: mostly those that failed.

        Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/list-movement-logs
        """

        async def page(paging: dict[str, Any]) -> dict[str, Any]:
            params = {f"paging.{name}": value for name, value in paging.items()}
            path = f"{PATH}/{segment(job_id)}/logs"
            return await self._get(path, params, doing=f"read the logs of the job {job_id}")

        async for item in cursor_pages(page, "logs"):
            yield MovementLog.from_wire(item)
