"""The columns of an exported file, fixed when its job begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.collections import SYSTEM_FIELDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from wix_data_emulator.collections import Collection
    from wix_data_emulator.jobs import Job


@dataclass(frozen=True)
class Column:
    """Which value of an item, under which header, written as which type of field."""

    key: str
    header: str
    type: str = "ANY"


def columns_of(collection: Collection, keys: Iterable[str]) -> list[Column]:
    """Columns for keys, with the types that the collection gives them."""
    types = {field.key: field.type for field in collection.fields()}
    return [Column(key, key, types.get(key, "ANY")) for key in keys]


def all_keys(collection: Collection, found: Iterable[str]) -> list[str]:
    """System fields, declared fields, and what else items were found to have.

    Assumed. Rules: docs/wix-api.md, "Files".
    """
    declared = [field.key for field in collection.fields()]
    return list(dict.fromkeys([*SYSTEM_FIELDS, *declared, *found]))


def keep_columns(db: sqlite3.Connection, job: Job, columns: Sequence[Column]) -> None:
    """Fix the columns of a job's file."""
    rows = [(job.number, at, *vars(column).values()) for at, column in enumerate(columns)]
    db.executemany("INSERT INTO columns VALUES (?, ?, ?, ?, ?)", rows)


def kept_columns(db: sqlite3.Connection, job: Job) -> list[Column]:
    """The columns of a job's file."""
    rows = db.execute(
        "SELECT key, header, type FROM columns WHERE job = ? ORDER BY number", (job.number,)
    )
    return [Column(**dict(row)) for row in rows]
