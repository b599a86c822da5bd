"""What an emulator knows, as text: to be committed, and opened again in its own time."""

from __future__ import annotations

import base64
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from wix_data_emulator.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Table = list[dict[str, Any]]

LEFT_OUT = {"tokens", "requests", "webhooks", "announced", "deliveries"}
SECRET_KEYS = {"signing_key", "webhook_key"}
CLOCK = "clock_offset_ms"


def dumped(file: Path) -> dict[str, Any]:
    """The rows of all tables by their columns, and when that was. No emulator may have it open."""
    with closing(sqlite3.connect(file)) as db:
        db.row_factory = sqlite3.Row
        tables = {name: _rows(db, name) for name in _names(db) if name not in LEFT_OUT}
    offset = next((int(row["value"]) for row in tables["meta"] if row["key"] == CLOCK), 0)
    tables["meta"] = [row for row in tables["meta"] if row["key"] not in {CLOCK, *SECRET_KEYS}]
    filled = {name: rows for name, rows in tables.items() if rows}
    return {"nowMs": int(time.time() * 1000) + offset, "tables": filled}


def load(dump: dict[str, Any], file: Path) -> None:
    """A state file for an emulator, whose clock goes on from when the dump was made.

    Columns that came since get their defaults.
    """
    Store(file).close()
    with closing(sqlite3.connect(file)) as db:
        for table, rows in dump["tables"].items():
            for row in rows:
                _insert(db, table, row)
        offset = dump["nowMs"] - int(time.time() * 1000)
        _insert(db, "meta", {"key": CLOCK, "value": str(offset)})
        db.commit()


def _names(db: sqlite3.Connection) -> list[str]:
    found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if not name.startswith("sqlite_")]


def _rows(db: sqlite3.Connection, table: str) -> Table:
    found: Iterator[sqlite3.Row] = db.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own name
    return [{key: _as_text(row[key]) for key in row.keys()} for row in found]  # noqa: SIM118


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    places = ", ".join("?" for _ in row)
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})"  # noqa: S608 - as above
    db.execute(statement, [_as_value(value) for value in row.values()])


def _as_text(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _as_value(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
