"""Movement jobs over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.announcing import announce_deleted
from wix_data_emulator.auth import check_permission
from wix_data_emulator.fields import Fields
from wix_data_emulator.filters import compile_filter, malformed
from wix_data_emulator.job_destinations import exported_file
from wix_data_emulator.job_logs import count_logs, list_logs
from wix_data_emulator.job_orders import read_order
from wix_data_emulator.jobs import (
    FILE,
    LOCALIZATION,
    Job,
    get_job,
    list_jobs,
    submit_job,
    terminate_job,
)
from wix_data_emulator.localizing import check_multilingual
from wix_data_emulator.operations import Answer, Call, Operation
from wix_data_emulator.paging import cursor_metadata, read_cursor_page
from wix_data_emulator.sorting import read_sorts, sort_items
from wix_data_emulator.uploads import URL_LIFE_MS, new_file_id

if TYPE_CHECKING:
    from wix_data_emulator.paging import CursorPage

SUBMIT = "DATA_JOB_SUBMIT"
LIST = "DATA_JOB_LIST"
MOST_SORTS = 5
LONGEST_FILE_NAME = 512

EVERYWHERE = frozenset({"$eq", "$ne", "$exists", "$in", "$hasSome"})
ORDERED = EVERYWHERE | {"$gt", "$gte", "$lt", "$lte"}
OPERATORS = {
    "id": ORDERED | {"$startsWith"},
    "name": ORDERED | {"$startsWith"},
    "startedAt": ORDERED,
    "finishedAt": ORDERED,
    "status": EVERYWHERE,
    "scheduleId": ORDERED | {"$startsWith"},
    "workflowId": ORDERED | {"$startsWith"},
}
"""What each field of a job can be asked. Source: docs/wix-api.md, "Pages and filters"."""


def submit(call: Call) -> Answer:
    """A job's request → `{job}`."""
    order = read_order(call.db, call.site, call.given)
    if LOCALIZATION in (*order.source, *order.destination):
        other = order.source_site or order.destination_site
        check_multilingual(call.settings, other or call.site)
    for other in filter(None, (order.source_site, order.destination_site)):
        check_permission(call.settings, other, SUBMIT)
    seconds = call.settings.job_seconds
    job = submit_job(call.db, call.site, order, seconds=seconds, now_ms=call.now_ms)
    return {"job": _show(call, job)}


def get(call: Call) -> Answer:
    """→ `{job}`."""
    return {"job": _show(call, get_job(call.db, call.site, call.path["jobId"]))}


def terminate(call: Call) -> Answer:
    """→ `{job}`, stopped."""
    job = terminate_job(
        call.db,
        call.site,
        call.path["jobId"],
        stays_visible=call.settings.after_terminate == "failed",
        now_ms=call.now_ms,
    )
    announce_deleted(call.db, call.settings, job, call.now_ms)
    return {"job": _show(call, job)}


def list_(call: Call) -> Answer:
    """Paging → `{jobs, pagingMetadata}`, newest first."""
    return _page_of_jobs(call, read_cursor_page(call.given.child("paging"), {}))


def query(call: Call) -> Answer:
    """`query` → `{jobs, pagingMetadata}`; newest first unless sorted."""
    asked = call.given.child("query")
    question = {"filter": asked.raw("filter"), "sort": asked.raw("sort")}
    return _page_of_jobs(call, read_cursor_page(asked.child("cursorPaging"), question))


def logs(call: Call) -> Answer:
    """Paging → `{logs, pagingMetadata}`."""
    job = get_job(call.db, call.site, call.path["jobId"])
    page = read_cursor_page(call.given.child("paging"), {})
    found = list_logs(call.db, job, limit=page.limit + 1, offset=page.offset)
    shown = found[: page.limit]
    metadata = cursor_metadata(page, count=len(shown), has_next=len(found) > page.limit)
    return {"logs": shown, "pagingMetadata": metadata}


def create_upload_url(call: Call) -> Answer:
    """`{fileName?}` → `{fileId, uploadUrl}`."""
    file = new_file_id(call.given.text("fileName", longest=LONGEST_FILE_NAME))
    expires_ms = call.now_ms + URL_LIFE_MS
    url = call.world.signer.url(call.base_url, "PUT", call.site, file, expires_ms)
    return {"fileId": file, "uploadUrl": url}


def _page_of_jobs(call: Call, page: CursorPage) -> Answer:
    """Jobs submitted after the first page was read do not shift the following ones."""
    asked = Fields(page.question, "query")
    matches = compile_filter(asked.raw("filter"), admit=_admit)
    sorts = read_sorts(asked, most=MOST_SORTS)
    for sort in sorts:
        if sort.field not in OPERATORS:
            raise asked.refuse("sort", f"jobs cannot be sorted by {sort.field}")
    newest = asked.raw("newest")
    jobs = list_jobs(call.db, call.site, up_to=newest if isinstance(newest, int) else None)
    page.question.setdefault("newest", jobs[0].number if jobs else 0)
    by_id = {job.id: job for job in jobs}
    found = [entry for job in jobs if matches(entry := job.to_filterable())]
    rest = sort_items(found, sorts)[page.offset :]
    shown = [by_id[str(entry["id"])] for entry in rest[: page.limit]]
    return {
        "jobs": [_show(call, job) for job in shown],
        "pagingMetadata": cursor_metadata(page, count=len(shown), has_next=len(rest) > page.limit),
    }


def _admit(field: str, operator: str) -> None:
    if operator not in OPERATORS.get(field, ()):
        raise malformed(f"jobs cannot be asked for {field} with {operator}")


def _show(call: Call, job: Job) -> Answer:
    """The job, with URLs where its files can be read for a while."""
    shown = job.to_json(logs_recorded=count_logs(call.db, job), settings=call.settings)
    if job.source_kind == FILE:
        file = str(job.source[FILE]["fileId"])
        expires_ms = job.submitted_ms + URL_LIFE_MS
        url = call.world.signer.url(call.base_url, "GET", job.reads_site, file, expires_ms)
        shown["source"] = {FILE: {**job.source[FILE], "url": url}}
    if job.destination_kind == FILE:
        expires_ms = job.ends_ms + int(call.settings.export_url_seconds * 1000)
        file = exported_file(job)
        url = call.world.signer.url(call.base_url, "GET", job.site, file, expires_ms)
        shown["destination"] = {FILE: {**job.destination[FILE], "url": url}}
    return shown


PREFIX = "/data-mover/v1"
OPERATIONS = [
    Operation("POST", f"{PREFIX}/jobs", SUBMIT, submit),
    Operation("GET", f"{PREFIX}/jobs", LIST, list_),
    Operation("POST", f"{PREFIX}/jobs/list", LIST, list_),
    Operation("GET", f"{PREFIX}/jobs/query", LIST, query),
    Operation("POST", f"{PREFIX}/jobs/query", LIST, query),
    Operation("GET", f"{PREFIX}/jobs/{{jobId}}", "DATA_JOB_GET", get),
    Operation("POST", f"{PREFIX}/jobs/{{jobId}}/terminate", "DATA_JOB_TERMINATE", terminate),
    Operation("GET", f"{PREFIX}/jobs/{{jobId}}/logs", "DATA_JOB_LIST_LOGS", logs),
    Operation(
        "POST", f"{PREFIX}/temporary-files/upload-url", "TMP_FILE_UPLOAD_CREATE", create_upload_url
    ),
]
