"""The official client takes backups and restores them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Flow = Callable[[str], dict[str, Any]]


def test_a_backup_becomes_ready_and_a_fourth_one_evicts_the_oldest(flow: Flow) -> None:
    seen = flow("backups")
    first, ready = seen["first"], seen["ready"]
    assert (first["status"], first["type"], first["sizeInBytes"]) == ("PENDING", "ON_DEMAND", None)
    assert seen["requestedDateIsDate"]
    assert seen["pending"] == [first["_id"]] == [ready["_id"]]
    assert ready["status"] == "READY"
    assert ready["collections"] == [{"_id": "products", "displayName": "products"}]
    assert ready["sizeInBytes"].isdecimal()
    assert seen["page"] == ["READY", "READY", "DELETED"]
    paging = seen["paging"]
    assert (paging["count"], paging["offset"], paging["total"]) == (3, 1, 4)


def test_a_deleted_backup_stays_listed(flow: Flow) -> None:
    seen = flow("backups")
    assert seen["removed"]
    assert seen["deleted"] == seen["expected"]
    assert seen["deletedDateIsDate"]


def test_a_site_is_restored_and_a_collection_beside_it(flow: Flow) -> None:
    seen = flow("restorations")
    whole, part = seen["whole"], seen["part"]
    assert (whole["status"], whole["backup"]["_id"]) == ("PENDING", seen["backup"])
    assert seen["pending"] == [whole["_id"]]
    assert seen["restored"] == ["a: Cup"]
    destination = {"dataCollectionId": "old-products", "displayName": "Old products"}
    assert part["restorationCollections"] == [
        {"dataCollectionId": "products", "restoreDestination": destination}
    ]
    assert (seen["beside"], seen["displayName"]) == (["a: Cup"], "Old products")
    assert seen["untouched"] == ["a: Cup", "c: Later"]
    assert seen["listed"] == [[part["_id"], "COMPLETED"], [whole["_id"], "COMPLETED"]]
    assert seen["finishedDateIsDate"]
    assert seen["paging"]["total"] == 2


def test_an_app_needs_no_site_and_a_new_token_after_four_hours(flow: Flow) -> None:
    assert flow("app") == {"same": [True], "later": ["READY"]}
