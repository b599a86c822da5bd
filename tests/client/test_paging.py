"""client/paging.py: offset and cursor pages."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.client.paging import PAGE, cursor_pages, offset_pages
from wix_data_provider.errors import ProtocolError

pytestmark = pytest.mark.anyio


class Pages:
    """Answers in turn, and what was asked."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    async def __call__(self, paging: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(paging)
        return self.answers.pop(0)


def page(start: int, size: int, **metadata: Any) -> dict[str, Any]:
    return {"things": list(range(start, start + size)), "pagingMetadata": metadata}


OFFSET_PAGES = [
    ("no items", [{"things": []}], 0),
    ("null", [{"things": None, "pagingMetadata": None}], 0),
    ("one short page", [page(0, 3)], 3),
    ("a full page and a short one", [page(0, PAGE), page(PAGE, 1)], PAGE + 1),
    ("a full page, then none", [page(0, PAGE), page(PAGE, 0)], PAGE),
    ("total saves the empty page", [page(0, PAGE, total=PAGE)], PAGE),
    ("Wix gives less than asked for", [page(0, 50, total=120), page(50, 50, total=120),
                                       page(100, 20, total=120)], 120),
    ("total is too high", [page(0, 50, total=99), page(50, 0, total=99)], 50),
]  # fmt: skip


@pytest.mark.parametrize(("case", "answers", "items"), OFFSET_PAGES)
async def test_offset_pages_end_where_they_should(
    case: str, answers: list[dict[str, Any]], items: int
) -> None:
    pages = Pages(*answers)
    assert [item async for item in offset_pages(pages, "things")] == list(range(items))
    assert not pages.answers
    assert pages.asked[0] == {"limit": PAGE, "offset": 0}


CURSOR_PAGES = [
    ("no cursors", [page(0, 3, hasNext=False)], 3),
    ("empty cursors", [page(0, 3, cursors={})], 3),
    ("hasNext decides against a cursor", [page(0, 3, cursors={"next": "x"}, hasNext=False)], 3),
    ("two pages", [page(0, 3, cursors={"next": "x"}, hasNext=True), page(3, 2)], 5),
    ("an empty page in between", [page(0, 0, cursors={"next": "x"}), page(0, 2)], 2),
    ("null", [{"things": None, "pagingMetadata": {"cursors": None}}], 0),
]


@pytest.mark.parametrize(("case", "answers", "items"), CURSOR_PAGES)
async def test_cursor_pages_end_where_they_should(
    case: str, answers: list[dict[str, Any]], items: int
) -> None:
    pages = Pages(*answers)
    assert [item async for item in cursor_pages(pages, "things")] == list(range(items))
    assert not pages.answers
    follow_ups = [{"limit": PAGE, "cursor": "x"}] * (len(answers) - 1)
    assert pages.asked == [{"limit": PAGE}, *follow_ups]


async def test_the_next_page_is_asked_for_only_when_needed() -> None:
    pages = Pages(page(0, PAGE), page(PAGE, 1))
    items = offset_pages(pages, "things")
    assert [await items.__anext__() for _ in range(PAGE)] == list(range(PAGE))
    assert len(pages.asked) == 1
    await items.aclose()


async def test_a_cursor_that_leads_to_itself_is_an_error() -> None:
    pages = Pages(*[page(0, 1, cursors={"next": "x"})] * 2)
    with pytest.raises(ProtocolError, match="circle"):
        assert [item async for item in cursor_pages(pages, "things")]
