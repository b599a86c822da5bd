"""The official client with collections and items, and what it makes of refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Flow = Callable[[str], dict[str, Any]]


def test_collections_and_items(flow: Flow) -> None:
    seen = flow("items")
    assert (seen["collection"], seen["listed"]) == ("products", ["products"])
    assert seen["fields"] == ["title", "price", "since", "sku"]
    assert seen["inserted"]["since"] == "2026-05-01T10:00:00.000Z"
    assert seen["datesAreDates"]
    assert seen["taken"]["error"][0] == "WDE0074"
    assert (seen["saved"], seen["updated"], seen["removed"]) == ("Mug", "Large mug", "b")
    assert seen["found"] == [["b"], ["a"]]
    assert seen["dated"] == [["a"], 1]
    assert seen["counted"] == 2
    assert seen["missing"] is None
    assert (seen["left"], seen["empty"]) == (2, 0)
    assert seen["all"] == [["n0", "n1"], ["n2", "n3"], ["n4"]]
    assert seen["ofApp"] == "Members/PublicData"
    assert (seen["gone"]["status"], seen["gone"]["error"][0]) == (404, "WDE0025")
    assert seen["queryGone"]["error"][0] == "WDE0025"


def test_bulk_calls_skip_what_is_there_or_missing(flow: Flow) -> None:
    seen = flow("items")
    assert seen["bulk"] == {"skipped": 1, "errors": [], "ids": ["c"]}
    assert seen["bulkSaved"] == {"inserted": 1, "updated": 1}
    assert seen["bulkUpdated"] == {"skipped": 1, "updated": 0}
    assert seen["bulkRemoved"] == {"skipped": 1, "ids": ["a"]}


@pytest.fixture
def told(flow: Flow) -> dict[str, Any]:
    return flow("refusals")


def test_the_client_tells_status_code_and_description(told: dict[str, Any]) -> None:
    refusals = {name: (one["status"], one.get("error", [None])[0]) for name, one in told.items()}
    assert refusals == {
        "notFound": (404, "BACKUP_NOT_FOUND"),
        "noGuid": (400, None),
        "notReady": (428, "BACKUP_NOT_READY"),
        "noJob": (404, "JOB_NOT_FOUND"),
        "badFilter": (400, "WDE0056"),
        "badSource": (400, None),
        "noCollection": (404, "WDE0025"),
        "bothSites": (400, None),
        "unauthenticated": (401, "UNAUTHENTICATED"),
        "unavailable": (503, 503),  # no body: the client takes status and reason
        "denied": (403, "PERMISSION_DENIED"),
        "exhausted": (429, "RESOURCE_EXHAUSTED"),
    }
    assert all(one["hasRequestId"] for one in told.values())
    assert "does not exist" in told["noJob"]["error"][1]
    assert told["unavailable"]["error"][1] == "Service Unavailable"
    # paths of the request, which the client turns into those of its arguments
    assert told["noGuid"]["violations"] == [["backupId", "INVALID_GUID"]]
    assert told["badSource"]["violations"] == [["source.wixDataCollection", "ONE_OF"]]
    assert told["bothSites"]["violations"] == [["options.sourceSiteId", "INVALID"]]
