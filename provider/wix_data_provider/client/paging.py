"""Offset and cursor pages as async iterators over their items; the next page is asked for only
when the last one is used up.

Source: https://dev.wix.com/docs/rest/articles/work-with-wix-apis/data-retrieval/about-paging
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

    Answer = Mapping[str, Any]

PAGE = 100
"""Items asked for at once: the most that cursor pages give, and plenty for backups."""


async def offset_pages(
    fetch: Callable[[dict[str, int]], Awaitable[Answer]], items: str
) -> AsyncGenerator[Any, None]:
    """Items of all offset pages; `fetch` gets `{"limit", "offset"}`.

    Wix may give fewer than asked for: a short page is the last one only if `total` agrees.
    """
    offset = 0
    while True:
        answer = await fetch({"limit": PAGE, "offset": offset})
        page = answer.get(items) or []
        for item in page:
            yield item
        offset += len(page)
        total = (answer.get("pagingMetadata") or {}).get("total")
        if not page or (len(page) < PAGE if total is None else offset >= int(total)):
            return


async def cursor_pages(
    fetch: Callable[[dict[str, Any]], Awaitable[Answer]], items: str
) -> AsyncGenerator[Any, None]:
    """Items of all cursor pages; `fetch` gets `{"limit"}`, then `{"limit", "cursor"}`.

    Raises: ProtocolError for a cursor that leads to itself.
    """
    paging: dict[str, Any] = {"limit": PAGE}
    while True:
        answer = await fetch(paging)
        for item in answer.get(items) or []:
            yield item
        metadata = answer.get("pagingMetadata") or {}
        cursor = (metadata.get("cursors") or {}).get("next")
        if not cursor or metadata.get("hasNext") is False:
            return
        if cursor == paging.get("cursor"):
            raise ProtocolError(f"the pages of {items} that Wix sends go in a circle")
        paging = {"limit": PAGE, "cursor": cursor}
