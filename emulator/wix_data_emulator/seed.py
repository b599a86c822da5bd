"""Content of the first start: `<siteId>/<collection>.csv|.jsonl|.schema.json` in a folder.

What was seeded once is never touched again, even if it was changed or deleted since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.collections import create_collection, read_definition
from wix_data_emulator.errors import ApiError
from wix_data_emulator.fields import Fields, is_guid
from wix_data_emulator.importing import read_candidates
from wix_data_emulator.items import Shelf
from wix_data_emulator.reading import CSV, JSONL, BadFileError, read_rows
from wix_data_emulator.wire import read_json_object

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = ".schema.json"
FORMATS = {".csv": CSV, ".jsonl": JSONL}


class SeedError(Exception):
    """The seed folder cannot be used. Who acts: the user, who wrote it."""


@dataclass(frozen=True)
class SeededCollection:
    """The files of one collection."""

    site: str
    id: str
    folder: Path

    @property
    def schema(self) -> Path:
        """The body of Create Collection, if there is one."""
        return self.folder / f"{self.id}{SCHEMA}"

    @property
    def content(self) -> Path | None:
        """The items, if there are any."""
        files = [self.folder / f"{self.id}{ending}" for ending in FORMATS]
        return next((file for file in files if file.is_file()), None)


def apply_seed(db: sqlite3.Connection, folder: Path, now_ms: int) -> None:
    """Bring in what was not seeded yet.

    Raises: SeedError.
    """
    if not folder.is_dir():
        raise SeedError(f"seed folder {folder} does not exist")
    for seeded in _find(folder):
        db.execute("INSERT OR IGNORE INTO sites VALUES (?, ?)", (seeded.site, now_ms))
        added = db.execute("INSERT OR IGNORE INTO seeded VALUES (?, ?)", (seeded.site, seeded.id))
        if added.rowcount:
            _bring_in(db, seeded, now_ms)


def _find(folder: Path) -> Iterator[SeededCollection]:
    for site in sorted(entry for entry in folder.iterdir() if entry.is_dir()):
        if not is_guid(site.name):
            raise SeedError(f"seed folder {site} must be named by a site's GUID")
        found = {_collection_of(file.name) for file in site.iterdir()}
        for collection_id in sorted(filter(None, found)):
            yield SeededCollection(site.name.lower(), collection_id, site)


def _collection_of(file_name: str) -> str | None:
    endings = [ending for ending in (SCHEMA, *FORMATS) if file_name.endswith(ending)]
    return file_name.removesuffix(endings[0]) if endings else None


def _bring_in(db: sqlite3.Connection, seeded: SeededCollection, now_ms: int) -> None:
    try:
        collection = create_collection(db, seeded.site, _definition(seeded), now_ms)
        _fill(Shelf(db, collection), seeded.content, now_ms)
    except (ApiError, BadFileError, OSError) as error:
        raise SeedError(f"seed of collection {seeded.id} in {seeded.folder}: {error}") from error


def _definition(seeded: SeededCollection) -> dict[str, object]:
    if seeded.schema.is_file():
        body = read_json_object(seeded.schema.read_bytes(), field=seeded.schema.name)
        given = body.get("collection", body)
        if not isinstance(given, dict):
            raise SeedError(f"{seeded.schema}: collection must be an object")
        return read_definition(Fields({"id": seeded.id, **given}, seeded.schema.name))
    return {"id": seeded.id, "fields": _guessed_fields(seeded.content)}


def _guessed_fields(content: Path | None) -> list[dict[str, object]]:
    """Without a schema: the keys of the first row, of any type."""
    if content is None:
        return []
    with content.open("rb") as file:
        first = next(read_rows(file, FORMATS[content.suffix]), None)
    keys = first.values if first else {}
    own = [key for key in keys if key != "ID" and not key.startswith("_")]
    return [{"key": key, "displayName": key, "type": "ANY"} for key in own]


def _fill(shelf: Shelf, content: Path | None, now_ms: int) -> None:
    if content is None:
        return
    fields = shelf.collection.fields()
    with content.open("rb") as file:
        for candidate in read_candidates(file, FORMATS[content.suffix], fields):
            shelf.save(candidate.data, now_ms)
