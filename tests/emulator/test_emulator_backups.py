"""Backups: slots, snapshots, statuses, listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import OTHER_SITE, UNKNOWN_ID, code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

BACKUPS = "/wix-data/v2/backups"
LIFE = 2.0
DAY_S = 24 * 3600


def back_up(emulator: Emulator, **body: str) -> Json:
    backup: Json = emulator.post(BACKUPS, body)["backup"]
    emulator.advance(0.001)
    return backup


def statuses(emulator: Emulator) -> list[str]:
    return [backup["status"] for backup in emulator.get(BACKUPS)["backups"]]


def listed(emulator: Emulator, backup: Json) -> Json:
    found = {entry["id"]: entry for entry in emulator.get(BACKUPS)["backups"]}
    shown: Json = found[backup["id"]]
    return shown


def test_a_backup_is_pending_until_its_time_has_passed(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "a"})
    backup = back_up(emulator)
    assert backup["status"] == "PENDING"
    assert (backup["startedDate"], backup["finishedDate"], backup["sizeInBytes"]) == (None,) * 3
    emulator.advance(LIFE / 2)
    pending = listed(emulator, backup)
    assert pending["status"] == "PENDING"
    assert pending["startedDate"] == "2023-11-14T22:13:20.200Z"
    emulator.advance(LIFE / 2)
    ready = listed(emulator, backup)
    assert ready["status"] == "READY"
    assert ready["finishedDate"] == "2023-11-14T22:13:22.000Z"
    assert int(ready["sizeInBytes"]) > 0
    assert isinstance(ready["sizeInBytes"], str)
    assert ready["collections"] == [{"id": "products", "displayName": "products"}]


def test_the_fourth_on_demand_backup_evicts_the_oldest(emulator: Emulator) -> None:
    first, *_others = [back_up(emulator) for _ in range(4)]
    evicted = listed(emulator, first)
    assert evicted["status"] == "DELETED"
    assert evicted["deletedDate"] is not None
    assert statuses(emulator) == ["PENDING", "PENDING", "PENDING", "DELETED"]


def test_automatic_backups_are_neither_counted_nor_evicted(emulator: Emulator) -> None:
    automatic = back_up(emulator, type="AUTO")
    for _ in range(4):
        back_up(emulator)
    emulator.advance(LIFE)
    assert listed(emulator, automatic)["status"] == "READY"
    assert statuses(emulator).count("READY") == 4


def test_a_setting_makes_automatic_backups_of_their_moments(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.set(autoBackupDays=7)
    emulator.advance(8 * DAY_S)
    emulator.add_items({"_id": "later"})
    emulator.advance(14 * DAY_S)
    dates = [entry["requestedDate"][:10] for entry in emulator.get(BACKUPS)["backups"]]
    assert dates == ["2023-12-05", "2023-11-28", "2023-11-21"]
    assert {entry["type"] for entry in emulator.get(BACKUPS)["backups"]} == {"AUTO"}
    rows = emulator.world.store.db.execute("SELECT backup FROM snapshots").fetchall()
    assert len(rows) == 2


def test_failed_backups_hold_no_slot(emulator: Emulator) -> None:
    emulator.set(backupOutcome="FAILED")
    back_up(emulator)
    emulator.advance(LIFE)
    emulator.set(backupOutcome="READY")
    for _ in range(3):
        back_up(emulator)
    emulator.advance(LIFE)
    assert statuses(emulator) == ["READY", "READY", "READY", "FAILED"]


def test_a_deletion_takes_its_time_and_holds_the_slot_until_then(emulator: Emulator) -> None:
    oldest, second, *_ = [back_up(emulator) for _ in range(3)]
    emulator.advance(LIFE)
    assert emulator.delete(f"{BACKUPS}/{second['id']}?backupId={second['id']}") == {}
    assert listed(emulator, second)["status"] == "READY"
    back_up(emulator)
    assert listed(emulator, oldest)["status"] == "DELETED"
    emulator.advance(LIFE)
    deleted = listed(emulator, second)
    assert deleted["status"] == "DELETED"
    assert deleted["deletedDate"] == "2023-11-14T22:13:24.003Z"


def test_deleting_twice_begins_no_second_deletion(emulator: Emulator) -> None:
    backup = back_up(emulator)
    emulator.delete(f"{BACKUPS}/{backup['id']}")
    emulator.advance(LIFE / 2)
    emulator.delete(f"{BACKUPS}/{backup['id']}")
    emulator.advance(LIFE / 2)
    assert listed(emulator, backup)["status"] == "DELETED"
    assert code_of(emulator.send("DELETE", f"{BACKUPS}/{backup['id']}")) == (
        404,
        "BACKUP_NOT_FOUND",
    )


def test_a_freed_slot_can_be_used_without_eviction(emulator: Emulator) -> None:
    backups = [back_up(emulator) for _ in range(3)]
    emulator.delete(f"{BACKUPS}/{backups[1]['id']}")
    emulator.advance(LIFE)
    back_up(emulator)
    assert listed(emulator, backups[0])["status"] == "READY"


def test_only_live_content_of_the_moment_is_copied(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "live"})
    emulator.add_items({"_id": "sand"}, environment="SANDBOX")
    back_up(emulator)
    emulator.add_items({"_id": "later"})
    rows = emulator.world.store.db.execute("SELECT id FROM snapshots").fetchall()
    assert [row["id"] for row in rows] == ["live"]


def test_a_deleted_backup_gives_its_space_back(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "a"})
    backup = back_up(emulator)
    emulator.delete(f"{BACKUPS}/{backup['id']}")
    emulator.advance(LIFE)
    emulator.get(BACKUPS)
    assert emulator.world.store.db.execute("SELECT count(*) FROM snapshots").fetchone()[0] == 0


def test_lists_are_filtered_and_newest_first(emulator: Emulator) -> None:
    ready = back_up(emulator)
    emulator.advance(LIFE)
    automatic = back_up(emulator, type="AUTO")
    pending = back_up(emulator)

    def ids(*params: tuple[str, str]) -> list[str]:
        return [backup["id"] for backup in emulator.get(BACKUPS, list(params))["backups"]]

    assert ids() == [pending["id"], automatic["id"], ready["id"]]
    assert ids(("status", "READY")) == [ready["id"]]
    assert ids(("status", "READY"), ("status", "PENDING"), ("type", "ON_DEMAND")) == [
        pending["id"],
        ready["id"],
    ]


def test_lists_are_paged_by_offset(emulator: Emulator) -> None:
    backups = [back_up(emulator, type="AUTO") for _ in range(5)]
    page = emulator.get(BACKUPS, {"paging.limit": 2, "paging.offset": 3})
    assert [entry["id"] for entry in page["backups"]] == [backups[1]["id"], backups[0]["id"]]
    assert page["pagingMetadata"] == {
        "count": 2,
        "offset": 3,
        "total": 5,
        "tooManyToCount": False,
        "hasNext": False,
    }


def test_a_site_sees_its_own_backups_only(emulator: Emulator) -> None:
    backup = back_up(emulator)
    other = emulator.at(OTHER_SITE)
    assert other.get(BACKUPS)["backups"] == []
    assert code_of(other.send("DELETE", f"{BACKUPS}/{backup['id']}")) == (404, "BACKUP_NOT_FOUND")


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"status": "GONE"}, "status"),
        ({"type": "WEEKLY"}, "type"),
        ({"paging.limit": 1001}, "paging.limit"),
        ({"paging.limit": "many"}, "paging.limit"),
        ({"paging.offset": -1}, "paging.offset"),
        ([("status", "READY")] * 11, "status"),
    ],
)
def test_wrong_parameters_are_named(emulator: Emulator, params: Json, field: str) -> None:
    assert field_of(emulator.send("GET", BACKUPS, params=params)) == (400, field)


def test_ids_must_be_guids_that_exist(emulator: Emulator) -> None:
    assert field_of(emulator.send("DELETE", f"{BACKUPS}/mine")) == (400, "backupId")
    assert code_of(emulator.send("DELETE", f"{BACKUPS}/{UNKNOWN_ID}")) == (404, "BACKUP_NOT_FOUND")


def test_only_what_is_hidden_is_not_emulated(emulator: Emulator) -> None:
    hidden = emulator.send("POST", "/wix-data/v1/backups", json={})
    assert code_of(hidden) == (501, "NOT_EMULATED")
    for path in ("/elsewhere", "/wix-data/v2/elsewhere"):
        assert code_of(emulator.send("GET", path)) == (404, "NOT_FOUND")
