"""What a job tells of single items: those it failed to move, or skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from wix_data_emulator.jobs import Job


def add_log(db: sqlite3.Connection, job: Job, item: str, code: str, description: str) -> None:
    """Note what became of an item, named by its ID or its row."""
    db.execute(
        "INSERT INTO logs (job, source_item, code, description) VALUES (?, ?, ?, ?)",
        (job.number, item, code, description),
    )


def count_logs(db: sqlite3.Connection, job: Job) -> int:
    """Number of log entries of a job."""
    row = db.execute("SELECT count(*) FROM logs WHERE job = ?", (job.number,)).fetchone()
    return int(row[0])


def list_logs(
    db: sqlite3.Connection, job: Job, *, limit: int, offset: int
) -> list[Mapping[str, object]]:
    """Log entries in the order of the items, as the API shows them."""
    rows = db.execute(
        "SELECT * FROM logs WHERE job = ? ORDER BY number LIMIT ? OFFSET ?",
        (job.number, limit, offset),
    )
    return [
        {
            "sourceItemId": row["source_item"],
            "failure": {"code": row["code"], "description": row["description"], "data": {}},
        }
        for row in rows
    ]
