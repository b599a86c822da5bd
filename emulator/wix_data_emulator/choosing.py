"""What a job takes from a collection: all of it, what a filter admits, or an aggregation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.aggregating import aggregate
from wix_data_emulator.columns import Column
from wix_data_emulator.comparing import value_at
from wix_data_emulator.filters import compile_filter
from wix_data_emulator.item_queries import select_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wix_data_emulator.fields import Fields
    from wix_data_emulator.items import ItemData, Shelf

LONGEST = 1024
"""Characters of a key or a name, checked when the job was submitted."""


@dataclass(frozen=True)
class Choice:
    """Items, and their keys where the request fixes them.

    `whole`: they are items of the collection, not what an aggregation made.
    """

    items: Iterable[ItemData]
    columns: Sequence[Column] = ()
    whole: bool = True


def choose(shelf: Shelf, source: Fields) -> Choice:
    """From the request's `source.wixDataCollection`.

    Raises: JobError, RefusedError.
    """
    if source.has("filterQuery"):
        return _filtered(shelf, source.child("filterQuery"))
    if source.has("aggregationQuery"):
        return _aggregated(shelf, source.child("aggregationQuery"))
    return Choice(shelf.read())


def _aggregated(shelf: Shelf, query: Fields) -> Choice:
    """With `fields`, their values alone, and in CSV under their display names."""
    pipeline = query.child("aggregationPipeline")
    items = aggregate(shelf.read(), pipeline, shelf.collection.aliases())
    columns = [
        Column(key, entry.text("displayName", longest=LONGEST) or key, str(entry.raw("fieldType")))
        for entry in query.children("fields", most=LONGEST)
        if (key := entry.required_text("key", longest=LONGEST))
    ]
    if not columns:
        return Choice(items, whole=False)
    mapped = ({column.key: value_at(item, column.key) for column in columns} for item in items)
    return Choice(mapped, columns)


def _filtered(shelf: Shelf, query: Fields) -> Choice:
    """With `fields`, their values and, we assume, the ID: without it no item could be written."""
    matches = compile_filter(query.raw("filter"), aliases=shelf.collection.aliases())
    items = filter(matches, shelf.read())
    fields = query.texts("fields")
    if not fields:
        return Choice(items)
    types = {field.key: field.type for field in shelf.collection.fields()}
    keys = dict.fromkeys(["_id", *fields])
    columns = [Column(key, key, types.get(key, "ANY")) for key in keys]
    return Choice((select_fields(item, fields) for item in items), columns)
