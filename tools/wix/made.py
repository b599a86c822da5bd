"""What this run made at Wix, and how it is taken away again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from tools.wix.stopped import Broken
from tools.wix.waiting import BACKUP_S, JOB_S, until
from wix_data_provider.errors import Conflict, NotFound, WixDataError
from wix_data_provider.waiter.states import (
    BACKUP_STATES,
    JOB_STATES,
    RESTORATION_STATES,
    Outcome,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from wix_data_provider.client import Backup, Restoration, SiteClient
    from wix_data_provider.clock import Clock

    Delete = Callable[[str], Awaitable[Any]]

Result = TypeVar("Result")

PREFIX = "pulumi-wix-data-test"
PENDING = Outcome.PENDING


class Made:
    """Everything of one run begins with `prefix`; only backups and restorations have no name."""

    def __init__(self, token: str) -> None:
        self.prefix = f"{PREFIX}-{token}"
        self.collections: list[str] = []
        self.backups: list[str] = []
        self.jobs: list[str] = []
        self.restores = False
        self.job_lost = False
        self.lost: list[str] = []
        """What may be there because an answer was lost: a sentence each."""

    def name(self, what: str) -> str:
        """A name for a collection or a job of this run."""
        return f"{self.prefix}-{what}"

    def own(self, collection_id: str) -> str:
        """The ID again, of a collection of this run: no other is ever written to.

        Raises: Broken.
        """
        if not collection_id.startswith(f"{self.prefix}-"):
            raise Broken(f"the collection {collection_id} is not of this run: left alone")
        return collection_id

    def left(self) -> list[str]:
        """What is still there, a sentence each."""
        names = {"collection": self.collections, "backup": self.backups, "job": self.jobs}
        return [
            *(f"the {kind} {id}; delete it" for kind, ids in names.items() for id in ids),
            *self.lost,
        ]


async def to_the_end(submit: Coroutine[Any, Any, Result]) -> Result:
    """The result of a submit. An interrupt waits for it: what was made must be known."""
    task = asyncio.ensure_future(submit)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not miss it
        raise


async def clean_up(made: Made, client: SiteClient, delete: Delete, clock: Clock) -> list[str]:
    """Take away all that is known; why something could not be, a sentence each.

    `delete` deletes a collection. What writes is stopped before what it writes to goes.
    """
    failures: list[str] = []

    async def step(work: Awaitable[Any]) -> None:
        try:
            await work
        except (WixDataError, Broken) as error:
            failures.append(str(error))

    await step(_settle_restorations(made, client, clock))
    await step(_find_lost_jobs(made, client))
    for job_id in list(made.jobs):
        await step(_stop_job(made, client, clock, job_id))
    for collection_id in list(made.collections):
        await step(_delete_collection(made, delete, collection_id))
    for backup_id in list(made.backups):
        await step(_delete_backup(made, client, clock, backup_id))
    return failures


async def _settle_restorations(made: Made, client: SiteClient, clock: Clock) -> None:
    """Wait for those that still write to our collections."""

    def of_this_run(restoration: Restoration) -> bool:
        into = [one.data_collection_id for one in restoration.restoration_collections]
        backup = restoration.backup.id if restoration.backup else None
        return backup in made.backups or any(id.startswith(made.prefix) for id in into)

    async def settled() -> bool | None:
        ended = True
        async for restoration in client.restorations.list_restorations(status=["PENDING"]):
            pending = RESTORATION_STATES.outcome(restoration.status) is PENDING
            ended = ended and not (pending and of_this_run(restoration))
        return ended or None

    if made.restores:
        await until(settled, clock, within_s=BACKUP_S, what="the end of our restorations")


async def _find_lost_jobs(made: Made, client: SiteClient) -> None:
    """A submit whose answer was lost: its job has our name."""
    if made.job_lost:
        async for job in client.jobs.query_jobs({"name": {"$startsWith": made.prefix}}):
            if job.id not in made.jobs and JOB_STATES.outcome(job.status) is PENDING:
                made.jobs.append(job.id)


async def _stop_job(made: Made, client: SiteClient, clock: Clock, job_id: str) -> None:
    async def ended() -> bool | None:
        try:
            job = await client.jobs.get_job(job_id)
        except NotFound:
            return True
        return JOB_STATES.outcome(job.status) is not PENDING or None

    if not await ended():
        with suppress(Conflict, NotFound):  # it has ended in this moment
            await client.jobs.terminate_job(job_id)
        await until(ended, clock, within_s=JOB_S, what=f"the end of the job {job_id}")
    made.jobs.remove(job_id)


async def _delete_collection(made: Made, delete: Delete, collection_id: str) -> None:
    with suppress(NotFound):
        await delete(made.own(collection_id))
    made.collections.remove(collection_id)


async def _delete_backup(made: Made, client: SiteClient, clock: Clock, backup_id: str) -> None:
    """Once it is ready: its slot is free when the list shows it as gone."""

    async def look() -> Backup | None:
        return (await client.backups.backups_by_id([backup_id])).get(backup_id)

    async def decided() -> bool | None:
        backup = await look()
        return backup is None or BACKUP_STATES.outcome(backup.status) is not PENDING or None

    async def gone() -> bool | None:
        backup = await look()
        return backup is None or backup.status == "DELETED" or None

    await until(decided, clock, within_s=BACKUP_S, what=f"the end of the backup {backup_id}")
    if not await gone():
        with suppress(NotFound):
            await client.backups.delete_backup(backup_id)
        await until(gone, clock, within_s=BACKUP_S, what=f"the deletion of the backup {backup_id}")
    made.backups.remove(backup_id)
