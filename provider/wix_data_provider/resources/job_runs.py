"""The data movement jobs of one site at work: wait with a live status, count, terminate."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from wix_data_provider.deadline import in_time
from wix_data_provider.errors import Conflict, NotFound, OperationError, OperationGone
from wix_data_provider.lifecycle.wording import duration
from wix_data_provider.record import Record
from wix_data_provider.resources.job_outcome import COUNTED, Tally, needs_logs
from wix_data_provider.waiter.estimate import about, seconds_left
from wix_data_provider.waiter.outlast import outlast

if TYPE_CHECKING:
    from collections.abc import Callable

    from wix_data_provider.client.job_models import Job
    from wix_data_provider.clock import Clock
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.session import Site


class JobRuns(Record):
    """The jobs of `site`, for one request of the engine (`deadline` on `clock`)."""

    site: Site
    clock: Clock
    report: Report
    deadline: float

    async def wait(self, job_id: str, seen: Callable[[Job], None], known: Job | None = None) -> Job:
        """The job once it has ended, well or not. `known`: as it was just submitted.

        Raises OperationTimedOut, OperationGone and what the client raises for good.
        """
        began = self.clock.now()
        samples: list[tuple[float, float]] = []

        def show(job: Job) -> None:
            seen(job)
            elapsed = self.clock.now() - began
            if job.fraction is not None:
                samples.append((elapsed, job.fraction))
            self.report.status(progress_line(job, elapsed, seconds_left(samples)))

        if known is not None:
            show(known)
            await asyncio.sleep(0)  # a cancel that `submit` held back strikes here at the latest
        return await self.site.jobs.wait(job_id, deadline=self.deadline, seen=show, known=known)

    async def tally(self, job: Job, *, skips_are_fine: bool, waits: bool) -> Tally | None:
        """The rejects in the job's logs: of all pages where their number is not known
        otherwise, else of the first ones; None where there are none to read.

        Where it `waits`, Wix may be away meanwhile; OperationError says that the deadline came.
        """
        everything = needs_logs(job, skips_are_fine=skips_are_fine)
        told = (job.progress.items_rejected if job.progress else None) or 0
        if not everything and told == 0:
            return None
        self.report.status("reading the job's logs")

        async def read() -> Tally:
            tally = Tally(skips_are_fine=skips_are_fine)
            async for log in self.site.client.jobs.list_logs(job.id):
                tally.add(log)
                if not everything and tally.failed >= min(told, COUNTED):
                    break
            return tally

        if not waits:
            return await read()
        late = OperationError(
            f"{job.id}: it is {job.status}, and its logs were not read in time; the next "
            "`pulumi up` reads them (raise customTimeouts to read more in one run)",
            id=job.id,
            last=job,
        )
        return await in_time(outlast(read, self.clock), self.clock, lambda: late)

    async def terminate(self, job_id: str) -> None:
        """Stop a job, and see it stopped. One that is finished or gone is fine."""
        self.report.status(f"terminating job {job_id}")
        try:
            await self.site.client.jobs.terminate_job(job_id)
        except NotFound:
            return
        except Conflict:
            self.report.status(f"job {job_id} cannot be terminated; waiting for its end")
        try:
            await self.site.jobs.wait(job_id, deadline=self.deadline)
        except OperationGone:
            return


def progress_line(job: Job, elapsed_s: float, left_s: float | None) -> str:
    """Such as: IN_PROGRESS 1,240 of 5,000, 3 rejected, about 40 s left."""
    parts = []
    progress = job.progress
    if progress is not None and progress.current is not None:
        total = f" of {progress.total:,}" if progress.total is not None else ""
        parts.append(f"{job.status} {progress.current:,}{total}")
        if progress.items_rejected:
            parts.append(f"{progress.items_rejected:,} rejected")
    else:
        parts.append(f"{job.status} for {duration(elapsed_s)}")
    if left_s is not None:
        parts.append(about(left_s))
    return ", ".join(parts)
