"""resources/backup.py: taking, rotating and judging backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.resources.stack import Rejected
from tests.resources.wix import BACKUPS, SITE, TAKE
from wix_data_provider.errors import ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


def own(backup: Stack) -> list[str]:
    return [backup.outputs["backupId"], *backup.outputs["previousBackupIds"]]


async def test_create_waits_until_the_backup_is_ready(wix: Wix, backup: Stack) -> None:
    await wix.collection("products", "title")
    await backup.up(triggers={"commit": "a"})
    assert await wix.backups() == {backup.outputs["backupId"]: "READY"}
    assert backup.id == f"{SITE}/{backup.outputs['backupId']}"
    expected = {
        "siteId": SITE,
        "triggers": {"commit": "a"},
        "keep": 2,
        "whenFull": "fail",
        "deletionPolicy": "delete",
        "status": "READY",
        "available": True,
        "requestedDate": "2026-01-01T00:00:00.000Z",
        "startedDate": "2026-01-01T00:00:02.000Z",
        "finishedDate": "2026-01-01T00:00:20.000Z",
        "sizeInBytes": 0,
        "collections": [{"id": "products", "displayName": "products"}],
        "previousBackupIds": [],
    }
    assert {name: backup.outputs.get(name) for name in expected} == expected
    assert backup.report.statuses[0] == "PENDING for 0 seconds"
    assert len(set(backup.report.statuses)) > 3


async def test_the_same_program_again_asks_wix_nothing(wix: Wix, backup: Stack) -> None:
    await backup.up(triggers={"commit": "a"})
    wix.asked.clear()
    await backup.up(triggers={"commit": "a"})
    assert wix.asked == []


async def test_new_triggers_take_a_new_backup_in_place(wix: Wix, backup: Stack) -> None:
    await backup.up(triggers={"commit": "a"})
    id, first = backup.id, backup.outputs["backupId"]
    await backup.up(triggers={"commit": "b"})
    assert backup.id == id
    assert own(backup) == list(await wix.backups())
    assert own(backup)[1:] == [first]
    assert wix.count(TAKE) == 2


@pytest.mark.parametrize("keep", [1, 2, 3])
async def test_as_many_are_kept_as_keep_says_newest_first(
    wix: Wix, backup: Stack, keep: int
) -> None:
    for commit in "abcde":
        await backup.up(triggers={"commit": commit}, keep=keep)
    ready = [id for id, status in (await wix.backups()).items() if status == "READY"]
    assert own(backup) == ready
    assert len(ready) == keep
    assert backup.report.warnings == []


async def test_the_old_one_goes_only_once_the_new_one_is_ready(
    wix: Wix, backup: Stack, clock: FakeClock
) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    at: dict[str, float] = {}

    def note(_: int) -> None:
        at[wix.asked[-1].split(" ")[0]] = clock.now()

    wix.arrives = note
    await backup.up(triggers={"commit": "b"}, keep=1)
    assert at["DELETE"] >= at["POST"] + 20


async def test_a_lower_keep_acts_at_the_next_backup(wix: Wix, backup: Stack) -> None:
    for commit in "abc":
        await backup.up(triggers={"commit": commit}, keep=3)
    wix.asked.clear()
    await backup.up(triggers={"commit": "c"}, keep=1)
    assert (wix.asked, backup.outputs["keep"], len(own(backup))) == ([], 1, 3)
    await backup.up(triggers={"commit": "d"}, keep=1)
    assert own(backup) == [id for id, status in (await wix.backups()).items() if status == "READY"]
    assert len(own(backup)) == 1


async def test_a_cleanup_that_fails_is_a_warning_and_tried_again(wix: Wix, backup: Stack) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    first = own(backup)[0]
    await wix.fault(f"DELETE {BACKUPS}/{first}", action="status", status=403)
    await backup.up(triggers={"commit": "b"}, keep=1)
    assert own(backup)[1:] == [first]
    [warning] = backup.report.warnings
    assert f"backup {first} is beyond keep (1) and could not be deleted" in warning
    await backup.up(triggers={"commit": "c"}, keep=1)
    assert len(own(backup)) == 1
    assert (await wix.backups())[first] == "DELETED"


@pytest.mark.parametrize("outcome", ["FAILED", "CANCELED"])
async def test_a_backup_that_failed_is_red_and_the_next_up_takes_another(
    wix: Wix, backup: Stack, outcome: str
) -> None:
    wix.change(backupOutcome=outcome)
    with pytest.raises(ResourceInitFailed, match=f"ended as {outcome}.*takes a new one"):
        await backup.up()
    assert (backup.outputs["status"], backup.outputs["available"]) == (outcome, False)
    failed = backup.outputs["backupId"]
    wix.change(backupOutcome="READY")
    await backup.preview()
    assert f"takes a new backup: the last one ended as {outcome}" in backup.report.infos
    await backup.up()
    assert (backup.id, backup.red) == (f"{SITE}/{failed}", [])
    assert backup.outputs["status"] == "READY"
    assert failed not in own(backup)


async def test_an_unknown_status_is_never_green_and_told_once(wix: Wix, backup: Stack) -> None:
    wix.words = {"READY": "VERIFYING"}
    backup.timeout = 120
    with pytest.raises(ResourceInitFailed, match="still VERIFYING after 120 s"):
        await backup.up()
    assert backup.outputs["status"] == "VERIFYING"
    [warning] = backup.warned
    assert "unknown status VERIFYING, taken as not finished" in warning
    await backup.refresh()
    assert backup.red
    wix.words = {}
    await backup.up()
    assert (backup.outputs["status"], wix.count(TAKE)) == ("READY", 1)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ({"keep": 0}, "`keep` must be 1, 2 or 3, not 0"),
        ({"keep": 4}, "`keep` must be 1, 2 or 3, not 4"),
        ({"whenFull": "never"}, "`whenFull` must be `fail` or `evictOldest`, not 'never'"),
        ({"kep": 2}, "there is no property `kep`; did you mean `keep`?"),
        ({"siteId": "my-site"}, "`siteId` must be the GUID of a site, not 'my-site'"),
    ],
)
async def test_check_says_what_is_wrong(
    wix: Wix, backup: Stack, program: dict[str, object], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await backup.up(**program)
    assert str(error.value) == reason
    assert wix.asked == []


async def test_preview_submits_nothing_and_knows_what_is_known(wix: Wix, backup: Stack) -> None:
    outputs = await backup.preview(triggers={"commit": "a"})
    assert wix.count(TAKE) == 0
    assert outputs["backupId"] is UNKNOWN
    assert outputs["status"] is UNKNOWN
    known = {name: value for name, value in outputs.items() if value is not UNKNOWN}
    assert known == {
        "siteId": SITE,
        "triggers": {"commit": "a"},
        "keep": 2,
        "whenFull": "fail",
        "deletionPolicy": "delete",
        "previousBackupIds": [],
    }


@pytest.mark.parametrize(
    ("commit", "told"),
    [
        ("b", "takes a new backup: triggers.commit changed"),
        (UNKNOWN, "may take a new backup: triggers is not known yet"),
    ],
)
async def test_preview_says_why_a_new_backup_is_taken(
    wix: Wix, backup: Stack, commit: object, told: str
) -> None:
    await backup.up(triggers={"commit": "a"})
    outputs = await backup.preview(triggers={"commit": commit})
    assert told in backup.report.infos
    assert outputs["backupId"] is UNKNOWN
    assert wix.count(TAKE) == 1


async def test_preview_of_a_change_that_runs_nothing_knows_every_output(
    wix: Wix, backup: Stack
) -> None:
    await backup.up(keep=3)
    outputs = await backup.preview(keep=1)
    await backup.up(keep=1)
    assert outputs == backup.outputs
    assert outputs["keep"] == 1


async def test_preview_of_a_pending_backup_says_that_up_waits(wix: Wix, backup: Stack) -> None:
    backup.timeout = 5
    with pytest.raises(ResourceInitFailed):
        await backup.up()
    outputs = await backup.preview()
    assert backup.report.infos == [
        f"`up` waits for backup {backup.outputs['backupId']}, begun before"
    ]
    assert outputs["status"] is UNKNOWN
