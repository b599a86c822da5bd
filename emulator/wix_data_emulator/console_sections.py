"""What the console shows of one site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wix_data_emulator.backups import SLOTS, Backup, holds_slot, list_backups
from wix_data_emulator.collections import Collection, list_collections
from wix_data_emulator.instants import to_iso, to_iso_or_none
from wix_data_emulator.items import ENVIRONMENTS, LIVE, SANDBOX, Shelf
from wix_data_emulator.jobs import FILE, LOCALIZATION, Job, list_jobs
from wix_data_emulator.markup import Html, element, join, table
from wix_data_emulator.restorations import list_restorations
from wix_data_emulator.restoring import destination_of
from wix_data_emulator.uploads import list_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wix_data_emulator.restorations import Restoration, RestorationCollection
    from wix_data_emulator.world import World

NEWEST_JOBS = 50
NEWEST_BACKUPS = 20
LONGEST_VALUE = 200


def site_section(world: World, site: str) -> Html:
    """Everything of one site."""
    db, now_ms = world.store.db, world.clock.now_ms()
    collections = [_collection_row(world, entry) for entry in list_collections(db, site)]
    backups = list_backups(db, site)
    restorations = list_restorations(db, site)[:NEWEST_BACKUPS]
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
        element("h3", "Restorations"),
        table(
            ["restoration", "status", "backup", "collections", "requested", "finished"],
            [_restoration_row(entry, now_ms, backups) for entry in restorations],
        ),
        element("h3", "Jobs"),
        table(
            ["job", "moves", "status", "progress", "rejected", "started", "finished", "name"], jobs
        ),
        element("h3", "Files"),
        table(["file", "bytes"], [[file, str(size)] for file, size in list_files(db, site)]),
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
    dates = [show(shown[name]) for name in ("requestedDate", "finishedDate", "deletedDate")]
    return [backup.id, backup.type, show(status), *dates, show(shown["sizeInBytes"])]


def _job_row(job: Job) -> list[str]:
    return [
        element("a", job.id, href=f"/_emulator/jobs/{job.number}"),
        route_of(job),
        job.status,
        show_progress(job),
        str(job.rejected),
        to_iso(job.submitted_ms),
        show(to_iso_or_none(job.finished_ms)),
        show(job.name),
    ]


def show_progress(job: Job) -> Html:
    """A bar and its figures."""
    total = job.total or 0
    bar = element("progress", max=str(max(total, 1)), value=str(job.current))
    return join(bar, f" {job.current} of {total}")


def _restoration_row(restoration: Restoration, now_ms: int, backups: Sequence[Backup]) -> list[str]:
    backup = next(entry for entry in backups if entry.number == restoration.backup)
    shown = restoration.to_json(backup, now_ms)
    routes = [_route_of_collection(entry) for entry in restoration.collections]
    dates = [show(shown[name]) for name in ("requestedDate", "finishedDate")]
    return [restoration.id, restoration.status(now_ms), backup.id, show(", ".join(routes)), *dates]


def _route_of_collection(entry: RestorationCollection) -> str:
    source, target = str(entry["dataCollectionId"]), destination_of(entry)[0]
    return source if source == target else f"{source} → {target}"


def route_of(job: Job) -> str:
    """From where to where a job moves."""
    source = _end_of(job.source_kind, job.source, job.source_site)
    return f"{source} → {_end_of(job.destination_kind, job.destination, job.destination_site)}"


def _end_of(kind: str, end: Mapping[str, Mapping[str, object]], site: str | None) -> str:
    name = {FILE: "file", LOCALIZATION: "translations"}.get(kind) or end[kind]["collectionId"]
    return f"{name} of {site}" if site else str(name)


def show(value: object) -> str:
    """A value in a cell, cut where it is long."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
