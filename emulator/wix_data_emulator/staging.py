"""Content copied when a job begins: it sees one moment, and goes on after a kill."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wix_data_emulator.importing import Candidate, label_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from wix_data_emulator.jobs import Job

AT_ONCE = 500
"""Items in memory between two looks at the table."""


def stage(db: sqlite3.Connection, job: Job, items: Iterable[Mapping[str, object]]) -> list[str]:
    """Copy items for a job; the keys that they have, in order of appearance."""
    keys: dict[str, None] = {}

    def rows() -> Iterator[tuple[int, int, str, str]]:
        for number, item in enumerate(items):
            keys.update(dict.fromkeys(item))
            text = json.dumps(item, ensure_ascii=False)
            yield job.number, number, label_of(item, number + 1), text

    db.executemany("INSERT INTO staged VALUES (?, ?, ?, ?)", rows())
    return list(keys)


def count_staged(db: sqlite3.Connection, job: Job) -> int:
    """How many were copied."""
    row = db.execute("SELECT count(*) FROM staged WHERE job = ?", (job.number,)).fetchone()
    return int(row[0])


def read_staged(db: sqlite3.Connection, job: Job, start: int) -> Iterator[Candidate]:
    """The copies from one on; no statement stays open between two of them."""
    while True:
        rows = db.execute(
            "SELECT label, data FROM staged WHERE job = ? AND number >= ? ORDER BY number LIMIT ?",
            (job.number, start, AT_ONCE),
        ).fetchall()
        yield from (Candidate(row["label"], json.loads(row["data"])) for row in rows)
        if len(rows) < AT_ONCE:
            return
        start += AT_ONCE
