"""The pages of the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.collections import SYSTEM_FIELDS, Collection, list_collections
from wix_data_emulator.console_sections import route_of, show, show_progress, site_section
from wix_data_emulator.console_style import STYLE
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.instants import to_iso
from wix_data_emulator.items import ENVIRONMENTS, LIVE, ItemData, Shelf
from wix_data_emulator.job_logs import count_logs, list_logs
from wix_data_emulator.jobs import get_job
from wix_data_emulator.journal import list_entries
from wix_data_emulator.markup import Html, element, join, table

if TYPE_CHECKING:
    from starlette.requests import Request

    from wix_data_emulator.world import World

REFRESH_S = 2
NEWEST_REQUESTS = 50
ITEMS_SHOWN = 100
LOGS_SHOWN = 100


def overview_page(world: World, _request: Request) -> Html:
    """Every site with its collections, backup slots and jobs, and the last requests."""
    sites = [str(row["id"]) for row in world.store.db.execute("SELECT id FROM sites ORDER BY id")]
    requests = [
        [entry.to_json()["time"], entry.method, entry.path, entry.status, entry.site, entry.fault]
        for entry in list_entries(world.store.db, newest=NEWEST_REQUESTS)
    ]
    parts = [site_section(world, site) for site in sites]
    if not sites:
        parts = [element("p", "A site appears when a request first names its ID.")]
    shown = [[show(cell) for cell in row] for row in reversed(requests)]
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
        table(columns, [[show(item.get(name)) for name in columns] for item in items]),
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
        element("p", route_of(job)),
        element("p", show_progress(job)),
        table(["field", "value"], [[name, show(value)] for name, value in facts.items()]),
        element("h2", "Logs"),
        table(
            ["item", "failure"],
            [[show(log["sourceItemId"]), show(log["failure"])] for log in logs],
        ),
    )


def _columns(collection: Collection, items: list[ItemData]) -> list[str]:
    """Declared fields, then what else the items hold, system fields last."""
    names = [field.key for field in collection.fields()]
    names += [name for item in items for name in item]
    own = dict.fromkeys(name for name in names if name not in SYSTEM_FIELDS)
    return [*own, *SYSTEM_FIELDS]


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
