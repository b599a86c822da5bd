"""The journal of requests: what came in and what was answered. No secrets, no query strings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.instants import to_iso

if TYPE_CHECKING:
    import sqlite3

MOST_KEPT = 50_000


@dataclass(frozen=True)
class Entry:
    """One request; `status` is None when no answer was sent, `fault` names a scripted one."""

    time_ms: int
    method: str
    path: str
    status: int | None
    site: str | None
    fault: str | None

    def to_json(self) -> dict[str, object]:
        """As `GET /_emulator/requests` shows it."""
        return {
            "time": to_iso(self.time_ms),
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "site": self.site,
            "fault": self.fault,
        }


def add_entry(db: sqlite3.Connection, entry: Entry) -> None:
    """Note a request, and forget those of long ago."""
    added = db.execute(
        "INSERT INTO requests (time_ms, method, path, status, site, fault)"
        " VALUES (:time_ms, :method, :path, :status, :site, :fault)",
        vars(entry),
    ).lastrowid
    db.execute("DELETE FROM requests WHERE number <= ?", ((added or 0) - MOST_KEPT,))


def list_entries(db: sqlite3.Connection, *, newest: int = MOST_KEPT) -> list[Entry]:
    """The newest entries, oldest first."""
    rows = db.execute(
        "SELECT time_ms, method, path, status, site, fault FROM requests"
        " ORDER BY number DESC LIMIT ?",
        (newest,),
    )
    return [Entry(**dict(row)) for row in rows][::-1]


def clear_entries(db: sqlite3.Connection, site: str | None = None) -> None:
    """Forget the requests of one site, or all."""
    db.execute("DELETE FROM requests WHERE site = coalesce(?, site) OR ? IS NULL", (site, site))
