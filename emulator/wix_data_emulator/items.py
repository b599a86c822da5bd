"""Items of a collection, live and sandbox apart; the rules that every write obeys."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.errors import data_error
from wix_data_emulator.instants import to_iso

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from wix_data_emulator.collections import Collection

LIVE, SANDBOX = "LIVE", "SANDBOX"
ENVIRONMENTS = (LIVE, SANDBOX)
LARGEST_BYTES = 512 * 1024
"""More is WDE0009. Source: docs/wix-api.md, "Refusals"."""

ItemData = dict[str, object]


@dataclass(frozen=True)
class Shelf:
    """The items of one collection in one environment."""

    db: sqlite3.Connection
    collection: Collection
    environment: str = LIVE

    def get(self, item_id: str) -> ItemData | None:
        """An item, if there is one."""
        row = self.db.execute(
            "SELECT data FROM items WHERE collection = ? AND environment = ? AND id = ?",
            (*self._key, item_id),
        ).fetchone()
        return None if row is None else json.loads(row["data"])

    def insert(self, data: Mapping[str, object], now_ms: int) -> ItemData:
        """Write a new item.

        Raises: RefusedError, with WDE0074 if its ID is taken.
        """
        item_id = id_of(data)
        if self.get(item_id) is not None:
            raise data_error("WDE0074", f"an item with _id {item_id} exists already")
        return self._write(data, item_id, {}, now_ms)

    def save(self, data: Mapping[str, object], now_ms: int) -> tuple[str, ItemData]:
        """Write an item, replacing one of the same ID; INSERTED or UPDATED, and the item."""
        item_id = id_of(data)
        previous = self.get(item_id)
        action = "INSERTED" if previous is None else "UPDATED"
        return action, self._write(data, item_id, previous or {}, now_ms)

    def update(self, data: Mapping[str, object], now_ms: int) -> ItemData:
        """Replace an item that is there.

        Raises: RefusedError, with WDE0073 if it is not.
        """
        if not data.get("_id"):
            raise data_error("WDE0007", "an update needs the item's _id")
        item_id = id_of(data)
        return self._write(data, item_id, self.require(item_id), now_ms)

    def require(self, item_id: str) -> ItemData:
        """An item.

        Raises: RefusedError with WDE0073.
        """
        found = self.get(item_id)
        if found is None:
            raise data_error("WDE0073", f"item {item_id} does not exist in {self.collection.id}")
        return found

    def remove(self, item_id: str) -> ItemData:
        """Take an item away and return it."""
        found = self.require(item_id)
        self.db.execute(
            "DELETE FROM items WHERE collection = ? AND environment = ? AND id = ?",
            (*self._key, item_id),
        )
        return found

    def truncate(self) -> None:
        """Remove every item."""
        self.db.execute("DELETE FROM items WHERE collection = ? AND environment = ?", self._key)

    def count(self) -> int:
        """Number of items."""
        row = self.db.execute(
            "SELECT count(*) FROM items WHERE collection = ? AND environment = ?", self._key
        ).fetchone()
        return int(row[0])

    def read(self, *, limit: int = -1, offset: int = 0) -> Iterator[ItemData]:
        """Items in the order of their first writing; a limit of -1 is none."""
        rows = self.db.execute(
            "SELECT data FROM items WHERE collection = ? AND environment = ? ORDER BY seq"
            " LIMIT ? OFFSET ?",
            (*self._key, limit, offset),
        )
        for row in rows:
            yield json.loads(row["data"])

    @property
    def _key(self) -> tuple[int, str]:
        return self.collection.key, self.environment

    def _write(
        self, data: Mapping[str, object], item_id: str, previous: Mapping[str, object], now_ms: int
    ) -> ItemData:
        item = _complete(data, item_id, previous, owner=self.collection.site, now_ms=now_ms)
        text = _to_text(item)
        if len(text.encode()) > LARGEST_BYTES:
            raise data_error("WDE0009", f"item {item_id} is larger than {LARGEST_BYTES // 1024} KB")
        self.db.execute(
            "INSERT INTO items (collection, environment, id, data) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (collection, environment, id) DO UPDATE SET data = excluded.data",
            (*self._key, item_id, text),
        )
        return item


def id_of(data: Mapping[str, object]) -> str:
    """The item's ID, or a new one if it brings none.

    Raises: RefusedError with WDE0002.
    """
    item_id = data.get("_id")
    if item_id is None or item_id == "":
        return str(uuid.uuid4())
    if not isinstance(item_id, str) or not _is_unicode(item_id):
        raise data_error("WDE0002", "the _id of an item must be a string")
    return item_id


def _to_text(item: ItemData) -> str:
    try:
        text = json.dumps(item, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError) as error:
        reason = "a number out of range, half a character or too deep a nesting"
        raise data_error("WDE0075", f"item {item['_id']} has {reason}") from error
    return text


def _is_unicode(text: str) -> bool:
    """Whether it is whole characters: JSON can write halves of surrogate pairs."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _complete(
    data: Mapping[str, object],
    item_id: str,
    previous: Mapping[str, object],
    *,
    owner: str,
    now_ms: int,
) -> ItemData:
    """The item with its system fields: given ones stay, then the previous ones."""
    if wrong := [name for name in data if name.startswith("$")]:
        raise data_error("WDE0134", f"field {wrong[0]} of item {item_id} begins with $")
    now = {"$date": to_iso(now_ms)}
    return {
        **data,
        "_id": item_id,
        "_createdDate": data.get("_createdDate") or previous.get("_createdDate") or now,
        "_updatedDate": now,
        "_owner": data.get("_owner") or previous.get("_owner") or owner,
    }
