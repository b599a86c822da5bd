"""resources/restoration.py: refresh, import, delete, and the slot of the backup."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.scenarios import restoring
from tests.resources.wix import BACKUPS, RESTORE, SITE
from wix_data_provider.errors import ConfigError, OperationTimedOut, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

NOBODY = "00000000-0000-4000-8000-000000000000"
FREEING = restoring(deleteBackupAfter=True)


@pytest.fixture
async def old(wix: Wix, rollback: Stack) -> str:
    [id] = await wix.foreign_backups(1)
    return id


async def interrupted(rollback: Stack, **program: Any) -> str:
    """A restoration that goes on at Wix; its ID."""
    rollback.timeout = 5
    with pytest.raises(ResourceInitFailed, match="still PENDING after 5 s"):
        await rollback.up(**program)
    rollback.timeout = 0
    return str(rollback.outputs["restorationId"])


async def test_a_pending_one_is_red_until_it_has_ended(wix: Wix, rollback: Stack, old: str) -> None:
    id = await interrupted(rollback, **restoring())
    await rollback.refresh()
    assert rollback.red == [
        f"restoration {id} of backup {old} is still PENDING; the next `pulumi up` waits for it"
    ]
    await rollback.preview(**restoring())
    assert rollback.report.infos == [f"`up` waits for restoration {id}, begun before"]
    await wix.clock.sleep(60)
    await rollback.refresh()
    assert (rollback.red, rollback.outputs["status"]) == ([], "COMPLETED")
    assert wix.count(RESTORE) == 1


async def test_a_pending_one_is_waited_for_before_it_is_replaced(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await interrupted(rollback, **restoring())
    await rollback.up(**restoring(triggers={"run": 2}))
    second, first = await wix.restorations()
    assert first["finishedDate"] <= second["requestedDate"]


async def test_a_pending_one_is_waited_for_before_it_is_deleted(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await interrupted(rollback, **FREEING)
    rollback.timeout = 3
    with pytest.raises(OperationTimedOut):
        await rollback.destroy()
    rollback.timeout = 0
    await rollback.destroy()
    assert [one["status"] for one in await wix.restorations()] == ["COMPLETED"]
    assert (await wix.backups())[old] == "READY"


async def test_deleting_one_that_has_ended_asks_wix_nothing(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await rollback.up(**restoring())
    wix.asked.clear()
    await rollback.destroy()
    assert wix.asked == []


async def test_a_record_that_vanished_keeps_its_state_and_is_no_drift(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await rollback.up(**restoring())
    before = dict(rollback.outputs)
    wix.words = {before["restorationId"]: NOBODY}
    await rollback.refresh()
    assert (rollback.outputs, rollback.red) == ({**before, "available": False}, [])
    await rollback.up(**restoring())
    assert wix.count(RESTORE) == 1


async def test_a_pending_one_that_vanished_is_red_and_stays_so(
    wix: Wix, rollback: Stack, old: str
) -> None:
    id = await interrupted(rollback, **FREEING)
    wix.words = {id: NOBODY}
    for _ in range(2):
        with pytest.raises(ResourceInitFailed, match=f"{id} of backup {old} vanished from Wix"):
            await rollback.up(**FREEING)
    assert (rollback.outputs["status"], rollback.outputs["available"]) == ("GONE", False)
    assert (wix.count(RESTORE), wix.count("DELETE *")) == (1, 0)
    await rollback.destroy()


async def test_a_slot_that_may_be_freed_is_told(wix: Wix, rollback: Stack, old: str) -> None:
    await rollback.preview(**{**FREEING, "deleteBackupAfter": UNKNOWN})
    told = f"may delete backup {old}: `deleteBackupAfter` is not known yet"
    assert rollback.report.infos == [told]


async def test_the_slot_is_freed_once_the_content_is_back(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await rollback.preview(**FREEING)
    told = f"deletes backup {old} once the restoration is COMPLETED"
    assert rollback.report.infos == [told]
    at: dict[str, float] = {}

    def note(_: int) -> None:
        at.setdefault(wix.asked[-1].split(" ")[0], wix.clock.now())

    wix.arrives = note
    await rollback.up(**FREEING)
    assert at["DELETE"] >= at["POST"] + 20
    assert await wix.backups() == {old: "DELETED"}
    assert "backupLeft" not in rollback.outputs
    wix.asked.clear()
    await rollback.up(**FREEING)
    assert wix.asked == []


async def test_a_deletion_that_fails_is_a_warning_and_tried_again(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await wix.fault(f"DELETE {BACKUPS}/*", action="status", status=403)
    await rollback.up(**FREEING)
    [warning] = rollback.report.warnings
    assert f"the content is back, but backup {old} could not be deleted: " in warning
    assert "the next `pulumi up` tries it again" in warning
    assert (rollback.red, rollback.outputs["backupLeft"]) == ([], True)
    await rollback.preview(**FREEING)
    assert rollback.report.infos == [f"deletes backup {old} (deleteBackupAfter)"]
    await rollback.up(**FREEING)
    assert await wix.backups() == {old: "DELETED"}
    assert "backupLeft" not in rollback.outputs
    assert wix.count(RESTORE) == 1


async def test_a_cancel_while_the_slot_is_freed_leaves_that_to_the_next_up(
    wix: Wix, rollback: Stack, old: str
) -> None:
    up = asyncio.create_task(rollback.up(**FREEING))

    def strike(_: int) -> None:
        if wix.asked[-1].startswith("DELETE"):
            up.cancel()

    wix.arrives = strike
    with pytest.raises(ResourceInitFailed, match=f"COMPLETED; the next .* deletes backup {old}"):
        await up
    wix.arrives = lambda _: None
    await rollback.refresh()
    assert rollback.red == []
    await rollback.up(**FREEING)
    assert "backupLeft" not in rollback.outputs
    assert (await wix.backups(), wix.count(RESTORE)) == ({old: "DELETED"}, 1)


async def test_a_slot_may_be_freed_later_and_that_restores_nothing(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await rollback.up(**restoring())
    outputs = await rollback.preview(**FREEING)
    assert rollback.report.infos == [f"deletes backup {old} (deleteBackupAfter)"]
    await rollback.up(**FREEING)
    assert rollback.outputs == outputs
    assert (await wix.backups(), wix.count(RESTORE)) == ({old: "DELETED"}, 1)


@pytest.mark.parametrize("site", [f"{SITE.upper()}/", ""])
@pytest.mark.parametrize("partial", [False, True])
async def test_import_takes_over_what_the_record_does_not_show_and_runs_nothing(
    wix: Wix, rollback: Stack, old: str, site: str, *, partial: bool
) -> None:
    target = {"collectionId": "products", "restoreTo": {"collectionId": "before"}}
    original = FREEING | {"triggers": {"run": 1}} | ({"collections": [target]} if partial else {})
    wire = {"dataCollectionId": "products", "restoreDestination": {"dataCollectionId": "before"}}
    how = f"{BACKUPS}/{old}/" + ("partial-restore" if partial else "restore")
    made = await wix.ask("POST", how, {"restorationCollections": [wire]})
    await wix.clock.sleep(60)
    await rollback.take_in(site + made["restoration"]["id"])
    assert rollback.id == f"{SITE}/{made['restoration']['id']}"
    assert rollback.red == []
    shown = {
        "siteId": SITE,
        "backupId": old,
        "acknowledgeDataLoss": True,
        "deleteBackupAfter": False,
    }
    assert rollback.inputs == {**shown, **({"collections": [target]} if partial else {})}
    assert (await rollback.diff(**rollback.inputs)).changes == []
    await rollback.up(**original)
    assert rollback.report.warnings == []
    assert rollback.outputs["backupId"] == "latest"
    assert rollback.outputs["restoredBackupId"] == old
    assert "imported" not in rollback.outputs
    await rollback.up(**original)
    assert {call.split(" ")[0] for call in wix.asked} == {"GET"}
    await rollback.up(**{**original, "triggers": {"run": 2}})
    assert len(await wix.restorations()) == 2


async def test_another_backup_than_the_imported_record_shows_is_restored(
    wix: Wix, rollback: Stack
) -> None:
    old, other = await wix.foreign_backups(2)
    made = await wix.ask("POST", f"{BACKUPS}/{old}/restore", {})
    await wix.clock.sleep(60)
    await rollback.take_in(made["restoration"]["id"])
    await rollback.up(**restoring(backupId=other))
    assert rollback.outputs["restoredBackupId"] == other
    assert wix.count(RESTORE) == 1


async def test_a_record_that_shows_no_backup_leaves_it_to_the_program(
    wix: Wix, rollback: Stack, old: str
) -> None:
    made = await wix.ask("POST", f"{BACKUPS}/{old}/restore", {})
    await wix.clock.sleep(60)
    wix.words = {"backup": "origin"}
    await rollback.take_in(made["restoration"]["id"])
    await rollback.up(**{**rollback.inputs, "backupId": old})
    assert rollback.outputs["backupId"] == old
    assert wix.count("POST *") == 0


async def test_import_of_a_pending_one_is_red_and_waited_for(
    wix: Wix, rollback: Stack, old: str
) -> None:
    made = await wix.ask("POST", f"{BACKUPS}/{old}/restore", {})
    await rollback.take_in(made["restoration"]["id"])
    assert "still PENDING" in rollback.red[0]
    assert rollback.inputs["backupId"] == old
    await rollback.up(**FREEING)
    assert (rollback.red, rollback.outputs["status"]) == ([], "COMPLETED")
    assert await wix.backups() == {old: "DELETED"}
    assert wix.count(RESTORE) == 0


async def test_import_of_what_is_not_there(wix: Wix, rollback: Stack) -> None:
    await rollback.take_in(NOBODY)
    assert rollback.id == ""
    with pytest.raises(ConfigError, match="give <siteId>/<id at Wix>"):
        await rollback.take_in("rollback")
