"""Where our client sends something else than the official one, and why.

Each difference turns a request of the official client into what we send instead. One that
changes nothing any more must go from the list.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.wire.exchange import Request

    Difference = Callable[[Request], Request]


def without_copied_id(name: str) -> Difference:
    """An ID that stands in the path is not repeated in the query or in the body."""

    def left_out(request: Request) -> Request:
        body = request["body"]
        query = [pair for pair in request["query"] if pair[0] != name]
        if body is not None:
            body = {key: value for key, value in body.items() if key != name}
        return {**request, "query": query, "body": body}

    return left_out


def posted(request: Request) -> Request:
    """A query is a POST with its JSON, which the official client sends only where its packed
    form, the parameter `.r`, would be too long for a URL."""
    ((name, packed),) = request["query"]
    assert name == ".r"
    body = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    headers = {**request["headers"], "content-type": "application/json"}
    return {**request, "method": "POST", "query": [], "headers": headers, "body": body}


def with_underscores(request: Request) -> Request:
    """The official client takes `_id` for its own name of `id` and renames it, in filters over
    items too; there it is the name of the item's field, so we keep it."""
    return {**request, "body": _underscored(request["body"])}


def one_segment(request: Request) -> Request:
    """An ID with a slash is one segment of the path; the official client does not escape it, and
    repeats it in the query."""
    prefix = "/wix-data/v2/collections/"
    collection = request["path"].removeprefix(prefix)
    return {**request, "path": prefix + quote(collection, safe="")}


DIFFERENCES: dict[str, list[Difference]] = {
    "delete_backup": [without_copied_id("backupId")],
    "get_collection": [without_copied_id("dataCollectionId")],
    "get_collection_of_an_app": [without_copied_id("dataCollectionId"), one_segment],
    "get_job": [without_copied_id("jobId")],
    "jobs_by_id": [posted],
    "list_logs": [without_copied_id("jobId")],
    "query_jobs": [posted],
    "submit_export_by_id": [with_underscores],
    "terminate_job": [without_copied_id("jobId")],
}
"""By exchange; there are no others."""


def _underscored(value: Any) -> Any:
    if isinstance(value, list):
        return [_underscored(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        f"_{key}" if key in {"id", "createdDate", "updatedDate"} else key: _underscored(item)
        for key, item in value.items()
    }
