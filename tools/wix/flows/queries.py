"""Find jobs: lists, queries, cursors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tools.wix.moving import ended, export
from tools.wix.site import in_order

if TYPE_CHECKING:
    from tools.wix.site import Site
    from wix_data_provider.client import Job

    Json: TypeAlias = dict[str, Any]

JOBS = "/data-mover/v1/jobs"
COUNT = 3
ASCENDING = [{"fieldName": "startedAt", "order": "ASC"}]


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken."""
    own = await site.collection("jobs", {"title": "TEXT"})
    made = [
        await ended(site, await export(site, f"query-{number}", own, "CSV", {}))
        for number in range(COUNT)
    ]
    await _listed(site)
    await _found(site, made)
    await _by_cursor(site, [job.id for job in made])


async def _listed(site: Site) -> None:
    first = await site.ask("GET", JOBS, params={"paging.limit": 2})
    jobs = list(first["jobs"])
    if cursor := _next(first):
        params = {"paging.limit": 2, "paging.cursor": cursor}
        jobs += (await site.ask("GET", JOBS, params=params))["jobs"]
    site.seen.note("jobs.order", in_order([job["startedAt"] for job in jobs]))


async def _found(site: Site, made: list[Job]) -> None:
    ids = [job.id for job in made]
    pair = await _ids(site, {"id": {"$in": [ids[2], ids[0]]}})
    site.seen.note("jobs.ids", "found, in order" if pair == [ids[0], ids[2]] else "not so")
    named = await _ids(site, {"name": {"$startsWith": site.made.name("query-")}})
    site.seen.note("jobs.prefix", "found" if named == ids else f"{len(named)} of {COUNT}")
    since = made[1].model_dump(by_alias=True, mode="json")["startedAt"]
    later = await _ids(site, {"startedAt": {"$gte": since}})
    site.seen.note("jobs.since", "found" if set(later) >= set(ids[1:]) else "not found")


async def _by_cursor(site: Site, ids: list[str]) -> None:
    chosen = {"name": {"$startsWith": site.made.name("query-")}}
    query: Json = {"filter": chosen, "sort": ASCENDING, "cursorPaging": {"limit": 2}}
    first = await site.ask("POST", f"{JOBS}/query", {"query": query})
    found = list(first["jobs"])
    if cursor := _next(first):
        query = {"cursorPaging": {"limit": 2, "cursor": cursor}}
        found += (await site.ask("POST", f"{JOBS}/query", {"query": query}))["jobs"]
    kept = [job["id"] for job in found] == ids
    told = f"{len(found)} jobs instead of {COUNT}, or another order"
    site.seen.note("jobs.cursor", "filter and order kept" if kept else told)


async def _ids(site: Site, filter: Json) -> list[str]:
    return [job.id async for job in site.client.jobs.query_jobs(filter, ASCENDING)]


def _next(answer: Json) -> str:
    return ((answer.get("pagingMetadata") or {}).get("cursors") or {}).get("next") or ""
