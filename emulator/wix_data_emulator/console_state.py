"""What the console shows, as one JSON object: everything in sight, nothing secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.admin import emulator_version
from wix_data_emulator.console_items import show_items
from wix_data_emulator.console_jobs import show_logs
from wix_data_emulator.console_site import show_site
from wix_data_emulator.fields import Fields
from wix_data_emulator.instants import to_iso
from wix_data_emulator.items import ENVIRONMENTS, LIVE
from wix_data_emulator.wire import read_parameters

if TYPE_CHECKING:
    import sqlite3

    from starlette.datastructures import QueryParams

    from wix_data_emulator.faults import Fault
    from wix_data_emulator.world import World

NEWEST_REQUESTS = 200
MOST_OPEN_JOBS = 20
FEWEST_LOGS, MOST_LOGS = 10, 1000
LONGEST = 1024
FARTHEST = 2**53


@dataclass(frozen=True)
class Wish:
    """What somebody is looking at: a site, a page of a collection, the logs of some jobs."""

    site: str | None
    collection: str | None
    environment: str
    offset: int
    jobs: tuple[int, ...]
    logs: int


def read_wish(query: QueryParams) -> Wish:
    """A checked query string.

    Raises: ValidationError.
    """
    given = Fields(read_parameters(query.multi_items()))
    jobs = given.texts("job")
    if len(jobs) > MOST_OPEN_JOBS or not all(job.isdecimal() and job.isascii() for job in jobs):
        raise given.refuse("job", f"must be at most {MOST_OPEN_JOBS} numbers of jobs")
    return Wish(
        site=given.guid("site"),
        collection=given.text("collection", longest=LONGEST),
        environment=given.choice("environment", ENVIRONMENTS) or LIVE,
        offset=given.integer("offset", default=0, low=0, high=FARTHEST),
        jobs=tuple(int(job) for job in jobs),
        logs=given.integer("logs", default=FEWEST_LOGS, low=1, high=MOST_LOGS),
    )


def show_state(world: World, wish: Wish) -> dict[str, object]:
    """The whole picture; a site or collection that is gone is null."""
    db, now_ms = world.store.db, world.clock.now_ms()
    sites = _list_sites(db, now_ms)
    site = wish.site if any(entry["id"] == wish.site for entry in sites) else None
    return {
        "version": emulator_version(),
        "now": to_iso(now_ms),
        "aheadSeconds": world.clock.offset_ms / 1000,
        "sites": sites,
        "site": None if site is None else show_site(db, site, now_ms),
        "items": None if site is None else show_items(db, site, wish),
        "logs": {} if site is None else show_logs(db, site, wish),
        "requests": _list_requests(db),
        "faults": [_show_fault(fault) for fault in world.faults.list()],
        "settings": world.settings.to_json(),
    }


def _list_sites(db: sqlite3.Connection, now_ms: int) -> list[dict[str, object]]:
    """Every site with what goes on in it."""
    rows = db.execute(
        "SELECT id,"
        " (SELECT count(*) FROM collections WHERE site = sites.id) AS collections,"
        " (SELECT count(*) FROM jobs WHERE site = sites.id AND finished_ms IS NULL)"
        " + (SELECT count(*) FROM backups WHERE site = sites.id AND finished_ms > :now)"
        " + (SELECT count(*) FROM restorations WHERE site = sites.id AND NOT applied) AS busy"
        " FROM sites ORDER BY first_seen_ms, id",
        {"now": now_ms},
    )
    return [dict(row) for row in rows]


def _list_requests(db: sqlite3.Connection) -> list[dict[str, object]]:
    """The newest first. The journal has neither headers nor query strings."""
    rows = db.execute(
        "SELECT number, time_ms, method, path, status, site, fault FROM requests"
        " ORDER BY number DESC LIMIT ?",
        (NEWEST_REQUESTS,),
    )
    return [{**dict(row), "time": to_iso(row["time_ms"])} for row in rows]


def _show_fault(fault: Fault) -> dict[str, object]:
    """Without the values of its headers, which may be anything, but for Retry-After."""
    headers = {name.lower(): value for name, value in fault.headers.items()}
    shown = {**fault.to_json(), "headers": sorted(headers)}
    return {**shown, "retryAfter": headers.get("retry-after")}
