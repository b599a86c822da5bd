"""Jobs for the console: from where to where, how far, and why items were left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wix_data_emulator.instants import to_iso, to_iso_or_none
from wix_data_emulator.job_logs import count_logs
from wix_data_emulator.jobs import COLLECTION, COMPLETED, FILE, LOCALIZATION, Job, job_from_row
from wix_data_emulator.uploads import size_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from wix_data_emulator.console_state import Wish

NEWEST_JOBS = 50
MOST_REASONS = 20
DETAILS = ("format", "writePolicy", "environment")
QUERIES = ("filterQuery", "aggregationQuery")
LONGEST_QUERY = 300

End = dict[str, object]


def show_jobs(db: sqlite3.Connection, site: str) -> tuple[list[dict[str, object]], int]:
    """The newest jobs of a site, and how many there are; terminated ones stay in sight."""
    rows = db.execute(
        "SELECT * FROM jobs WHERE site = ? ORDER BY number DESC LIMIT ?", (site, NEWEST_JOBS)
    ).fetchall()
    total = db.execute("SELECT count(*) FROM jobs WHERE site = ?", (site,)).fetchone()[0]
    return [_show_job(db, job_from_row(row)) for row in rows], int(total)


def show_logs(db: sqlite3.Connection, site: str, wish: Wish) -> dict[str, object]:
    """For each open job of the site: its log entries by reason, the most frequent first."""
    found: dict[str, object] = {}
    for number in wish.jobs:
        row = db.execute(
            "SELECT * FROM jobs WHERE site = ? AND number = ?", (site, number)
        ).fetchone()
        if row is not None:
            found[str(number)] = _show_reasons(db, number, wish.logs)
    return found


def _show_job(db: sqlite3.Connection, job: Job) -> dict[str, object]:
    return {
        "number": job.number,
        "id": job.id,
        "name": job.name,
        "status": job.status,
        "source": _show_end(job.source_kind, job.source, job.source_site),
        "destination": _show_end(job.destination_kind, job.destination, job.destination_site),
        "startedAt": to_iso(job.submitted_ms),
        "finishedAt": to_iso_or_none(job.finished_ms),
        "current": job.current,
        "total": job.total,
        "successful": job.successful,
        "rejected": job.rejected,
        "error": job.error_code and {"code": job.error_code, "description": job.error_description},
        "cause": job.cause,
        "visible": bool(job.visible),
        "logs": count_logs(db, job),
        "file": _show_file(db, job),
    }


def _show_end(kind: str, ends: Mapping[str, Mapping[str, object]], site: str | None) -> End:
    """Kind, name and what else was asked for; never a URL."""
    end = ends[kind]
    details = [str(end[name]) for name in DETAILS if name in end]
    queries = [(name, json.dumps(end[name], ensure_ascii=False)) for name in QUERIES if name in end]
    details += [f"{name} {text[:LONGEST_QUERY]}" for name, text in queries]
    return {"kind": kind, "name": _name_of(kind, end), "site": site, "details": details}


def _name_of(kind: str, end: Mapping[str, object]) -> str:
    if kind == COLLECTION:
        return str(end["collectionId"])
    if kind == LOCALIZATION:
        languages = end.get("languages")
        return ", ".join(map(str, languages)) if isinstance(languages, list) else ""
    return str(end.get("fileId") or end.get("fileName") or "")


def _show_file(db: sqlite3.Connection, job: Job) -> dict[str, object] | None:
    """What a finished export made; the number leads to it."""
    if job.destination_kind != FILE or job.status != COMPLETED or job.upload is None:
        return None
    row = db.execute("SELECT file FROM uploads WHERE number = ?", (job.upload,)).fetchone()
    if row is None:
        return None
    name = str(row["file"]).rsplit("/", 1)[-1]
    return {"number": job.upload, "name": name, "bytes": size_of(db, job.upload)}


def _show_reasons(db: sqlite3.Connection, job: int, most: int) -> list[dict[str, object]]:
    codes = db.execute(
        "SELECT code, count(*) AS count FROM logs WHERE job = ? GROUP BY code"
        " ORDER BY count DESC, code LIMIT ?",
        (job, MOST_REASONS),
    ).fetchall()
    return [{**dict(row), "entries": _show_entries(db, job, row["code"], most)} for row in codes]


def _show_entries(
    db: sqlite3.Connection, job: int, code: str, most: int
) -> list[dict[str, object]]:
    rows = db.execute(
        "SELECT source_item AS item, description FROM logs WHERE job = ? AND code = ?"
        " ORDER BY number LIMIT ?",
        (job, code, most),
    )
    return [dict(row) for row in rows]
