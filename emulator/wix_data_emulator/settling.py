"""What falls due happens in the order of its instants, however far the clock jumps.

One slice is one transaction: a killed emulator goes on behind the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wix_data_emulator.backups import AUTO, create_backup, drop_deleted_snapshots, next_automatic
from wix_data_emulator.jobs import next_beginning
from wix_data_emulator.restorations import next_due
from wix_data_emulator.restoring import finish_restoration

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.job_runs import JobRunner
    from wix_data_emulator.settings import Settings

DAY_MS = 24 * 3600 * 1000
Due = tuple[int, Callable[[], object]]
"""When something should have happened, and what."""


def settle_slice(
    db: sqlite3.Connection, runner: JobRunner, settings: Settings, now_ms: int
) -> bool:
    """Do one slice of what is due; False when nothing was.

    Jobs run up to the instant where another one begins to read, or content is swapped or copied.
    """
    drop_deleted_snapshots(db, now_ms)
    due = [*_restorations(db, now_ms), *_automatic_backups(db, settings, now_ms)]
    beginning = next_beginning(db, now_ms)
    instants = [now_ms if beginning is None else beginning, *(instant for instant, _do in due)]
    if runner.advance(db, settings, min(instants)):
        return True
    if not due:
        return False
    _instant, do = min(due, key=lambda entry: entry[0])
    do()
    return True


def _restorations(db: sqlite3.Connection, now_ms: int) -> list[Due]:
    """The first restoration that is due."""
    found = next_due(db, now_ms)
    return [] if found is None else [(found.finished_ms, partial(finish_restoration, db, found))]


def _automatic_backups(db: sqlite3.Connection, settings: Settings, now_ms: int) -> list[Due]:
    """The first automatic backup that is due, where a setting wants any."""
    every_ms = int(settings.auto_backup_days * DAY_MS)
    found = next_automatic(db, every_ms, now_ms) if every_ms else None
    if found is None:
        return []
    site, due_ms = found
    make = partial(
        create_backup,
        db,
        site,
        AUTO,
        outcome=settings.backup_outcome,
        seconds=settings.backup_seconds,
        now_ms=due_ms,
    )
    return [(due_ms, make)]
