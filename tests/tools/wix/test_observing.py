"""tools/wix/observing.py: what any exchange shows."""

from __future__ import annotations

import json

import httpx
import pytest

from tools.wix.observing import observed
from tools.wix.stated import STATEMENTS

BACKUPS = "/wix-data/v2/backups"
JOBS = "/data-mover/v1/jobs"
JOB = {"id": "j", "status": "IN_PROGRESS", "startedAt": "2026-01-01T00:00:00.000Z"}
IDS = {statement.id: statement for statement in STATEMENTS}


def differing(
    asked: str, status: int, body: object, headers: dict[str, str] | None = None
) -> set[tuple[str, str]]:
    content = b"" if body is None else json.dumps(body).encode()
    given = httpx.Headers({"X-Wix-Request-Id": "1", **(headers or {})})
    shown = observed(asked, status, given, content)
    return {(id, value) for id, value in shown if not IDS[id].holds(value)}


def refused(code: str) -> dict[str, object]:
    return {"message": "", "details": {"applicationError": {"code": code, "description": ""}}}


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        (f"GET {JOBS}/j", 200, {"job": JOB}),
        (f"DELETE {BACKUPS}/b", 200, {}),
        (f"GET {BACKUPS}", 404, refused("GONE")),
        (f"GET {BACKUPS}", 503, None),
        (f"GET {JOBS}", 200, {"jobs": [JOB], "pagingMetadata": {"count": 1, "hasNext": False}}),
    ],
)
def test_answers_as_stated_show_no_difference(asked: str, status: int, body: object) -> None:
    assert differing(asked, status, body) == set()


@pytest.mark.parametrize(
    ("asked", "status", "body", "told"),
    [
        (f"POST {BACKUPS}", 201, {"backup": {}}, ("wire.success", "201 object")),
        (f"DELETE {BACKUPS}/b", 200, {"id": "b"}, ("wire.no-result", "with id")),
        (f"GET {JOBS}/j", 200, JOB, ("wire.envelope", "job without it")),
        (f"GET {JOBS}/j", 200, {"job": {**JOB, "mood": 1}}, ("wire.fields", "job.mood")),
        (
            f"GET {JOBS}/j",
            200,
            {"job": {**JOB, "progress": {"speed": 1}}},
            ("wire.fields", "job.progress.speed"),
        ),
        (
            f"GET {JOBS}/j",
            200,
            {"job": {**JOB, "progress": {"current": "1"}}},
            ("wire.counts", "string"),
        ),
        (
            f"GET {JOBS}/j",
            200,
            {"job": {**JOB, "startedAt": "2026-01-01"}},
            ("wire.dates", "2026-01-01"),
        ),
        (f"GET {JOBS}/j", 200, {"job": {"status": "PAUSED"}}, ("wire.job-status", "PAUSED")),
        (
            f"GET {BACKUPS}",
            200,
            {"backups": [{"status": "READY", "sizeInBytes": 7}]},
            ("wire.size", "number"),
        ),
        (
            f"GET {BACKUPS}",
            200,
            {"backups": [], "pagingMetadata": {"count": 0}},
            ("wire.offset-paging", "count"),
        ),
        (
            f"GET {JOBS}",
            200,
            {"jobs": [], "pagingMetadata": {"count": 0, "hasNext": True}},
            ("wire.cursor-paging", "count, hasNext, no next cursor against hasNext"),
        ),
        (f"GET {BACKUPS}", 404, None, ("wire.refusal", "no body")),
        (f"GET {BACKUPS}", 404, {"error": "x"}, ("wire.refusal", "object with neither")),
        (f"GET {BACKUPS}", 502, {"error": "x"}, ("wire.fault", "with a body")),
        (
            f"GET {BACKUPS}",
            429,
            refused("QUOTA"),
            ("wire.too-many", "QUOTA without Retry-After"),
        ),
    ],
)
def test_what_is_otherwise_is_seen(
    asked: str, status: int, body: object, told: tuple[str, str]
) -> None:
    assert told in differing(asked, status, body)


def test_too_many_requests_as_stated() -> None:
    body = refused("RESOURCE_EXHAUSTED")
    assert differing(f"GET {BACKUPS}", 429, body, {"Retry-After": "7"}) == set()


def test_a_missing_request_id_is_seen() -> None:
    shown = dict(observed(f"DELETE {BACKUPS}/b", 200, httpx.Headers(), b"{}"))
    assert shown["wire.request-id"] == "absent"
