"""What any exchange shows, whatever it was for. Nothing of an exchange is kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.wix.seen import Seen

    Json: TypeAlias = dict[str, Any]

FAULT = 500
ENVELOPES = {
    r"POST /wix-data/v2/backups": "backup",
    r"POST /wix-data/v2/backups/[^/]+/(partial-)?restore": "restoration",
    r"POST /data-mover/v1/jobs": "job",
    r"GET /data-mover/v1/jobs/[^/]+": "job",
    r"POST /data-mover/v1/jobs/[^/]+/terminate": "job",
    r"POST /wix-data/v2/collections": "collection",
    r"GET /wix-data/v2/collections/.+": "collection",
    r"POST /wix-data/v2/items": "dataItem",
    r"GET /wix-data/v2/items/.+": "dataItem",
}
LISTS = {"backups": "backup", "restorations": "restoration", "jobs": "job", "logs": "log"}
KNOWN = {
    "backup": "id status type requestedDate startedDate finishedDate deletedDate sizeInBytes "
    "collections",
    "restoration": "id status backup requestedDate startedDate finishedDate "
    "restorationCollections collections",
    "job": "id name status source destination sourceSiteId destinationSiteId startedAt finishedAt "
    "progress logsRecorded error partiallySuccessfulOptions scheduleId workflowId extendedFields "
    "transformations",
    "job.progress": "current total itemsRejected itemsSuccessful unit units itemsProcessed "
    "itemsSuccessfulInfo",
    "job.error": "code description data",
    "log": "sourceItemId failure details success",
    "log.failure": "code description data",
}
DATES = (
    *("requestedDate", "startedDate", "finishedDate", "deletedDate"),
    *("startedAt", "finishedAt"),
)
COUNTS = ("current", "total", "itemsRejected", "itemsSuccessful", "logsRecorded", "count", "offset")


class Observer:
    """Looks at every answer that httpx gets for the client."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def attach(self, http: httpx.AsyncClient) -> httpx.AsyncClient:
        """The client, looked at from now on."""
        http.event_hooks = {"response": [self._answered]}
        return http

    async def _answered(self, answer: httpx.Response) -> None:
        await answer.aread()
        self._seen.requests += 1
        self._seen.request_id = answer.headers.get("X-Wix-Request-Id")
        asked = f"{answer.request.method} {answer.request.url.path}"
        for statement, value in observed(asked, answer.status_code, answer.headers, answer.content):
            self._seen.note(statement, value)


def observed(
    asked: str, status: int, headers: httpx.Headers, content: bytes
) -> Iterator[tuple[str, str]]:
    """IDs of statements, and what the answer to a "METHOD /path" shows of them.

    >>> dict(observed("GET /wix-data/v2/backups", 503, httpx.Headers(), b""))
    {'wire.request-id': 'absent', 'wire.fault': 'empty'}
    """
    yield "wire.request-id", "present" if headers.get("X-Wix-Request-Id") else "absent"
    body = _json(content)
    if status >= FAULT:
        yield "wire.fault", "with a body" if content else "empty"
    elif status == httpx.codes.TOO_MANY_REQUESTS:
        told = "with Retry-After" if "Retry-After" in headers else "without Retry-After"
        yield "wire.too-many", f"{_code(body) or 'no code'} {told}"
    elif status >= httpx.codes.BAD_REQUEST:
        yield "wire.refusal", _kind_of_refusal(body)
    else:
        yield "wire.success", f"{status} {_kind(body)}"
        if isinstance(body, dict):
            yield from _of_success(asked, body)


def _of_success(asked: str, body: Json) -> Iterator[tuple[str, str]]:
    if asked.startswith("DELETE ") or asked.endswith("/truncate"):
        yield "wire.no-result", "{}" if not body else f"with {', '.join(sorted(body))}"
    name = next((name for path, name in ENVELOPES.items() if re.fullmatch(path, asked)), None)
    if name is not None:
        yield "wire.envelope", "enveloped" if name in body else f"{name} without it"
    paging = body.get("pagingMetadata")
    if isinstance(paging, dict):
        yield from _of_paging(asked, paging)
    for kind, record in _records(name, body):
        yield from _of_record(kind, record)


def _records(name: str | None, body: Json) -> Iterator[tuple[str, Json]]:
    """The backups, restorations, jobs and logs of an answer, each with its kind."""
    if name is not None and name in LISTS.values():
        yield name, body.get(name, body)
    for plural, kind in LISTS.items():
        for record in body.get(plural) or ():
            yield kind, record


def _of_record(kind: str, record: Json) -> Iterator[tuple[str, str]]:
    if kind != "log":
        yield f"wire.{kind}-status", str(record.get("status"))
    unknown = [f"{kind}.{name}" for name in record if name not in KNOWN[kind].split()]
    yield from (("wire.fields", name) for name in unknown or ["all known"])
    yield from (("wire.dates", str(record[name])) for name in DATES if record.get(name))
    yield from (
        ("wire.counts", _kind(record[name])) for name in COUNTS if record.get(name) is not None
    )
    if kind == "backup":
        yield "wire.size", _size(record.get("sizeInBytes"))
    for part in ("progress", "error", "failure"):
        inner = record.get(part)
        if isinstance(inner, dict) and f"{kind}.{part}" in KNOWN:
            yield from _of_part(f"{kind}.{part}", inner)


def _of_part(kind: str, part: Json) -> Iterator[tuple[str, str]]:
    unknown = [f"{kind}.{name}" for name in part if name not in KNOWN[kind].split()]
    yield from (("wire.fields", name) for name in unknown)
    yield from (("wire.counts", _kind(part[name])) for name in COUNTS if part.get(name) is not None)


def _of_paging(asked: str, paging: Json) -> Iterator[tuple[str, str]]:
    yield from (
        ("wire.counts", _kind(paging[name])) for name in COUNTS if paging.get(name) is not None
    )
    path = asked.split()[1]
    if path.startswith("/data-mover/"):
        cursor = bool((paging.get("cursors") or {}).get("next"))
        agrees = cursor == bool(paging.get("hasNext"))
        word = ("" if cursor else "no ") + "next cursor" + ("" if agrees else " against hasNext")
        yield "wire.cursor-paging", f"{_named(paging, 'count', 'hasNext')}, {word}"
    elif path.startswith(("/wix-data/v2/backups", "/wix-data/v2/collections")):
        yield "wire.offset-paging", _named(paging, "count", "offset", "total")


def _named(record: Json, *names: str) -> str:
    return ", ".join(name for name in names if name in record)


def _kind(value: object) -> str:
    """What JSON calls it.

    >>> [_kind(value) for value in ({}, [], "1", 1, True, None)]
    ['object', 'array', 'string', 'number', 'boolean', 'null']
    """
    kinds = {dict: "object", list: "array", str: "string", bool: "boolean"}
    known = next((word for kind, word in kinds.items() if isinstance(value, kind)), None)
    return known or ("null" if value is None else "number")


def _size(value: object) -> str:
    digits = isinstance(value, str) and value.isdigit()
    return "digits in a string" if digits else _kind(value)


def _kind_of_refusal(body: object) -> str:
    details = body.get("details") if isinstance(body, dict) else None
    details = details if isinstance(details, dict) else {}
    application = details.get("applicationError")
    if isinstance(application, dict) and application.keys() >= {"code", "description"}:
        return "application error"
    violations = (details.get("validationError") or {}).get("fieldViolations")
    if violations and all(one.keys() >= {"field", "description"} for one in violations):
        return "field violations"
    return "no body" if body is None else f"object with {', '.join(sorted(details)) or 'neither'}"


def _code(body: object) -> str | None:
    details = body.get("details") if isinstance(body, dict) else None
    application = details.get("applicationError") if isinstance(details, dict) else None
    return application.get("code") if isinstance(application, dict) else None


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return None
