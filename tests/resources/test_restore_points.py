"""resources/restore_points.py: room for a backup, what Wix evicts, and what is dropped."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.resources.stack import BACKUP, Stack
from tests.resources.wix import BACKUPS, TAKE
from wix_data_provider.errors import ApiError, Refused, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN
from wix_data_provider.resources.restore_points import CLEAN_UP_S

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


async def test_a_full_site_refuses_and_names_the_victim_its_age_and_the_ways_out(
    wix: Wix, backup: Stack
) -> None:
    victim, *_ = await wix.foreign_backups(3)
    for attempt in (backup.preview, backup.up):
        with pytest.raises(Refused) as error:
            await attempt()
        text = str(error.value)
        assert f"would make Wix delete backup {victim} (requested 30 minutes ago)" in text
        assert "nothing was submitted" in text
        assert "`whenFull: evictOldest`" in text
    assert wix.count(TAKE) == 0
    assert backup.id == ""


async def test_evict_oldest_goes_on_with_a_warning_and_reports_what_went(
    wix: Wix, backup: Stack
) -> None:
    victim, *others = await wix.foreign_backups(3)
    await backup.preview(whenFull="evictOldest")
    [foretold] = backup.report.warnings
    assert f"Wix deletes backup {victim}" in foretold
    await backup.up(whenFull="evictOldest")
    assert backup.report.warnings == [
        foretold,
        f"Wix deleted backup {victim} to make room for this one",
    ]
    assert backup.outputs["evictedBackupId"] == victim
    left = [id for id, status in (await wix.backups()).items() if status == "READY"]
    assert set(left) == {backup.outputs["backupId"], *others}


async def test_a_preview_refuses_nothing_that_an_unknown_input_may_allow(
    wix: Wix, backup: Stack
) -> None:
    victim, *_ = await wix.foreign_backups(3)
    await backup.preview(whenFull=UNKNOWN)
    [foretold] = backup.report.warnings
    assert f"Wix may delete backup {victim}" in foretold
    assert foretold.endswith("(whenFull is not known yet)")
    await backup.preview(keep=UNKNOWN)
    assert backup.report.infos == [
        "`keep` is not known yet: which backups go for this one, `up` tells"
    ]


async def test_somebody_elses_backup_is_never_deleted_by_us(wix: Wix, backup: Stack) -> None:
    others = await wix.foreign_backups(2)
    for commit in "abc":
        await backup.up(triggers={"commit": commit}, keep=1, whenFull="evictOldest")
    deleted = {call.rsplit("/", 1)[-1] for call in wix.asked if call.startswith("DELETE")}
    assert deleted.isdisjoint(others)


async def test_one_that_keep_drops_anyway_makes_room_and_is_seen_gone_first(
    wix: Wix, backup: Stack
) -> None:
    await wix.foreign_backups(1)
    await backup.up(triggers={"commit": "a"})
    await backup.up(triggers={"commit": "b"})
    spare = backup.outputs["previousBackupIds"][0]
    wix.asked.clear()
    await backup.up(triggers={"commit": "c"})
    deleted, taken = wix.asked.index(f"DELETE {BACKUPS}/{spare}"), wix.asked.index(TAKE)
    assert deleted + 10 < taken  # it was looked at until it was gone: 20 s
    assert backup.report.warnings == []
    assert backup.outputs.get("evictedBackupId") is None
    assert spare not in backup.outputs["previousBackupIds"]


async def test_the_only_ready_one_of_ours_is_never_dropped_for_room(
    wix: Wix, backup: Stack
) -> None:
    await wix.foreign_backups(2)
    await backup.up(triggers={"commit": "a"}, keep=1)
    wix.asked.clear()
    with pytest.raises(Refused):
        await backup.up(triggers={"commit": "b"}, keep=1)
    assert {call.split(" ")[0] for call in wix.asked} == {"GET"}
    assert (await wix.backups())[backup.outputs["backupId"]] == "READY"


async def test_preview_tells_what_keep_will_delete(wix: Wix, backup: Stack) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    first = backup.outputs["backupId"]
    await backup.preview(triggers={"commit": "b"}, keep=1)
    assert f"deletes backup {first} (requested 21 seconds ago): keep is 1" in backup.report.infos


async def test_preview_without_credentials_says_that_it_did_not_look(
    wix: Wix, backup: Stack
) -> None:
    backup.config = backup.config.evolve(credentials=None)
    outputs = await backup.preview()
    assert outputs["keep"] == 2
    assert "the slots of the site were not looked at: no credentials" in backup.report.warnings[0]
    assert wix.asked == []


async def test_when_room_cannot_be_made_nothing_is_submitted_and_nothing_forgotten(
    wix: Wix, backup: Stack
) -> None:
    await wix.foreign_backups(1)
    await backup.up(triggers={"commit": "a"})
    await backup.up(triggers={"commit": "b"})
    before, spare = dict(backup.outputs), backup.outputs["previousBackupIds"][0]
    await wix.fault(f"DELETE {BACKUPS}/{spare}", action="status", status=403)
    with pytest.raises(ApiError):
        await backup.up(triggers={"commit": "c"})
    assert wix.count(TAKE) == 2
    assert backup.outputs == before


async def test_a_failed_clean_up_is_tried_again_by_the_same_process(
    wix: Wix, backup: Stack
) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    first = backup.outputs["backupId"]
    await wix.fault(f"DELETE {BACKUPS}/{first}", action="status", status=403)
    await backup.up(triggers={"commit": "b"}, keep=1)
    backup.attached = True
    await backup.up(triggers={"commit": "c"}, keep=1)
    assert backup.outputs["previousBackupIds"] == []
    assert (await wix.backups())[first] == "DELETED"


async def test_two_backups_of_one_process_count_the_slots_one_after_the_other(
    wix: Wix, clock: FakeClock
) -> None:
    await wix.foreign_backups(2)
    one, other = Stack(clock, BACKUP), Stack(clock, BACKUP)
    other.process = one.process
    one.attached = other.attached = True
    results = await asyncio.gather(one.up(), other.up(), return_exceptions=True)
    assert [type(result).__name__ for result in results] == ["NoneType", "Refused"]
    assert wix.count(TAKE) == 1


@pytest.mark.parametrize("how", ["FAILED", "DELETED", "not listed"])
async def test_one_that_holds_nothing_any_more_need_not_be_deletable(
    wix: Wix, backup: Stack, how: str
) -> None:
    if how == "FAILED":
        wix.change(backupOutcome=how)
        with pytest.raises(ResourceInitFailed):
            await backup.up()
    else:
        await backup.up()
    id = backup.outputs["backupId"]
    if how == "DELETED":
        await wix.ask("DELETE", f"{BACKUPS}/{id}")
        await wix.clock.sleep(60)
    elif how == "not listed":
        wix.words = {id: "00000000-0000-4000-8000-000000000000"}
    await wix.fault(f"DELETE {BACKUPS}/*", action="status", status=409)
    await backup.destroy()
    assert (backup.id, wix.count(f"DELETE {BACKUPS}/{id}")) == ("", 1)


async def test_one_of_an_unknown_status_is_deleted_once_wix_takes_it(
    wix: Wix, clock: FakeClock, backup: Stack
) -> None:
    await backup.up()
    id = backup.outputs["backupId"]
    wix.words = {"READY": "INDEXING"}
    await wix.fault(f"DELETE {BACKUPS}/*", action="status", status=409)
    destroy = asyncio.create_task(backup.destroy())
    await clock.sleep(60)
    assert wix.count(f"DELETE {BACKUPS}/{id}") == 1
    wix.words = {}
    await destroy
    assert await wix.backups() == {id: "DELETED"}


async def test_one_of_an_unknown_status_takes_a_slot(wix: Wix, backup: Stack) -> None:
    await wix.foreign_backups(2)
    wix.change(backupSeconds=3600)
    await wix.ask("POST", BACKUPS, {})
    wix.words = {"PENDING": "INDEXING"}

    async def of_the_statuses_asked_for(request: httpx.Request) -> httpx.Response:
        answer = await wix.handle(request)
        asked = request.url.params.get_list("status")
        if not asked:
            return answer
        body = json.loads(await answer.aread())
        body["backups"] = [one for one in body["backups"] if one["status"] in asked]
        return httpx.Response(200, json=body)

    wix.wire = of_the_statuses_asked_for
    with pytest.raises(Refused, match="all 3 slots"):
        await backup.up()
    assert wix.count(TAKE) == 0


async def test_one_that_could_be_restored_must_be_deletable(wix: Wix, backup: Stack) -> None:
    await backup.up()
    await wix.fault(f"DELETE {BACKUPS}/*", action="status", status=409)
    with pytest.raises(ApiError):
        await backup.destroy()
    assert backup.id != ""


async def test_a_deletion_that_takes_wix_an_hour_holds_nobody_up(
    wix: Wix, clock: FakeClock, backup: Stack
) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    first = backup.outputs["backupId"]

    def slow_down(_: int) -> None:
        if wix.asked[-1].startswith("DELETE"):
            wix.change(backupSeconds=3600)

    wix.arrives, began = slow_down, clock.now()
    await backup.up(triggers={"commit": "b"}, keep=1)
    assert CLEAN_UP_S < clock.now() - began < CLEAN_UP_S + 60
    [warning] = backup.report.warnings
    assert (
        f"backup {first} is beyond keep (1) and could not be deleted: Wix was asked to delete "
        f"backup {first}, and shows it still; it is tried again at the next rotation"
    ) in warning
    assert backup.outputs["previousBackupIds"] == [first]


async def test_a_deletion_that_is_refused_for_too_many_requests_holds_nobody_up(
    wix: Wix, clock: FakeClock, backup: Stack
) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    busy = {"action": "status", "status": 429, "headers": {"Retry-After": "30"}}
    await wix.fault(f"DELETE {BACKUPS}/*", times=1000, **busy)
    began = clock.now()
    await backup.up(triggers={"commit": "b"}, keep=1)
    assert clock.now() - began < CLEAN_UP_S + 60
    [warning] = backup.report.warnings
    assert "could not be deleted" in warning


async def test_what_we_delete_slowly_is_not_told_as_evicted_by_wix(
    wix: Wix, clock: FakeClock, backup: Stack
) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    other = Stack(clock, BACKUP, name="other", attached=True)
    backup.attached, backup.process = True, other.process

    def slow_down(_: int) -> None:
        if wix.asked[-1].startswith("DELETE"):
            wix.change(backupSeconds=CLEAN_UP_S + 10)

    wix.arrives = slow_down
    await backup.up(triggers={"commit": "b"}, keep=1)
    wix.change(backupSeconds=60)
    await other.up()
    assert other.report.warnings == []
    assert other.outputs.get("evictedBackupId") is None
