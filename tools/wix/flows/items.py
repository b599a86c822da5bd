"""Collections and items: queries, pages, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tools.wix.site import COLLECTIONS, ITEMS, refusal

if TYPE_CHECKING:
    from tools.wix.site import Site

    Json: TypeAlias = dict[str, Any]

FIELDS = {"title": "TEXT", "price": "NUMBER", "tags": "ARRAY_STRING"}
CONTENT: tuple[Json, ...] = (
    {"_id": "n0", "title": "Egg", "price": 0, "tags": ["easter"]},
    {"_id": "n1", "title": "Tree", "price": 1, "tags": ["xmas"]},
    {"_id": "n2", "title": "Card", "price": 2, "tags": ["easter", "xmas"]},
    {"_id": "n3", "title": "Cup", "price": 3, "tags": ["home"]},
    {"_id": "n4", "title": "Mug", "price": 4, "tags": ["home"]},
)
XMAS = {"n1", "n2"}
PRICED = ["n4", "n3", "n2", "n1"]


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken."""
    own = await site.collection("items", FIELDS)
    await site.insert(own, *CONTENT)
    await _pages(site, own)
    await _any_element(site, own)
    await _refusals(site, own)
    truncated = {"dataCollectionId": site.made.own(own)}
    await site.ask("POST", f"{ITEMS}/truncate", truncated)


async def _pages(site: Site, own: str) -> None:
    first = await site.query(
        own,
        {
            "filter": {"price": {"$gt": 0}},
            "sort": [{"fieldName": "price", "order": "DESC"}],
            "cursorPaging": {"limit": 2},
        },
    )
    found = _ids(first)
    cursor = (first["pagingMetadata"].get("cursors") or {}).get("next")
    if cursor:
        found += _ids(await site.query(own, {"cursorPaging": {"limit": 2, "cursor": cursor}}))
    site.seen.note("items.cursor", "filter and order kept" if found == PRICED else str(found))

    page = {"paging": {"limit": 2, "offset": 1}}
    plain = (await site.query(own, page))["pagingMetadata"].get("total")
    asked = (await site.query(own, page, returnTotalCount=True))["pagingMetadata"].get("total")
    only = plain is None and asked == len(CONTENT)
    told = f"{plain} without, {asked} with returnTotalCount"
    site.seen.note("items.total", "only when asked for" if only else told)


async def _any_element(site: Site, own: str) -> None:
    for operator in ("$in", "$hasSome"):
        found = set(_ids(await site.query(own, {"filter": {"tags": {operator: ["xmas"]}}})))
        told = f"{operator}: {sorted(found)}"
        site.seen.note("items.any-element", "the matching items" if found == XMAS else told)


async def _refusals(site: Site, own: str) -> None:
    nowhere = site.made.name("nowhere")
    field = {"key": "title", "displayName": "title", "type": "TEXT"}
    again = {"collection": {"id": own, "displayName": own, "fields": [field]}}
    read = {"dataCollectionId": own}
    for statement, call in {
        "refused.collection-taken": lambda: site.ask("POST", COLLECTIONS, again),
        "refused.collection-unknown": lambda: site.client.collections.get_collection(nowhere),
        "refused.item-taken": lambda: site.insert(own, CONTENT[0]),
        "refused.item-unknown": lambda: site.ask("GET", f"{ITEMS}/missing", params=read),
        "refused.items-no-collection": lambda: site.query(nowhere, {}),
    }.items():
        site.seen.note(statement, await refusal(call))


def _ids(answer: Json) -> list[str]:
    return [str(item["id"]) for item in answer["dataItems"]]
