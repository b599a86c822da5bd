"""client/backups.py: calls for backups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.client.wix import ok, refused
from wix_data_provider.errors import NotFound, ProtocolError, ServerError

if TYPE_CHECKING:
    from tests.client.wix import Wix

pytestmark = pytest.mark.anyio

PATH = "/wix-data/v2/backups"


def backup(number: int, status: str = "READY") -> dict[str, Any]:
    date = f"2026-01-01T00:00:{59 - number % 60:02}.000Z"
    return {"id": f"b{number}", "status": status, "type": "ON_DEMAND", "requestedDate": date}


def page(*numbers: int, total: int | None = None) -> Any:
    return ok({"backups": [backup(n) for n in numbers], "pagingMetadata": {"total": total}})


@pytest.mark.parametrize("answer", [{"backup": backup(1, "PENDING")}, backup(1, "PENDING")])
async def test_create_backup_reads_the_answer_with_and_without_envelope(
    wix: Wix, answer: dict[str, Any]
) -> None:
    wix.will(ok(answer))
    made = await wix.site().backups.create_backup()
    assert (made.id, made.status) == ("b1", "PENDING")
    assert wix.asked == [(f"POST {PATH}", {})]


async def test_a_backup_without_dates_keeps_its_id(wix: Wix) -> None:
    wix.will(ok({"backup": {"id": "b1", "status": "PENDING", "type": "ON_DEMAND"}}))
    made = await wix.site().backups.create_backup()
    assert (made.id, made.requested_date) == ("b1", None)


async def test_a_lost_answer_to_create_backup_is_not_repeated(wix: Wix) -> None:
    wix.will(refused(504))
    with pytest.raises(ServerError, match="take a backup"):
        await wix.site().backups.create_backup()
    assert len(wix.requests) == 1


async def test_an_answer_without_backup_is_a_protocol_error(wix: Wix) -> None:
    wix.will(ok({}))
    with pytest.raises(ProtocolError, match="id: Field required"):
        await wix.site().backups.create_backup()


async def test_list_backups_filters_by_repeated_keys_and_gives_each_once(wix: Wix) -> None:
    wix.will(page(1, 2, total=4), page(2, 3, total=4))
    listed = wix.site().backups.list_backups(status=["READY", "PENDING"], type=["ON_DEMAND"])
    assert [one.id async for one in listed] == ["b1", "b2", "b3"]
    query = "status=READY&status=PENDING&type=ON_DEMAND&paging.limit=100&paging.offset="
    assert wix.asked == [(f"GET {PATH}?{query}0", None), (f"GET {PATH}?{query}2", None)]


async def test_list_backups_without_filter_sends_none(wix: Wix) -> None:
    wix.will(page(total=0))
    assert [one async for one in wix.site().backups.list_backups()] == []
    assert wix.asked == [(f"GET {PATH}?paging.limit=100&paging.offset=0", None)]


async def test_backups_by_id_reads_pages_only_until_all_were_seen(wix: Wix) -> None:
    wix.will(page(1, 2, 3, total=9))
    found = await wix.site().backups.backups_by_id({"b3", "b1"})
    assert {name: one.id for name, one in found.items()} == {"b1": "b1", "b3": "b3"}
    assert len(wix.requests) == 1


async def test_backups_by_id_leaves_out_what_is_not_listed(wix: Wix) -> None:
    wix.will(page(1, 2, total=3), page(3, total=3))
    assert set(await wix.site().backups.backups_by_id(["b2", "gone"])) == {"b2"}


async def test_delete_backup_names_what_it_could_not_delete(wix: Wix) -> None:
    wix.will(ok({}), refused(404, "BACKUP_NOT_FOUND"))
    backups = wix.site().backups
    await backups.delete_backup("b 1/x")
    with pytest.raises(NotFound, match="could not delete the backup b2 "):
        await backups.delete_backup("b2")
    assert wix.asked == [(f"DELETE {PATH}/b%201%2Fx", None), (f"DELETE {PATH}/b2", None)]
