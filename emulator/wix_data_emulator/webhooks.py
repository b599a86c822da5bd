"""Who is told of events, and what still has to be told. Nothing is kept while nobody listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

FIRST_RETRY_MS = 1000
"""Doubled each time; by the emulator's clock."""
LONGEST_RETRY_MS = 60_000
MOST_ATTEMPTS = 12
AT_ONCE = 20
"""Deliveries under way at a time."""


@dataclass(frozen=True)
class Delivery:
    """One event for one URL, still to be delivered."""

    number: int
    url: str
    event: str
    attempts: int
    due_ms: int


def add_webhook(db: sqlite3.Connection, url: str) -> None:
    """Tell a URL of every event from now on."""
    db.execute("INSERT OR IGNORE INTO webhooks (url) VALUES (?)", (url,))


def list_webhooks(db: sqlite3.Connection) -> list[str]:
    """URLs in the order of their coming."""
    return [row["url"] for row in db.execute("SELECT url FROM webhooks ORDER BY number")]


def clear_webhooks(db: sqlite3.Connection) -> None:
    """Tell nobody any more, not even of what has happened."""
    for table in ("webhooks", "deliveries", "announced"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def add_deliveries(db: sqlite3.Connection, event: str, now_ms: int) -> None:
    """Have everybody told of an event."""
    db.execute(
        "INSERT INTO deliveries (url, event, attempts, due_ms)"
        " SELECT url, ?, 0, ? FROM webhooks ORDER BY number",
        (event, now_ms),
    )


def due_deliveries(db: sqlite3.Connection, now_ms: int) -> list[Delivery]:
    """What should go out now, the oldest first."""
    rows = db.execute(
        "SELECT * FROM deliveries WHERE due_ms <= ? ORDER BY number LIMIT ?", (now_ms, AT_ONCE)
    )
    return [Delivery(**dict(row)) for row in rows]


def count_waiting(db: sqlite3.Connection, url: str) -> int:
    """Deliveries that a URL has not confirmed yet."""
    row = db.execute("SELECT count(*) FROM deliveries WHERE url = ?", (url,)).fetchone()
    return int(row[0])


def settle_deliveries(
    db: sqlite3.Connection, tried: Sequence[tuple[Delivery, bool]], now_ms: int
) -> None:
    """Forget what was confirmed or tried often enough; the rest is sent again later."""
    for delivery, confirmed in tried:
        attempts = delivery.attempts + 1
        if confirmed or attempts >= MOST_ATTEMPTS:
            db.execute("DELETE FROM deliveries WHERE number = ?", (delivery.number,))
            continue
        wait_ms = min(FIRST_RETRY_MS * 2**delivery.attempts, LONGEST_RETRY_MS)
        db.execute(
            "UPDATE deliveries SET attempts = ?, due_ms = ? WHERE number = ?",
            (attempts, now_ms + wait_ms, delivery.number),
        )
