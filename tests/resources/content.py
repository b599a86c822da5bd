"""What sites hold in tests of jobs that move it, and how it is read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.resources.wix import SITE

if TYPE_CHECKING:
    from tests.resources.wix import Wix

COLLECTIONS = "/wix-data/v2/collections"
ITEMS = "/wix-data/v2/items"
PRODUCTION = "c94e07d3-2b15-4f68-8a3c-71d0e5f2b946"
THREE = [
    {"_id": "1", "title": "Star", "holidays": ["xmas"]},
    {"_id": "2", "title": "Egg", "holidays": ["easter"]},
    {"_id": "3", "title": "Candle", "holidays": ["xmas", "easter"]},
]
"""Products, two of them for Christmas."""


async def fill(
    wix: Wix, collection: str, *items: dict[str, Any], site: str = SITE, **definition: Any
) -> None:
    """A collection with items; its `title` can be translated."""
    translatable = {"multilingualOptions": {"translatableFieldKeys": ["title"]}}
    shape = {
        "id": collection,
        "displayName": collection,
        "fields": [
            {"key": "title", "displayName": "Title", "type": "TEXT"},
            {"key": "holidays", "displayName": "Holidays", "type": "ARRAY_STRING"},
        ],
        "plugins": [{"type": "MULTILINGUAL", **translatable}],
        **definition,
    }
    await wix.ask("POST", COLLECTIONS, {"collection": shape}, site)
    for item in items:
        body = {"dataCollectionId": collection, "dataItem": {"data": item}}
        await wix.ask("POST", ITEMS, body, site)


async def titles(
    wix: Wix, collection: str, site: str = SITE, language: str | None = None
) -> dict[str, str]:
    """The titles of all items by ID, in a language."""
    tongue = {"language": language} if language else {}
    body = {"dataCollectionId": collection, "query": {"paging": {"limit": 1000}}, **tongue}
    found = await wix.ask("POST", f"{ITEMS}/query", body, site)
    return {item["id"]: item["data"]["title"] for item in found["dataItems"]}
