"""One job to be submitted, found again by the mark in its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.client.job_models import Job
from wix_data_provider.errors import Refused
from wix_data_provider.lifecycle.marker import marked
from wix_data_provider.lifecycle.submit import Submission
from wix_data_provider.waiter.states import JOB_STATES, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from wix_data_provider.journal import Note
    from wix_data_provider.resources.job_order import Ends, Order
    from wix_data_provider.resources.job_runs import JobRuns


class JobSubmission(Submission[Job]):
    """`name` holds the mark. `runs_again` tells of an ended job whether it is to run again."""

    by_mark = True

    def __init__(
        self,
        runs: JobRuns,
        order: Order,
        *,
        name: str,
        runs_again: Callable[[Job], bool],
        **common: Any,
    ) -> None:
        site_id = runs.site.id
        super().__init__(
            what=f"{order.what[0].upper()}{order.what[1:]} of site {site_id}",
            look_at=f"the site's data movement jobs for one named {name!r}",
            site_id=site_id,
            **common,
        )
        self._runs = runs
        self._order = order
        self._name = name
        self._runs_again = runs_again
        self._ends: Ends = ({}, {})
        self._listed: list[Job] | None = None

    @property
    def subject(self) -> str:
        return self._name

    async def prepare(self) -> Collection[str]:
        listed, self._listed = self._listed, None
        if listed is None:  # a look for what an earlier run began has not told just now
            listed = await self._named(self._name)
        self._ends = await self._order.ends()
        return [job.id for job in listed]

    async def send(self) -> Job:
        source, destination = self._ends
        return await self._runs.site.client.jobs.submit_job(
            name=self._name,
            source=source,
            destination=destination,
            source_site_id=self._order.source_site_id,
            destination_site_id=self._order.destination_site_id,
            doing=f"submit {self._order.what}",
        )

    async def by_id(self, id: str) -> Job | None:
        return (await self._runs.site.client.jobs.jobs_by_id([id])).get(id)

    async def running(self) -> list[Job]:
        """Its `name` may have been another one then; the mark at its end was the same."""
        site, ending = self._runs.site, marked("", self.mark)
        self._listed = await self._named(self._name)
        renamed = [
            job.id
            for job in await site.left_running()
            if (job.name or "").endswith(ending) and job.name != self._name
        ]
        others = await site.client.jobs.jobs_by_id(renamed) if renamed else {}
        return [job for job in (*self._listed, *others.values()) if _pending(job)]

    async def candidates(self, note: Note) -> list[Job]:
        old = {*note.listed, *(note.known or ())}
        return [job for job in await self._named(note.subject) if job.id not in old]

    def repeats(self, op: Job) -> bool:
        return self._runs_again(op)

    async def harmless(self) -> bool:
        return self._order.harmless

    async def supersede(self, op: Job) -> None:
        """Two jobs must not write at once: what the state never had is stopped, as it would be
        by a replacement."""
        why = self._order.refusal(op)
        if why is not None:
            raise Refused(f"an earlier run submitted job {op.id}, which is {op.status}: {why}")
        if _pending(op):
            self._runs.report.warning(
                f"job {op.id}, which an earlier run submitted with other inputs, is still "
                f"{op.status}: it is terminated first"
            )
            await self._runs.terminate(op.id)
        else:
            self._runs.report.warning(
                f"job {op.id}, which an earlier run submitted with other inputs, ended as "
                f"{op.status}"
            )

    async def _named(self, name: str) -> list[Job]:
        return await self._runs.site.jobs_named.of(name)


def _pending(job: Job) -> bool:
    return JOB_STATES.outcome(job.status) is Outcome.PENDING
