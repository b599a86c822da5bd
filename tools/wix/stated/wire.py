"""What every answer shows; noted by observing.py."""

from __future__ import annotations

from tools.wix.stated.statement import Basis, Statement

DOCS, CLIENT, ASSUMED = Basis.DOCS, Basis.CLIENT, Basis.ASSUMED

WIRE = (
    Statement("wire.success", "Success is 200 with a JSON object.", CLIENT, "200 object"),
    Statement(
        "wire.no-result",
        "A call without a result (delete, truncate) answers {}.",
        CLIENT,
        "{}",
    ),
    Statement(
        "wire.envelope",
        "One backup, restoration, job, collection or item comes in an envelope of that name.",
        CLIENT,
        "enveloped",
    ),
    Statement("wire.request-id", "Every answer carries X-Wix-Request-Id.", CLIENT, "present"),
    Statement(
        "wire.dates",
        "Dates are ISO 8601 in UTC, with milliseconds and Z.",
        CLIENT,
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    ),
    Statement(
        "wire.size",
        "sizeInBytes is a string of digits, and null or absent until the backup is finished.",
        CLIENT,
        "digits in a string|null",
    ),
    Statement("wire.counts", "Counters, totals and offsets are JSON numbers.", CLIENT, "number"),
    Statement(
        "wire.offset-paging",
        "Lists by offset tell count, offset and total.",
        CLIENT,
        "count, offset, total",
    ),
    Statement(
        "wire.cursor-paging",
        "Lists by cursor tell count and hasNext, and a next cursor exactly where more follows.",
        CLIENT,
        "count, hasNext, next cursor|count, hasNext, no next cursor",
    ),
    Statement(
        "wire.backup-status",
        "A backup is PENDING, READY, FAILED, DELETED or CANCELED.",
        CLIENT,
        "PENDING|READY|FAILED|DELETED|CANCELED",
    ),
    Statement(
        "wire.restoration-status",
        "A restoration is PENDING, COMPLETED or FAILED.",
        CLIENT,
        "PENDING|COMPLETED|FAILED",
    ),
    Statement(
        "wire.job-status",
        "A job is UNINITIALIZED, INITIALIZING, IN_PROGRESS, COMPLETED, PARTIALLY_SUCCESSFUL or "
        "FAILED.",
        CLIENT,
        "UNINITIALIZED|INITIALIZING|IN_PROGRESS|COMPLETED|PARTIALLY_SUCCESSFUL|FAILED",
    ),
    Statement(
        "wire.fields",
        "Backups, restorations, jobs and logs have no field that we do not know.",
        CLIENT,
        "all known",
    ),
    Statement(
        "wire.refusal",
        "A refusal below 500 has an application error with code and description, or field "
        "violations.",
        DOCS,
        "application error|field violations",
    ),
    Statement("wire.fault", "An answer from 500 up has no body.", DOCS, "empty"),
    Statement(
        "wire.too-many",
        "Too many requests are refused with 429, RESOURCE_EXHAUSTED and Retry-After. (Seen only by "
        "chance: the run stays below the limit.)",
        ASSUMED,
        "RESOURCE_EXHAUSTED with Retry-After",
    ),
)
