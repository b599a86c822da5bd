"""SQLite: one connection, used by one thread at a time (see `world.py`)."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wix_data_emulator.tables import TABLES, TABLES_VERSION, UPGRADED_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRIVATE = ""
"""SQLite's name of a temporary database: on disk when it grows, gone with the process."""

BUSY_S = 3.0
"""How long a restarted emulator waits for the killed one to let go of the file."""


class StateFileError(Exception):
    """The state file cannot be used. Who acts: the user, who named it."""


class Store:
    """The state of every site; `db` is for statements inside `transaction`."""

    def __init__(self, file: Path | None) -> None:
        try:
            self.db = _open(file)
        except (sqlite3.Error, OSError) as error:
            raise StateFileError(
                f"{file}: cannot be used as state ({error}); is another emulator using it?"
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: an exception leaves the state as it was."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield self.db
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def get_meta(self, key: str) -> str | None:
        """A value of the emulator itself: clock offset, settings, signing key."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row["value"])

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value; it survives a restart and not a reset."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Leave a complete file behind."""
        self.db.close()


def _open(file: Path | None) -> sqlite3.Connection:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(
        PRIVATE if file is None else file,
        isolation_level=None,  # transactions are ours
        check_same_thread=False,
        timeout=BUSY_S,
    )
    try:
        _prepare(db, file)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, file: Path | None) -> None:
    db.row_factory = sqlite3.Row
    db.execute("PRAGMA locking_mode = EXCLUSIVE")  # two emulators must not share a file
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # safe against kill -9, not against power loss
    db.execute("PRAGMA foreign_keys = ON")
    made_by = db.execute("PRAGMA user_version").fetchone()[0]
    if made_by not in (0, *UPGRADED_VERSIONS, TABLES_VERSION):
        raise StateFileError(f"{file}: made by another version of the emulator; delete it")
    db.executescript(TABLES)
    db.execute(f"PRAGMA user_version = {TABLES_VERSION}")
