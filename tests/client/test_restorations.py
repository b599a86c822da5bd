"""client/restorations.py: calls for restorations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.client.wix import ok, refused
from wix_data_provider.client.restorations import RestorationCollection, RestoreDestination
from wix_data_provider.errors import Conflict, ProtocolError, ServerError

if TYPE_CHECKING:
    from tests.client.wix import Wix

pytestmark = pytest.mark.anyio

PATH = "/wix-data/v2/backups"


def restoration(number: int, status: str = "COMPLETED", **others: Any) -> dict[str, Any]:
    return {"id": f"r{number}", "status": status, **others}


def page(*numbers: int, total: int) -> Any:
    found = [restoration(number) for number in numbers]
    return ok({"restorations": found, "pagingMetadata": {"total": total}})


async def test_restore_backup_repeats_the_id_and_reads_the_answer(wix: Wix) -> None:
    backup = {
        "id": "b1",
        "status": "READY",
        "type": "AUTO",
        "requestedDate": "2026-01-01T00:00:00Z",
    }
    wix.will(ok({"restoration": restoration(1, "PENDING", backup=backup, finishedDate=None)}))
    begun = await wix.site().restorations.restore_backup("b1")
    assert (begun.id, begun.status, begun.finished_date) == ("r1", "PENDING", None)
    assert begun.backup is not None
    assert begun.backup.id == "b1"
    assert begun.restoration_collections == ()
    assert wix.asked == [(f"POST {PATH}/b1/restore", {"backupId": "b1"})]


async def test_restore_partially_leaves_out_what_is_not_said(wix: Wix) -> None:
    shown = [
        {"dataCollectionId": "posts"},
        {"dataCollectionId": "art", "restoreDestination": {"dataCollectionId": "art-before"}},
        {
            "dataCollectionId": "products",
            "restoreDestination": {"dataCollectionId": "old", "displayName": "Old products"},
        },
    ]
    wix.will(ok({"restoration": restoration(1, restorationCollections=shown)}))
    wanted = [
        RestorationCollection(data_collection_id="posts"),
        RestorationCollection(
            data_collection_id="art",
            restore_destination=RestoreDestination(data_collection_id="art-before"),
        ),
        RestorationCollection(
            data_collection_id="products",
            restore_destination=RestoreDestination(
                data_collection_id="old", display_name="Old products"
            ),
        ),
    ]
    begun = await wix.site().restorations.restore_partially("b 1/x", wanted)
    body = {"backupId": "b 1/x", "restorationCollections": shown}
    assert wix.asked == [(f"POST {PATH}/b%201%2Fx/partial-restore", body)]
    assert list(begun.restoration_collections) == wanted


async def test_a_lost_answer_to_a_restoration_is_not_repeated(wix: Wix) -> None:
    wix.will(refused(503))
    with pytest.raises(ServerError, match="restore the backup b1"):
        await wix.site().restorations.restore_backup("b1")
    assert len(wix.requests) == 1


async def test_a_backup_that_is_not_ready_is_a_conflict(wix: Wix) -> None:
    wix.will(refused(428, "BACKUP_NOT_READY", "it is PENDING"))
    with pytest.raises(Conflict, match=r"could not restore the backup b1 .*it is PENDING"):
        await wix.site().restorations.restore_backup("b1")


async def test_an_answer_without_restoration_is_a_protocol_error(wix: Wix) -> None:
    wix.will(ok({}))
    with pytest.raises(ProtocolError, match="id: Field required"):
        await wix.site().restorations.restore_backup("b1")


async def test_list_restorations_filters_by_repeated_keys_and_gives_each_once(wix: Wix) -> None:
    wix.will(page(1, 2, total=4), page(2, 3, total=4))
    listed = wix.site().restorations.list_restorations(status=["PENDING", "FAILED"])
    assert [one.id async for one in listed] == ["r1", "r2", "r3"]
    query = "status=PENDING&status=FAILED&paging.limit=100&paging.offset="
    assert [asked for asked, _ in wix.asked] == [
        f"GET {PATH}/restorations?{query}0",
        f"GET {PATH}/restorations?{query}2",
    ]


async def test_restorations_by_id_reads_pages_only_until_all_were_seen(wix: Wix) -> None:
    wix.will(page(1, 2, 3, total=9), page(1, total=1))
    found = await wix.site().restorations.restorations_by_id({"r3", "r1"})
    assert {name: one.id for name, one in found.items()} == {"r1": "r1", "r3": "r3"}
    assert len(wix.requests) == 1
    assert await wix.site().restorations.restorations_by_id(["gone"]) == {}
    assert wix.asked[0] == (f"GET {PATH}/restorations?paging.limit=100&paging.offset=0", None)
