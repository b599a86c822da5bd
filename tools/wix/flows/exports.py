"""A collection into files: CSV with and without chosen fields, JSONL, download."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, TypeAlias

from tools.wix.moving import download, export, file_of, url_of
from tools.wix.site import refusal
from wix_data_provider.waiter.states import JOB_STATES, Outcome

if TYPE_CHECKING:
    from tools.wix.site import Site
    from wix_data_provider.client import Job

    Json: TypeAlias = dict[str, Any]

FIELDS = {
    "title": "TEXT",
    "price": "NUMBER",
    "sold": "BOOLEAN",
    "day": "DATE",
    "at": "DATETIME",
    "tags": "ARRAY_STRING",
    "more": "OBJECT",
    "none": "TEXT",
}
TEXT = 'Card, "large"\nand red'
FULL: Json = {
    "_id": "a",
    "title": TEXT,
    "price": 3.5,
    "sold": True,
    "day": {"$date": "2026-05-01T00:00:00.000Z"},
    "at": {"$date": "2026-05-01T10:30:00.000Z"},
    "tags": ["xmas", "easter"],
    "more": {"a": 1},
}
CELLS = {
    "price": "csv.number",
    "sold": "csv.boolean",
    "day": "csv.date",
    "at": "csv.datetime",
    "tags": "csv.list",
    "more": "csv.object",
}
XMAS = {"filter": {"tags": {"$in": ["xmas"]}}, "fields": ["title", "_id", "tags"]}


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken."""
    own = await site.collection("exports", FIELDS)
    await site.insert(own, FULL, {"_id": "b", "title": "Egg", "price": 2, "tags": ["easter"]})
    await _chosen(site, own)
    await _whole(site, own)
    await _lines(site, own)


async def _chosen(site: Site, own: str) -> None:
    job = await export(site, "xmas", own, "CSV", {"filterQuery": XMAS})
    source = job.source.wix_data_collection if job.source else None
    kept = source is not None and source.filter_query is not None
    site.seen.note("export.filter-query", "filterQuery" if kept else "elsewhere")
    site.seen.note("export.url", "present" if url_of(job) else "absent")
    await _early(site, job)
    header, *rows = _rows(await file_of(site, job))
    site.seen.note("csv.chosen", ",".join(header))
    ids = [dict(zip(header, row, strict=False)).get("_id") for row in rows]
    site.seen.note("export.filter", "the matching items" if ids == ["a"] else str(ids))


async def _early(site: Site, job: Job) -> None:
    """Only what was answered while the job still ran."""
    if not url_of(job):
        return
    answer = await refusal(lambda: download(site, url_of(job)))
    now = await site.client.jobs.get_job(job.id)
    if JOB_STATES.outcome(now.status) is Outcome.PENDING:
        site.seen.note("export.early", answer.split()[0])


async def _whole(site: Site, own: str) -> None:
    raw = await file_of(site, await export(site, "whole", own, "CSV", {}))
    marked = raw.startswith(b"\xef\xbb\xbf")
    site.seen.note("csv.encoding", "with a byte order mark" if marked else "plain UTF-8")
    site.seen.note("csv.lines", "CR LF" if raw.endswith(b"\r\n") else "LF")
    header, *rows = _rows(raw)
    site.seen.note("csv.columns", ",".join(header))
    by_id = {row.get("_id"): row for row in (dict(zip(header, r, strict=False)) for r in rows)}
    item = by_id.get("a") or {}
    site.seen.note("csv.text", "kept" if item.get("title") == TEXT else str(item.get("title")))
    site.seen.note("csv.nothing", item.get("none", "no column") or "empty")
    for key, statement in CELLS.items():
        site.seen.note(statement, item.get(key, "no column") or "empty")


async def _lines(site: Site, own: str) -> None:
    raw = await file_of(site, await export(site, "lines", own, "JSONL", {}))
    items: list[Json] = [json.loads(line) for line in raw.decode().splitlines() if line]
    item = next((item for item in items if item.get("_id") == "a"), None)
    if item is None:
        site.seen.note("jsonl.lines", f"fields {', '.join(sorted(items[0]))}" if items else "")
        return
    at = item.get("at")
    form = "$date" if isinstance(at, dict) and list(at) == ["$date"] else f"a date like {at}"
    site.seen.note("jsonl.lines", f"fields at top level, {form}")


def _rows(raw: bytes) -> list[list[str]]:
    """Never without a header."""
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))) or [[]]
