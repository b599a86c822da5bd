"""The pages of the console."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wix_data_emulator.backups import SLOTS, Backup, holds_slot, list_backups
from wix_data_emulator.collections import SYSTEM_FIELDS, Collection, list_collections
from wix_data_emulator.console_style import STYLE
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.instants import to_iso, to_iso_or_none
from wix_data_emulator.items import ENVIRONMENTS, LIVE, SANDBOX, ItemData, Shelf
from wix_data_emulator.job_logs import count_logs, list_logs
from wix_data_emulator.jobs import Job, get_job, list_jobs
from wix_data_emulator.journal import list_entries
from wix_data_emulator.markup import Html, element, join, table

if TYPE_CHECKING:
    from starlette.requests import Request

    from wix_data_emulator.world import World

REFRESH_S = 2
NEWEST_REQUESTS = 50
NEWEST_JOBS = 50
NEWEST_BACKUPS = 20
ITEMS_SHOWN = 100
LOGS_SHOWN = 100
LONGEST_VALUE = 200


def overview_page(world: World, _request: Request) -> Html:
    """Every site with its collections, backup slots and jobs, and the last requests."""
    sites = [str(row["id"]) for row in world.store.db.execute("SELECT id FROM sites ORDER BY id")]
    requests = [
        [entry.to_json()["time"], entry.method, entry.path, entry.status, entry.site, entry.fault]
        for entry in list_entries(world.store.db, newest=NEWEST_REQUESTS)
    ]
    parts = [_site(world, site) for site in sites]
    if not sites:
        parts = [element("p", "A site appears when a request first names its ID.")]
    shown = [[_text(cell) for cell in row] for row in reversed(requests)]
    return _document(
        "Wix data emulator",
        element("p", f"Its clock says {to_iso(world.clock.now_ms())}."),
        *parts,
        element("h2", "Last requests"),
        table(["time", "method", "path", "status", "site", "fault"], shown),
    )


def collection_page(world: World, request: Request) -> Html:
    """Fields and items of a collection, live or (`?environment=SANDBOX`) sandbox."""
    key = request.path_params["key"]
    environment = request.query_params.get("environment", LIVE)
    row = world.store.db.execute(
        "SELECT site, id FROM collections WHERE key = ?", (key,)
    ).fetchone()
    found = [] if row is None else list_collections(world.store.db, row["site"])
    collection = next((entry for entry in found if entry.key == key), None)
    if collection is None or environment not in ENVIRONMENTS:
        raise RefusedError(404, "NOT_FOUND", "there is no such collection")
    shelf = Shelf(world.store.db, collection, environment)
    items = list(shelf.read(limit=ITEMS_SHOWN))
    columns = _columns(collection, items)
    return _document(
        f"{collection.display_name} ({environment})",
        element("p", f"Site {collection.site}, {shelf.count()} items, {ITEMS_SHOWN} at most here."),
        table(columns, [[_text(item.get(name)) for name in columns] for item in items]),
    )


def job_page(world: World, request: Request) -> Html:
    """A job with its request and its first logs."""
    db = world.store.db
    row = db.execute(
        "SELECT site, id FROM jobs WHERE number = ?", (request.path_params["number"],)
    ).fetchone()
    if row is None:
        raise RefusedError(404, "NOT_FOUND", "there is no such job")
    job = get_job(db, row["site"], row["id"])
    logs = list_logs(db, job, limit=LOGS_SHOWN, offset=0)
    facts = job.to_json(logs_recorded=count_logs(db, job), settings=world.settings)
    return _document(
        f"Job {job.name or job.id}",
        element("p", _progress(job)),
        table(["field", "value"], [[name, _text(value)] for name, value in facts.items()]),
        element("h2", "Logs"),
        table(
            ["item", "failure"],
            [[_text(log["sourceItemId"]), _text(log["failure"])] for log in logs],
        ),
    )


def _site(world: World, site: str) -> Html:
    db, now_ms = world.store.db, world.clock.now_ms()
    collections = [_collection_row(world, entry) for entry in list_collections(db, site)]
    backups = list_backups(db, site)
    jobs = [_job_row(job) for job in list_jobs(db, site)[:NEWEST_JOBS]]
    return element(
        "section",
        element("h2", f"Site {site}"),
        element("h3", "Collections"),
        table(["collection", "name", "items", "sandbox"], collections),
        element("h3", "Backup slots"),
        _slots(backups, now_ms),
        table(
            ["backup", "type", "status", "requested", "finished", "deleted", "bytes"],
            [_backup_row(backup, now_ms) for backup in backups[:NEWEST_BACKUPS]],
        ),
        element("h3", "Jobs"),
        table(["job", "status", "progress", "rejected", "started", "finished", "name"], jobs),
    )


def _collection_row(world: World, collection: Collection) -> list[str]:
    counts = {name: Shelf(world.store.db, collection, name).count() for name in ENVIRONMENTS}
    link = f"/_emulator/collections/{collection.key}"
    return [
        element("a", collection.id, href=link),
        collection.display_name,
        str(counts[LIVE]),
        element("a", str(counts[SANDBOX]), href=f"{link}?environment={SANDBOX}"),
    ]


def _slots(backups: list[Backup], now_ms: int) -> Html:
    held = [backup for backup in reversed(backups) if holds_slot(backup, now_ms)]
    boxes = [
        element("span", f"{backup.status(now_ms)} {backup.id[:8]}", class_="slot taken")
        for backup in held
    ]
    free = [element("span", "free", class_="slot") for _ in range(SLOTS - len(held))]
    return element("p", *boxes, *free)


def _backup_row(backup: Backup, now_ms: int) -> list[str]:
    shown = backup.to_json(now_ms)
    status = f"{shown['status']}, being deleted" if backup.is_deleting(now_ms) else shown["status"]
    dates = [_text(shown[name]) for name in ("requestedDate", "finishedDate", "deletedDate")]
    return [backup.id, backup.type, _text(status), *dates, _text(shown["sizeInBytes"])]


def _job_row(job: Job) -> list[str]:
    return [
        element("a", job.id, href=f"/_emulator/jobs/{job.number}"),
        job.status,
        _progress(job),
        str(job.rejected),
        to_iso(job.submitted_ms),
        _text(to_iso_or_none(job.finished_ms)),
        _text(job.name),
    ]


def _progress(job: Job) -> Html:
    total = job.total or 0
    bar = element("progress", max=str(max(total, 1)), value=str(job.current))
    return join(bar, f" {job.current} of {total}")


def _columns(collection: Collection, items: list[ItemData]) -> list[str]:
    """Declared fields, then what else the items hold, system fields last."""
    names = [field.key for field in collection.fields()]
    names += [name for item in items for name in item]
    own = dict.fromkeys(name for name in names if name not in SYSTEM_FIELDS)
    return [*own, *SYSTEM_FIELDS]


def _text(value: object) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _document(title: str, *content: str) -> Html:
    refresh = f'<meta http-equiv="refresh" content="{REFRESH_S}">'
    head = join(
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width">'),
        Html(refresh),
        element("title", title),
        Html(f"<style>{STYLE}</style>"),
    )
    home = element("nav", element("a", "Wix data emulator", href="/_emulator/"))
    body = element("main", home, element("h1", title), *content)
    return Html(f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>')
