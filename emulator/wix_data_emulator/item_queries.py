"""Queries of items: filter, sort, fields and both kinds of paging."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from wix_data_emulator.errors import data_error
from wix_data_emulator.fields import Fields
from wix_data_emulator.filters import compile_filter
from wix_data_emulator.paging import (
    MOST_BY_OFFSET,
    cursor_metadata,
    read_cursor_page,
    read_offset_page,
)
from wix_data_emulator.sorting import read_sorts, sort_items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wix_data_emulator.items import ItemData, Shelf

Found = tuple[list["ItemData"], dict[str, object]]
QUESTION = ("filter", "sort", "fields")


def query_items(shelf: Shelf, query: Fields, *, with_total: bool) -> Found:
    """A page of items and its `pagingMetadata`; in the order of writing unless sorted.

    Raises: ValidationError, RefusedError.
    """
    if query.has("cursorPaging"):
        return _by_cursor(shelf, query, with_total=with_total)
    page = read_offset_page(query.child("paging"))
    found, has_next = _page(shelf, query, page.limit, page.offset)
    metadata: dict[str, object] = {
        "count": len(found),
        "offset": page.offset,
        "hasNext": has_next,
        "tooManyToCount": False,
    }
    return found, metadata | _total(shelf, query, wanted=with_total)


def _by_cursor(shelf: Shelf, query: Fields, *, with_total: bool) -> Found:
    if query.has("paging"):
        raise data_error("WDE0080", "a query has paging or cursorPaging, not both")
    asked: dict[str, object] = {name: query.raw(name) for name in QUESTION}
    page = read_cursor_page(query.child("cursorPaging"), asked, most=MOST_BY_OFFSET)
    question = Fields(page.question, query.path)
    found, has_next = _page(shelf, question, page.limit, page.offset)
    metadata = cursor_metadata(page, count=len(found), has_next=has_next)
    return found, metadata | _total(shelf, question, wanted=with_total)


def _page(shelf: Shelf, query: Fields, limit: int, offset: int) -> tuple[list[ItemData], bool]:
    """The items, and whether more follow."""
    sorts = read_sorts(query)
    if not query.raw("filter") and not sorts:
        rows = list(shelf.read(limit=limit + 1, offset=offset))
    else:
        matching = _matching(shelf, query)
        ordered = iter(sort_items(matching, sorts)) if sorts else matching
        rows = list(islice(ordered, offset, offset + limit + 1))
    fields = query.texts("fields")
    return [select_fields(item, fields) for item in rows[:limit]], len(rows) > limit


def _total(shelf: Shelf, query: Fields, *, wanted: bool) -> dict[str, object]:
    if not wanted:
        return {}
    if not query.raw("filter"):
        return {"total": shelf.count()}
    return {"total": sum(1 for _item in _matching(shelf, query))}


def _matching(shelf: Shelf, query: Fields) -> Iterator[ItemData]:
    return filter(compile_filter(query.raw("filter")), shelf.read())


def select_fields(item: ItemData, fields: list[str]) -> ItemData:
    """The wanted fields and the ID; all if none are named."""
    if not fields:
        return item
    return {name: item[name] for name in item if name in (*fields, "_id")}
