"""Pure: what the site holds, as lines to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Answer: TypeAlias = Mapping[str, Any]

ITEMS_SHOWN = 5
CELL_WIDTH = 32
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def summary(backups: Answer, jobs: Answer, items: Answer) -> list[str]:
    """The newest backups and jobs and a few items, from the answers of the three queries."""
    rows = [item["data"] for item in items["dataItems"]]
    total = items.get("pagingMetadata", {}).get("total", len(rows))
    return [
        *(_backup(backup) for backup in backups["backups"] if backup["status"] != "DELETED"),
        *(_job(job) for job in jobs["jobs"]),
        f"items   {total} in the collection",
        *(f"          {', '.join(readable(row))}" for row in rows[:ITEMS_SHOWN]),
        *([f"          … and {total - ITEMS_SHOWN} more"] if total > ITEMS_SHOWN else []),
    ]


def _backup(backup: Answer) -> str:
    names = [c.get("displayName") or c["id"] for c in backup.get("collections") or []]
    return (
        f"backup  {backup['status']:<10} {backup['id']}  of {', '.join(names) or 'no collection'}"
    )


def _job(job: Answer) -> str:
    progress = job.get("progress") or {}
    counts = ", ".join(
        f"{progress[key]} {word}"
        for key, word in (("itemsSuccessful", "written"), ("itemsRejected", "rejected"))
        if key in progress
    )
    return f"job     {job['status']:<10} {job['id']}  {counts}".rstrip()


def readable(row: Answer) -> Sequence[str]:
    """The cells of an item that say something to a reader: no ids, no addresses.

    >>> readable({"_id": "7", "name": "Artemis", "image": "wix:image://v1/a.jpg"})
    ['Artemis']
    """
    return [_short(cell) for cell in _texts(row) if "://" not in cell and not _GUID.fullmatch(cell)]


def _texts(row: Answer) -> Iterator[str]:
    for name, cell in row.items():
        if isinstance(cell, str) and cell.strip() and not name.startswith("_"):
            yield cell.strip()


def _short(cell: str) -> str:
    return cell if len(cell) <= CELL_WIDTH else f"{cell[: CELL_WIDTH - 1].rstrip()}…"
