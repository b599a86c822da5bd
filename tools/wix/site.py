"""The site as flows use it: our client, on collections of this run only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from tools.wix.made import to_the_end
from tools.wix.stopped import Broken, Skipped
from tools.wix.waiting import BACKUP_S, until
from wix_data_provider.client.restorations import RestorationCollection, RestoreDestination
from wix_data_provider.errors import ApiError, ServerError, TransportError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from tools.wix.made import Made
    from tools.wix.seen import Seen
    from tools.wix.settings import Settings
    from wix_data_provider.client import Backup, Restoration, SiteClient, Transport
    from wix_data_provider.clock import Clock

    Json: TypeAlias = dict[str, Any]

ITEMS = "/wix-data/v2/items"
COLLECTIONS = "/wix-data/v2/collections"
SLOTS = 3
"""On-demand backups that a site keeps: one more deletes the oldest."""
NOBODY_ELSE = dict.fromkeys(("insert", "update", "remove", "read"), "ADMIN")
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
LOST = (TransportError, ServerError)
"""The request may have taken effect."""


@dataclass(frozen=True)
class Site:
    """Collections, items and backups of the run. Jobs have a file of their own, moving.py."""

    settings: Settings
    transport: Transport
    client: SiteClient
    made: Made
    seen: Seen
    clock: Clock
    say: Callable[[str], None]

    async def ask(
        self, method: str, path: str, json: Json | None = None, params: Json | None = None
    ) -> Json:
        """The answer of a call that our client does not have; repeated where it only reads."""
        reads = method in {"GET", "DELETE"} or path.endswith(("/query", "/count"))
        return await self.transport.request(
            method,
            path,
            site_id=self.settings.site_id,
            json=json,
            params=params,
            idempotent=reads,
            doing="follow a flow",
        )

    async def collection(self, what: str, fields: Mapping[str, str], **more: object) -> str:
        """The ID of a new collection, empty; fields by key and type."""
        collection_id = self.made.name(what)
        described = [{"key": key, "displayName": key, "type": fields[key]} for key in fields]
        body = {
            "id": collection_id,
            "displayName": collection_id,
            "fields": described,
            "permissions": NOBODY_ELSE,
            **more,
        }
        return await to_the_end(self._create(collection_id, body))

    async def delete_collection(self, collection_id: str) -> None:
        """Raises: NotFound, other ApiError, TransportError."""
        await self.ask("DELETE", f"{COLLECTIONS}/{self.made.own(collection_id)}")

    async def insert(self, collection_id: str, *items: Json) -> None:
        """New items; each has its `_id`."""
        for data in items:
            body = {"dataCollectionId": self.made.own(collection_id), "dataItem": {"data": data}}
            await self.ask("POST", ITEMS, body)

    async def save(self, collection_id: str, data: Json) -> None:
        """An item, whether it is there or not."""
        body = {"dataCollectionId": self.made.own(collection_id), "dataItem": {"data": data}}
        await self.ask("POST", f"{ITEMS}/save", body)

    async def query(self, collection_id: str, query: Json, **more: object) -> Json:
        """The raw answer of a query of items."""
        body = {"dataCollectionId": collection_id, "query": query, "consistentRead": True, **more}
        return await self.ask("POST", f"{ITEMS}/query", body)

    async def titles(self, collection_id: str) -> dict[str, str]:
        """The title of each item by its ID."""
        found = await self.query(collection_id, {"paging": {"limit": 1000}})
        items = (item["data"] for item in found["dataItems"])
        return {str(item["_id"]): str(item.get("title")) for item in items}

    async def live_backups(self) -> list[Backup]:
        """The on-demand backups that may hold a slot, newest first."""
        listed = self.client.backups.list_backups(type=["ON_DEMAND"])
        return [backup async for backup in listed if backup.status != "DELETED"]

    async def take_backup(self) -> Backup:
        """A new backup, never one that evicts somebody else's.

        Raises: Skipped, before anything is asked for.
        """
        live = await self.live_backups()
        if len(live) >= SLOTS and any(backup.id not in self.made.backups for backup in live):
            raise Skipped("no slot is free for a backup: one more would evict somebody's")
        return await to_the_end(self._take_backup())

    async def ready(self, backup_id: str) -> Backup:
        """The backup when it is no longer PENDING."""

        async def look() -> Backup | None:
            found = (await self.client.backups.backups_by_id([backup_id])).get(backup_id)
            return found if found and found.status != "PENDING" else None

        what = f"the end of the backup {backup_id}"
        backup = await until(look, self.clock, within_s=BACKUP_S, what=what)
        if backup.status != "READY":
            raise Broken(f"the backup {backup_id} became {backup.status}")
        return backup

    async def restore(self, backup_id: str, collection_id: str, into: str = "") -> Restoration:
        """A restoration of one collection, in place or beside it, when it was submitted."""
        destination = None
        if into:
            destination = RestoreDestination(data_collection_id=into, display_name=f"{into}, old")
            self.made.collections.append(self.made.own(into))
        wanted = RestorationCollection(
            data_collection_id=self.made.own(collection_id), restore_destination=destination
        )
        self.made.restores = True
        partially = self.client.restorations.restore_partially
        return await to_the_end(partially(backup_id, [wanted]))

    async def restored(self, restoration_id: str) -> Restoration:
        """The restoration when it is no longer PENDING."""

        async def look() -> Restoration | None:
            listed = await self.client.restorations.restorations_by_id([restoration_id])
            found = listed.get(restoration_id)
            return found if found and found.status != "PENDING" else None

        what = f"the end of the restoration {restoration_id}"
        restoration = await until(look, self.clock, within_s=BACKUP_S, what=what)
        if restoration.status != "COMPLETED":
            raise Broken(f"the restoration {restoration_id} became {restoration.status}")
        return restoration

    async def _create(self, collection_id: str, body: Json) -> str:
        self.made.collections.append(collection_id)
        try:
            await self.ask("POST", COLLECTIONS, {"collection": body})
        except LOST:
            raise  # it may be there: it is deleted at the end
        except ApiError:
            self.made.collections.remove(collection_id)
            raise
        return collection_id

    async def _take_backup(self) -> Backup:
        try:
            backup = await self.client.backups.create_backup()
        except LOST:
            self.made.lost.append(
                f"perhaps a backup of {self.clock.utc():%Y-%m-%d %H:%M} UTC, for the answer was "
                "lost; delete it if it is nobody's"
            )
            raise
        self.made.backups.append(backup.id)
        return backup


async def refusal(call: Callable[[], Awaitable[object]]) -> str:
    """Status and code of the answer to a call; "accepted" if it is no refusal."""
    try:
        await call()
    except ApiError as error:
        return f"{error.status} {error.code or 'without a code'}"
    return "accepted"


def in_order(newest_first: Sequence[object]) -> str:
    """Whether instants go down.

    >>> in_order([3, 2, 2]), in_order([1, 2]), in_order([1, 2, 1])
    ('newest first', 'oldest first', 'in no order')
    """
    instants = list(map(str, newest_first))
    if instants == sorted(instants, reverse=True):
        return "newest first"
    return "oldest first" if instants == sorted(instants) else "in no order"
