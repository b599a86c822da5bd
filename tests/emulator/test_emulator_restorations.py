"""Restorations: whole and partial, what they replace and what they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import OTHER_SITE, UNKNOWN_ID, code_of, field_of, running
from wix_data_emulator.world import Options

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator.running import Emulator, Json

BACKUPS = "/wix-data/v2/backups"
RESTORATIONS = f"{BACKUPS}/restorations"
COLLECTIONS = "/wix-data/v2/collections"
LIFE = 2.0


def back_up(emulator: Emulator) -> str:
    backup: str = emulator.post(BACKUPS)["backup"]["id"]
    emulator.advance(LIFE)
    return backup


def restore(emulator: Emulator, backup: str, *collections: Json) -> Json:
    """A restoration, of everything unless collections are named."""
    if not collections:
        answer = emulator.post(f"{BACKUPS}/{backup}/restore", {"backupId": backup})
    else:
        body = {"restorationCollections": list(collections)}
        answer = emulator.post(f"{BACKUPS}/{backup}/partial-restore", body)
    restoration: Json = answer["restoration"]
    return restoration


def only(emulator: Emulator) -> Json:
    (restoration,) = emulator.get(RESTORATIONS)["restorations"]
    found: Json = restoration
    return found


def ids(emulator: Emulator, collection: str = "products", **more: object) -> list[str]:
    return [item["_id"] for item in emulator.items(collection, **more)]


def into(source: str, target: str, **more: str) -> Json:
    return {
        "dataCollectionId": source,
        "restoreDestination": {"dataCollectionId": target, **more},
    }


def test_a_restoration_is_pending_until_its_time_has_passed(emulator: Emulator) -> None:
    emulator.add_collection()
    backup = back_up(emulator)
    restoration = restore(emulator, backup)
    assert restoration["status"] == "PENDING"
    assert (restoration["startedDate"], restoration["finishedDate"]) == (None, None)
    assert restoration["backup"]["id"] == backup
    assert restoration["restorationCollections"] == [{"dataCollectionId": "products"}]
    emulator.advance(LIFE / 2)
    assert only(emulator)["startedDate"] == "2023-11-14T22:13:22.200Z"
    assert only(emulator)["status"] == "PENDING"
    emulator.advance(LIFE / 2)
    assert only(emulator)["status"] == "COMPLETED"
    assert only(emulator)["finishedDate"] == "2023-11-14T22:13:24.000Z"


def test_content_is_as_it_was_and_what_came_later_is_lost(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "b", "title": "then"}, {"_id": "a"}, {"_id": "removed"})
    before = emulator.items()
    backup = back_up(emulator)
    emulator.add_items({"_id": "b", "title": "changed"}, {"_id": "later"})
    emulator.post(
        "/wix-data/v2/items/remove", {"dataCollectionId": "products", "dataItemId": "removed"}
    )
    restore(emulator, backup)
    emulator.add_items({"_id": "meanwhile"})
    emulator.advance(LIFE / 2)
    assert ids(emulator) == ["b", "a", "later", "meanwhile"]
    emulator.advance(LIFE / 2)
    assert emulator.items() == before


def test_sandbox_schema_and_later_collections_are_left_alone(emulator: Emulator) -> None:
    emulator.add_collection()
    backup = back_up(emulator)
    emulator.add_items({"_id": "sand"}, environment="SANDBOX")
    field = {"key": "price", "type": "NUMBER"}
    emulator.post(f"{COLLECTIONS}/create-field", {"dataCollectionId": "products", "field": field})
    emulator.add_collection("later")
    emulator.add_items({"_id": "kept"}, collection="later")
    restore(emulator, backup)
    emulator.advance(LIFE)
    assert ids(emulator, environment="SANDBOX") == ["sand"]
    assert ids(emulator, "later") == ["kept"]
    fields = emulator.get(f"{COLLECTIONS}/products")["collection"]["fields"]
    assert fields[-1]["key"] == "price"


def test_a_collection_that_was_empty_is_empty_again(emulator: Emulator) -> None:
    emulator.add_collection()
    backup = back_up(emulator)
    emulator.add_items({"_id": "later"})
    restore(emulator, backup)
    emulator.advance(LIFE)
    assert ids(emulator) == []


def test_a_deleted_collection_comes_back_with_the_fields_of_its_items(emulator: Emulator) -> None:
    emulator.add_collection(price="NUMBER")
    emulator.add_items({"_id": "a", "price": 3})
    backup = back_up(emulator)
    emulator.delete(f"{COLLECTIONS}/products")
    restore(emulator, backup)
    emulator.advance(LIFE)
    assert emulator.items()[0]["price"] == 3
    fields = emulator.get(f"{COLLECTIONS}/products")["collection"]["fields"]
    assert fields[-1] == {"key": "price", "displayName": "price", "type": "ANY"}


def test_a_partial_restoration_touches_what_it_names(emulator: Emulator) -> None:
    for name in ("products", "orders"):
        emulator.add_collection(name)
        emulator.add_items({"_id": "then"}, collection=name)
    backup = back_up(emulator)
    for name in ("products", "orders"):
        emulator.add_items({"_id": "later"}, collection=name)
    restore(emulator, backup, {"dataCollectionId": "orders"})
    emulator.advance(LIFE)
    assert (ids(emulator), ids(emulator, "orders")) == (["then", "later"], ["then"])


def test_a_missing_destination_gets_the_schema_of_its_source(emulator: Emulator) -> None:
    emulator.add_collection(price="NUMBER")
    emulator.add_items({"_id": "then"})
    backup = back_up(emulator)
    emulator.add_items({"_id": "later"})
    restoration = restore(emulator, backup, into("products", "copy", displayName="The copy"))
    assert restoration["restorationCollections"][0]["restoreDestination"] == {
        "dataCollectionId": "copy",
        "displayName": "The copy",
    }
    missing = emulator.send("GET", f"{COLLECTIONS}/copy")
    assert code_of(missing) == (404, "WDE0025")
    emulator.advance(LIFE)
    assert (ids(emulator), ids(emulator, "copy")) == (["then", "later"], ["then"])
    made = emulator.get(f"{COLLECTIONS}/copy")["collection"]
    original = emulator.get(f"{COLLECTIONS}/products")["collection"]
    assert (made["displayName"], made["fields"]) == ("The copy", original["fields"])


def test_without_a_name_the_destination_has_the_one_in_the_backup(emulator: Emulator) -> None:
    emulator.post(
        COLLECTIONS,
        {
            "collection": {
                "id": "products",
                "displayName": "Goods",
                "fields": [{"key": "title", "type": "TEXT"}],
            }
        },
    )
    restore(emulator, back_up(emulator), into("products", "copy", displayName=""))
    emulator.advance(LIFE)
    assert emulator.get(f"{COLLECTIONS}/copy")["collection"]["displayName"] == "Goods"


def test_an_existing_destination_has_its_data_replaced(emulator: Emulator) -> None:
    for name in ("products", "copy"):
        emulator.add_collection(name)
    emulator.add_items({"_id": "then"})
    emulator.add_items({"_id": "old"}, collection="copy")
    restore(emulator, back_up(emulator), into("products", "copy"))
    emulator.advance(LIFE)
    assert ids(emulator, "copy") == ["then"]


def test_a_setting_makes_a_restoration_fail_and_change_nothing(emulator: Emulator) -> None:
    emulator.add_collection()
    backup = back_up(emulator)
    emulator.add_items({"_id": "later"})
    emulator.set(restorationOutcome="FAILED", restorationSeconds=60)
    restore(emulator, backup)
    emulator.advance(59)
    assert only(emulator)["status"] == "PENDING"
    emulator.advance(1)
    assert only(emulator)["status"] == "FAILED"
    assert ids(emulator) == ["later"]


def test_a_site_without_room_for_a_destination_fails_whole(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    emulator.add_collection()
    backup = back_up(emulator)
    emulator.add_items({"_id": "later"})
    restore(emulator, backup, {"dataCollectionId": "products"}, into("products", "copy"))
    monkeypatch.setattr("wix_data_emulator.collections.MOST_COLLECTIONS", 1)
    emulator.advance(LIFE)
    assert only(emulator)["status"] == "FAILED"
    assert ids(emulator) == ["later"]


def test_only_a_ready_backup_can_be_restored(emulator: Emulator) -> None:
    def refused(backup: str) -> tuple[int, str]:
        return code_of(emulator.send("POST", f"{BACKUPS}/{backup}/restore", json={}))

    pending = emulator.post(BACKUPS)["backup"]["id"]
    assert refused(pending) == (428, "BACKUP_NOT_READY")
    emulator.advance(LIFE)
    emulator.delete(f"{BACKUPS}/{pending}")
    emulator.advance(LIFE)
    assert refused(pending) == (428, "BACKUP_NOT_READY")
    assert refused(UNKNOWN_ID) == (404, "BACKUP_NOT_FOUND")
    emulator.set(backupOutcome="FAILED")
    assert refused(back_up(emulator)) == (428, "BACKUP_NOT_READY")
    assert field_of(emulator.send("POST", f"{BACKUPS}/mine/restore", json={})) == (400, "backupId")


def test_a_backup_deleted_meanwhile_is_restored_to_the_end(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "then"})
    backup = back_up(emulator)
    emulator.set(restorationSeconds=60)
    restore(emulator, backup)
    emulator.delete(f"{BACKUPS}/{backup}")
    emulator.advance(30)
    assert only(emulator)["backup"]["status"] == "DELETED"
    emulator.add_items({"_id": "later"})
    emulator.advance(30)
    assert ids(emulator) == ["then"]
    snapshots = emulator.world.store.db.execute("SELECT count(*) FROM snapshots").fetchone()[0]
    emulator.get(RESTORATIONS)
    snapshots = emulator.world.store.db.execute("SELECT count(*) FROM snapshots").fetchone()[0]
    assert snapshots == 0


@pytest.mark.parametrize(
    ("collections", "field"),
    [
        ([], "restorationCollections"),
        ([{}], "restorationCollections[0].dataCollectionId"),
        ([{"dataCollectionId": "unknown"}], "restorationCollections[0].dataCollectionId"),
        (
            [into("products", "x" * 256)],
            "restorationCollections[0].restoreDestination.dataCollectionId",
        ),
        (
            [into("products", "copy", displayName="x" * 1001)],
            "restorationCollections[0].restoreDestination.displayName",
        ),
        ([{"dataCollectionId": "products"}] * 2, "restorationCollections[1]"),
        ([{"dataCollectionId": "products"}] * 1001, "restorationCollections"),
    ],
)
def test_a_wrong_partial_restoration_is_refused_by_its_field(
    emulator: Emulator, collections: list[Json], field: str
) -> None:
    emulator.add_collection()
    backup = back_up(emulator)
    response = emulator.send(
        "POST",
        f"{BACKUPS}/{backup}/partial-restore",
        json={"restorationCollections": collections},
    )
    assert field_of(response) == (400, field)
    assert emulator.get(RESTORATIONS)["restorations"] == []


def test_lists_are_filtered_paged_and_newest_first(emulator: Emulator) -> None:
    backup = back_up(emulator)
    made = []
    for _ in range(4):
        made.append(restore(emulator, backup)["id"])
        emulator.advance(0.5)

    def page(**params: object) -> list[str]:
        answer = emulator.get(RESTORATIONS, params)
        assert answer["pagingMetadata"]["count"] == len(answer["restorations"])
        return [entry["id"] for entry in answer["restorations"]]

    assert page() == made[::-1]
    assert page(status="COMPLETED") == [made[0]]
    assert page(status=["PENDING", "FAILED"]) == made[:0:-1]
    assert page(**{"paging.limit": 2, "paging.offset": 1}) == [made[2], made[1]]
    assert emulator.at(OTHER_SITE).get(RESTORATIONS)["restorations"] == []
    wrong = emulator.send("GET", RESTORATIONS, params={"status": "READY"})
    assert field_of(wrong) == (400, "status")


def test_a_long_jump_of_the_clock_keeps_the_order_of_events(emulator: Emulator) -> None:
    emulator.add_collection()
    backup = back_up(emulator)
    emulator.set(jobSeconds=10, restorationSeconds=20)
    emulator.submit("_id\nlost\n")
    restore(emulator, backup)
    emulator.advance(15)
    emulator.submit("_id\nkept\n")
    emulator.advance(3600)
    assert ids(emulator) == ["kept"]


def test_a_restarted_emulator_finishes_the_restoration(tmp_path: Path) -> None:
    options = Options(state=tmp_path / "state.db")
    with running(options) as emulator:
        emulator.add_collection()
        backup = back_up(emulator)
        emulator.add_items({"_id": "later"})
        restore(emulator, backup)
    with running(options) as emulator:
        assert ids(emulator) == ["later"]
        emulator.advance(LIFE)
        assert only(emulator)["status"] == "COMPLETED"
        assert ids(emulator) == []


def test_a_permission_can_be_missing(emulator: Emulator) -> None:
    backup = back_up(emulator)
    emulator.set(sites={emulator.site: {"denied": ["RESTORE_BACKUP", "LIST_RESTORATIONS"]}})
    for method, path in (("POST", f"{BACKUPS}/{backup}/restore"), ("GET", RESTORATIONS)):
        assert code_of(emulator.send(method, path)) == (403, "PERMISSION_DENIED")
