"""Offset and cursor pages. Rules: docs/wix-api.md, "Pages and filters"."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.errors import ValidationError

if TYPE_CHECKING:
    from wix_data_emulator.fields import Fields

DEFAULT_LIMIT = 50
MOST_BY_OFFSET = 1000
MOST_BY_CURSOR = 100
LONGEST_CURSOR = 16_000
FARTHEST = 2**53


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted."""

    limit: int
    offset: int


def read_offset_page(paging: Fields) -> Page:
    """From `{limit, offset}`."""
    return Page(
        limit=paging.integer("limit", default=DEFAULT_LIMIT, low=0, high=MOST_BY_OFFSET),
        offset=paging.integer("offset", default=0, low=0, high=FARTHEST),
    )


def offset_metadata(page: Page, *, count: int, total: int) -> dict[str, object]:
    """`pagingMetadata` of a list paged by offset."""
    return {
        "count": count,
        "offset": page.offset,
        "total": total,
        "tooManyToCount": False,
        "hasNext": page.offset + count < total,
    }


@dataclass(frozen=True)
class CursorPage:
    """Which part of a list is wanted, and the question it belongs to.

    `question` came with the first page and has travelled inside the cursor since.
    """

    limit: int
    offset: int
    question: dict[str, object]


def read_cursor_page(
    paging: Fields, question: dict[str, object], *, most: int = MOST_BY_CURSOR
) -> CursorPage:
    """From `{limit, cursor}`; with a cursor, its own question replaces `question`."""
    limit = paging.integer("limit", default=DEFAULT_LIMIT, low=1, high=most)
    cursor = paging.text("cursor", longest=LONGEST_CURSOR)
    if not cursor:
        return CursorPage(limit, 0, question)
    return _read_cursor(cursor, limit, paging.path_of("cursor"))


def cursor_metadata(page: CursorPage, *, count: int, has_next: bool) -> dict[str, object]:
    """`pagingMetadata` of a list paged by cursor; the last page has no `next`."""
    cursors = {}
    if has_next:
        cursors["next"] = _write_cursor(page, page.offset + count)
    if page.offset:
        cursors["prev"] = _write_cursor(page, max(0, page.offset - page.limit))
    metadata: dict[str, object] = {"count": count, "hasNext": has_next}
    return {**metadata, "cursors": cursors} if cursors else metadata


def _write_cursor(page: CursorPage, offset: int) -> str:
    text = json.dumps({"offset": offset, "question": page.question})
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read_cursor(cursor: str, limit: int, field: str) -> CursorPage:
    try:
        value = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        offset, question = value["offset"], value["question"]
    except (binascii.Error, ValueError, TypeError, KeyError) as error:
        raise ValidationError(field, "is not a cursor", rule="INVALID_CURSOR") from error
    if not isinstance(offset, int) or offset < 0 or not isinstance(question, dict):
        raise ValidationError(field, "is not a cursor", rule="INVALID_CURSOR")
    return CursorPage(limit, offset, question)
