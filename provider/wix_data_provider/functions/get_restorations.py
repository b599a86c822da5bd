"""getRestorations: the restorations of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.functions.site import Limited, SiteFunction, Some, first
from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.wording import iso
from wix_data_provider.lifecycle.words import word_problems, words
from wix_data_provider.resources.restoration_state import RestoreCollection, RestoreDestination
from wix_data_provider.resources.statuses import RESTORATION_STATUSES

if TYPE_CHECKING:
    from wix_data_provider.client.restorations import Restoration, RestorationCollection
    from wix_data_provider.lifecycle.codec import Problem


class RestorationRecord(Inputs):
    """A restoration as Wix lists it."""

    restoration_id: str = field("Its ID at Wix.")
    status: str = field("COMPLETED: the content is back. PENDING: in progress. FAILED: it is not.")
    backup_id: str | None = field("The backup that it restores from.", default=None)
    requested_date: str | None = field("When it was asked for (ISO 8601, UTC).", default=None)
    started_date: str | None = field("When Wix began it (ISO 8601, UTC).", default=None)
    finished_date: str | None = field("When it was finished (ISO 8601, UTC).", default=None)
    collections: list[RestoreCollection] = field(
        "The collections of a partial restoration; empty where all were restored."
    )


class GetRestorationsArgs(Limited):
    status: str | list[str] | None = field(
        "Only those with this status, or one of these: PENDING, COMPLETED, FAILED.", default=None
    )


class GetRestorationsResult(Some):
    restorations: list[RestorationRecord] = field("The restorations, newest first.")


class GetRestorations(SiteFunction[GetRestorationsArgs, GetRestorationsResult]):
    token = "wix-data:index:getRestorations"  # noqa: S105 - a function's token
    args = GetRestorationsArgs
    result = GetRestorationsResult

    def problems(self, args: GetRestorationsArgs) -> list[Problem]:
        return word_problems("status", args.status, RESTORATION_STATUSES)

    async def invoke(self, args: GetRestorationsArgs) -> GetRestorationsResult:
        listed = self.client(args).restorations.list_restorations(status=words(args.status))
        found, truncated = await first(listed, args.limit)
        records = [_record(restoration) for restoration in found]
        return GetRestorationsResult(restorations=records, truncated=truncated)


def _record(restoration: Restoration) -> RestorationRecord:
    return RestorationRecord(
        restoration_id=restoration.id,
        status=restoration.status,
        backup_id=restoration.backup.id if restoration.backup else None,
        requested_date=iso(restoration.requested_date),
        started_date=iso(restoration.started_date),
        finished_date=iso(restoration.finished_date),
        collections=[_collection(item) for item in restoration.restoration_collections],
    )


def _collection(item: RestorationCollection) -> RestoreCollection:
    there = item.restore_destination
    if there is None:
        return RestoreCollection(collection_id=item.data_collection_id)
    to = RestoreDestination(collection_id=there.data_collection_id, display_name=there.display_name)
    return RestoreCollection(collection_id=item.data_collection_id, restore_to=to)
