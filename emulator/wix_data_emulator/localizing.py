"""Translations of items, as kept and as rows of a file. Rules: docs/wix-api.md, "Files".

A translation belongs to an item's ID: writing, removing or restoring the item leaves it.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from wix_data_emulator.collections import find_collection, list_collections
from wix_data_emulator.comparing import value_at
from wix_data_emulator.errors import data_error
from wix_data_emulator.exporting import to_cell
from wix_data_emulator.importing import LONGEST_LABEL, Candidate
from wix_data_emulator.items import LIVE, Shelf
from wix_data_emulator.reading import BadFileError, read_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from wix_data_emulator.collections import Collection
    from wix_data_emulator.items import ItemData
    from wix_data_emulator.settings import Settings

ROW_KEYS = ("Collection ID", "Item ID", "Field Key")
"""Columns before those of the languages. Assumed."""
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2}(-[A-Za-z]{2})?")
"""ISO 639-1, with a country or without."""


def check_multilingual(settings: Settings, site: str) -> None:
    """Raises: RefusedError with WDE0161, where a setting says that a site lacks Multilingual."""
    if site in settings.without_multilingual:
        raise data_error("WDE0161", f"Wix Multilingual is not enabled on site {site}")


def translate(shelf: Shelf, items: list[ItemData], language: str | None) -> list[ItemData]:
    """Items with the texts of a language where there are any; sandbox has no translations."""
    if language is None or shelf.environment != LIVE:
        return items
    return [
        item | {name: text for name, text in found.items() if name in item}
        for item in items
        for found in [_translation(shelf.db, shelf.collection, str(item["_id"]), language)]
    ]


def read_texts(
    db: sqlite3.Connection, site: str, languages: Sequence[str]
) -> Iterator[dict[str, object]]:
    """A row for each item and translatable field, the original under the first language."""
    main, *others = languages
    for collection in list_collections(db, site):
        keys = collection.translatable_keys()
        for item in Shelf(db, collection).read() if keys else ():
            item_id = str(item["_id"])
            found = {tag: _translation(db, collection, item_id, tag) for tag in others}
            for key in keys:
                place = dict(zip(ROW_KEYS, (collection.id, item_id, key), strict=True))
                translated = {tag: found[tag].get(key) for tag in others}
                yield {**place, main: to_cell(value_at(item, key)), **translated}


def read_translations(
    content: IO[bytes], file_format: str, languages: Sequence[str]
) -> Iterator[Candidate]:
    """The rows of a file, with the wanted columns under their own names.

    Raises: BadFileError, also where a column is missing.
    """
    wanted = (*ROW_KEYS, *languages[1:])
    for row in read_rows(content, file_format):
        found = {name.strip().casefold(): value for name, value in row.values.items()}
        if missing := [name for name in wanted if name.casefold() not in found]:
            raise BadFileError(f"row {row.number} has no column {missing[0]}")
        data = {name: found[name.casefold()] for name in wanted}
        yield Candidate(str(data[ROW_KEYS[1]])[:LONGEST_LABEL], data)


def write_translation(
    db: sqlite3.Connection, site: str, row: Mapping[str, object], languages: Sequence[str]
) -> None:
    """Keep the cells of secondary languages that are not empty; the main one is never written.

    Raises: RefusedError, if the row names no translatable text.
    """
    collection_id, item_id, key = (str(row[name]) for name in ROW_KEYS)
    collection = find_collection(db, site, collection_id)
    if collection is None:
        raise data_error("WDE0025", f"collection {collection_id} does not exist in site {site}")
    Shelf(db, collection).require(item_id)
    if key not in collection.translatable_keys():
        raise data_error("WDE0147", f"field {key} of {collection_id} is not translatable")
    for tag in languages[1:]:
        if text := to_cell(row[tag]):
            db.execute(
                "INSERT OR REPLACE INTO translations VALUES (?, ?, ?, ?, ?)",
                (collection.key, item_id, tag.casefold(), key, text),
            )


def _translation(
    db: sqlite3.Connection, collection: Collection, item_id: str, language: str
) -> dict[str, str]:
    rows = db.execute(
        "SELECT field, text FROM translations WHERE collection = ? AND item = ? AND language = ?",
        (collection.key, item_id, language.casefold()),
    )
    return {row["field"]: row["text"] for row in rows}
