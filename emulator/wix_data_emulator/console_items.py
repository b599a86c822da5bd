"""A page of a collection's items, as cells that fit on a screen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wix_data_emulator.collections import SYSTEM_FIELDS, Collection, find_collection
from wix_data_emulator.items import ENVIRONMENTS, ItemData, Shelf

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.console_state import Wish

PAGE = 25
LONGEST_VALUE = 160
DATE = "$date"


def show_items(db: sqlite3.Connection, site: str, wish: Wish) -> dict[str, object] | None:
    """The page that is looked at; None if there is no such collection."""
    collection = find_collection(db, site, wish.collection) if wish.collection else None
    if collection is None:
        return None
    shelf = Shelf(db, collection, wish.environment)
    counts = {name: Shelf(db, collection, name).count() for name in ENVIRONMENTS}
    total = counts[wish.environment]
    offset = min(wish.offset, max(0, total - 1) // PAGE * PAGE)
    items = list(shelf.read(limit=PAGE, offset=offset))
    columns = _columns(collection, items)
    return {
        "collection": collection.id,
        "name": collection.display_name,
        "environment": wish.environment,
        "counts": counts,
        "offset": offset,
        "limit": PAGE,
        "total": total,
        "columns": [{"key": key, "type": kind} for key, kind in columns.items()],
        "rows": [
            {"id": item["_id"], "cells": [_show_value(item.get(key)) for key in columns]}
            for item in items
        ],
    }


def _columns(collection: Collection, items: list[ItemData]) -> dict[str, str]:
    """Key to type: the ID, declared fields, what else the items hold, other system fields."""
    declared = {field.key: field.type for field in collection.fields()}
    own = {key: kind for key, kind in declared.items() if key not in SYSTEM_FIELDS}
    others = {name: "" for item in items for name in item if name not in declared}
    first, *rest = SYSTEM_FIELDS
    return {first: declared[first], **own, **others, **{name: declared[name] for name in rest}}


def _show_value(value: object) -> dict[str, object]:
    """Kind and text of a cell, cut where it is long."""
    kind, text = _describe(value)
    if len(text) <= LONGEST_VALUE:
        return {"kind": kind, "text": text}
    return {"kind": kind, "text": text[:LONGEST_VALUE], "length": len(text)}


def _describe(value: object) -> tuple[str, str]:
    if value is None:
        return "none", ""
    if isinstance(value, str):
        return "text", value
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, (int, float)):
        return "number", str(value)
    if isinstance(value, dict) and list(value) == [DATE]:
        return "date", str(value[DATE])
    return "json", json.dumps(value, ensure_ascii=False)
