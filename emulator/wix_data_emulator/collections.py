"""Collections of a site: their definitions. Their items are in `items.py`."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.errors import RefusedError, data_error
from wix_data_emulator.instants import to_iso

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wix_data_emulator.fields import Fields

LONGEST_ID = 256
LONGEST_NAME = 1000
MOST_COLLECTIONS = 1000
MOST_FIELDS = 1000
SYSTEM_FIELDS = {
    "_id": ("ID", "TEXT"),
    "_createdDate": ("Created Date", "DATETIME"),
    "_updatedDate": ("Updated Date", "DATETIME"),
    "_owner": ("Owner", "TEXT"),
}
"""Key to display name and type; every collection has them."""


@dataclass(frozen=True)
class Field:
    """What a collection says of one field."""

    key: str
    type: str
    display_name: str


@dataclass(frozen=True)
class Collection:
    """A collection as stored; `definition` is the body of Create Collection."""

    key: int
    site: str
    id: str
    definition: dict[str, object]
    revision: int
    created_ms: int
    updated_ms: int

    @property
    def display_name(self) -> str:
        """The name that people see; the ID if none was given."""
        return str(self.definition.get("displayName") or self.id)

    def fields(self) -> list[Field]:
        """Fields in order, the system's first."""
        return [_field_of(entry) for entry in self._field_entries()]

    def aliases(self) -> dict[str, str]:
        """Other names of system fields, as the JavaScript client writes them in jobs.

        Source: docs/wix-api.md, "On the wire".
        """
        own = {field.key for field in self.fields()}
        names = {"id": "_id", "createdDate": "_createdDate", "updatedDate": "_updatedDate"}
        return {alias: key for alias, key in names.items() if alias not in own}

    def translatable_keys(self) -> list[str]:
        """Fields that Multilingual translates. Source: docs/wix-api.md, "Files"."""
        plugins = self.definition.get("plugins")
        found = [
            plugin.get("multilingualOptions")
            for plugin in (plugins if isinstance(plugins, list) else [])
            if isinstance(plugin, dict) and plugin.get("type") == "MULTILINGUAL"
        ]
        lists = [
            options.get("translatableFieldKeys") for options in found if isinstance(options, dict)
        ]
        keys = [key for keys in lists if isinstance(keys, list) for key in keys]
        return [str(key) for key in keys]

    def to_json(self) -> dict[str, object]:
        """As the API shows it."""
        return {
            **self.definition,
            "id": self.id,
            "displayName": self.display_name,
            "fields": self._field_entries(),
            "collectionType": "NATIVE",
            "revision": str(self.revision),
            "createdDate": to_iso(self.created_ms),
            "updatedDate": to_iso(self.updated_ms),
        }

    def _field_entries(self) -> list[dict[str, object]]:
        system = [
            {"key": key, "displayName": name, "type": kind, "systemField": True}
            for key, (name, kind) in SYSTEM_FIELDS.items()
        ]
        own = self.definition.get("fields")
        return [*system, *own] if isinstance(own, list) else list(system)


def read_definition(given: Fields) -> dict[str, object]:
    """A checked body of Create Collection.

    Raises: ValidationError.
    """
    definition: dict[str, object] = dict(given.values)
    definition["id"] = given.required_text("id", longest=LONGEST_ID)
    given.text("displayName", longest=LONGEST_NAME)
    fields = given.children("fields", most=MOST_FIELDS)
    if not fields:
        raise given.refuse("fields", "must have at least one field", "MIN_SIZE")
    definition["fields"] = [read_field(field) for field in fields]
    return definition


def read_field(given: Fields) -> Mapping[str, object]:
    """A checked field of a definition."""
    given.required_text("key", longest=LONGEST_ID)
    given.required_text("type", longest=LONGEST_ID)
    given.text("displayName", longest=LONGEST_ID)
    return given.values


def create_collection(
    db: sqlite3.Connection, site: str, definition: Mapping[str, object], now_ms: int
) -> Collection:
    """A new, empty collection.

    Raises: RefusedError if there is one of that ID, or 1000 in the site.
    """
    count = db.execute("SELECT count(*) FROM collections WHERE site = ?", (site,)).fetchone()[0]
    if count >= MOST_COLLECTIONS:
        raise RefusedError(428, "TOO_MANY_COLLECTIONS", f"a site has {MOST_COLLECTIONS} at most")
    row = (site, definition["id"], json.dumps(definition), now_ms, now_ms)
    try:
        db.execute(
            "INSERT INTO collections (site, id, definition, revision, created_ms, updated_ms)"
            " VALUES (?, ?, ?, 1, ?, ?)",
            row,
        )
    except sqlite3.IntegrityError as error:
        raise data_error("WDE0104", f"collection {definition['id']} exists already") from error
    return get_collection(db, site, str(definition["id"]))


def add_field(
    db: sqlite3.Connection, collection: Collection, field: Mapping[str, object], now_ms: int
) -> Collection:
    """The collection with one field more."""
    if any(known.key == field["key"] for known in collection.fields()):
        raise RefusedError(409, "FIELD_EXISTS", f"{collection.id} has a field {field['key']}")
    own = collection.definition.get("fields")
    fields = [*own, field] if isinstance(own, list) else [field]
    db.execute(
        "UPDATE collections SET definition = ?, revision = revision + 1, updated_ms = ?"
        " WHERE key = ?",
        (json.dumps({**collection.definition, "fields": fields}), now_ms, collection.key),
    )
    return get_collection(db, collection.site, collection.id)


def find_collection(db: sqlite3.Connection, site: str, collection_id: str) -> Collection | None:
    """A collection, if there is one."""
    row = db.execute(
        "SELECT * FROM collections WHERE site = ? AND id = ?", (site, collection_id)
    ).fetchone()
    return None if row is None else _from_row(row)


def get_collection(db: sqlite3.Connection, site: str, collection_id: str) -> Collection:
    """A collection.

    Raises: RefusedError with WDE0025.
    """
    found = find_collection(db, site, collection_id)
    if found is None:
        raise data_error("WDE0025", f"collection {collection_id} does not exist in site {site}")
    return found


def list_collections(db: sqlite3.Connection, site: str) -> Sequence[Collection]:
    """Every collection of a site, by ID."""
    rows = db.execute("SELECT * FROM collections WHERE site = ? ORDER BY id", (site,))
    return [_from_row(row) for row in rows]


def delete_collection(db: sqlite3.Connection, collection: Collection) -> None:
    """Remove it with its items, live and sandbox."""
    db.execute("DELETE FROM collections WHERE key = ?", (collection.key,))


def _from_row(row: sqlite3.Row) -> Collection:
    values = {**dict(row), "definition": json.loads(row["definition"])}
    return Collection(**values)


def _field_of(entry: Mapping[str, object]) -> Field:
    key = str(entry["key"])
    return Field(key, str(entry["type"]), str(entry.get("displayName") or key))
