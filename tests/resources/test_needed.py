"""resources/needed.py: a backup that is about to be restored is neither deleted nor evicted."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.scenarios import restoring
from tests.resources.stack import RESTORATION, Stack
from tests.resources.wix import BACKUPS, RESTORE, TAKE
from wix_data_provider.errors import Refused, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

ELSEWHERE = "11111111-2222-4333-8444-555555555555"
EVICT = {"whenFull": "evictOldest"}


@pytest.fixture
def rollback(wix: Wix, clock: FakeClock) -> Stack:
    return Stack(clock, RESTORATION)


def beside(rollback: Stack, backup: Stack) -> None:
    """Both in one new process from now on, as in one `pulumi up`."""
    rollback.attached = backup.attached = False
    rollback._begin()
    backup.process = rollback.process
    rollback.attached = backup.attached = True


async def begun(up: Awaitable[None], clock: FakeClock) -> asyncio.Task[None]:
    task = asyncio.ensure_future(up)
    await clock.sleep(5)
    assert not task.done()
    return task


@pytest.mark.parametrize("when_full", ["fail", "evictOldest"])
async def test_wix_is_not_made_to_evict_it(
    wix: Wix, rollback: Stack, backup: Stack, when_full: str
) -> None:
    oldest, *_ = await wix.foreign_backups(3)
    beside(rollback, backup)
    await rollback.preview(**restoring(backupId=oldest.upper()))
    for attempt in (backup.preview, backup.up):
        with pytest.raises(Refused) as error:
            await attempt(whenFull=when_full)
        text = str(error.value)
        assert f"Wix delete backup {oldest} (requested 30 minutes ago), which Restoration" in text
        assert "Restoration `it` is about to restore, so nothing was submitted" in text
        assert "(`dependsOn`), or delete a backup" in text
    assert wix.count(TAKE) == 0


async def test_latest_is_resolved_to_know_what_it_needs(
    wix: Wix, rollback: Stack, backup: Stack
) -> None:
    oldest, *_ = await wix.foreign_backups(1)
    beside(rollback, backup)
    await wix.clock.sleep(120)
    await wix.foreign_backups(2)  # after the process began: not for `latest`
    await rollback.preview(**restoring())
    with pytest.raises(Refused, match=f"{oldest} .*about to restore"):
        await backup.up(**EVICT)


async def test_latest_is_never_one_that_this_process_took(
    wix: Wix, rollback: Stack, backup: Stack
) -> None:
    [old] = await wix.foreign_backups(1)
    beside(rollback, backup)
    await backup.up()
    await rollback.up(**restoring())
    assert rollback.outputs["restoredBackupId"] == old


@pytest.mark.parametrize("ahead", [0, 1], ids=["", "the clock is ahead"])
async def test_latest_is_no_older_one_where_this_run_deleted_the_latest(
    wix: Wix, rollback: Stack, backup: Stack, ahead: int
) -> None:
    await wix.foreign_backups(1)
    await backup.up(triggers={"commit": "a"}, keep=1)
    latest = backup.outputs["backupId"]
    beside(rollback, backup)
    rollback.process.session.began += timedelta(minutes=10 * ahead)
    await backup.up(triggers={"commit": "b"}, keep=1)  # the engine has not shown the other yet
    assert (await wix.backups())[latest] == "DELETED"
    with pytest.raises(Refused, match=f"backup {latest}, the latest .*was deleted since"):
        await rollback.up(**restoring())
    assert wix.count(RESTORE) == 0


async def test_one_that_was_deleted_before_the_run_is_not_the_latest(
    wix: Wix, rollback: Stack
) -> None:
    old, newer = await wix.foreign_backups(2)
    await wix.ask("DELETE", f"{BACKUPS}/{newer}")
    await wix.clock.sleep(60)
    await rollback.up(**restoring())
    assert rollback.outputs["restoredBackupId"] == old


async def test_a_backup_without_dates_may_be_the_latest(wix: Wix, rollback: Stack) -> None:
    [old] = await wix.foreign_backups(1)
    wix.words = {"requestedDate": "requested"}
    await rollback.up(**restoring())
    assert rollback.outputs["restoredBackupId"] == old


@pytest.mark.parametrize(
    "program",
    [
        restoring(backupId=UNKNOWN),
        restoring(),  # another one: the newest
        restoring(siteId=ELSEWHERE),
    ],
)
async def test_what_nobody_needs_may_go(
    wix: Wix, rollback: Stack, backup: Stack, program: dict[str, Any]
) -> None:
    oldest, *_ = await wix.foreign_backups(3)
    beside(rollback, backup)
    if "siteId" in program:
        program = {**program, "backupId": oldest}
    await rollback.process.check(rollback._call(), program)
    await backup.up(**EVICT)
    assert backup.outputs["evictedBackupId"] == oldest


async def test_it_is_needed_from_check_until_the_restoration_has_ended(
    wix: Wix, rollback: Stack, backup: Stack, clock: FakeClock
) -> None:
    oldest, *_ = await wix.foreign_backups(3)
    beside(rollback, backup)
    await rollback.process.check(rollback._call(), restoring(backupId=oldest))
    with pytest.raises(Refused):
        await backup.up(**EVICT)
    up = await begun(rollback.up(**restoring(backupId=oldest)), clock)
    with pytest.raises(Refused):
        await backup.up(**EVICT)
    await up
    await backup.up(**EVICT)
    assert backup.outputs["evictedBackupId"] == oldest


async def test_it_is_not_needed_once_the_restoration_has_failed(
    wix: Wix, rollback: Stack, backup: Stack
) -> None:
    wix.change(restorationOutcome="FAILED")
    oldest, *_ = await wix.foreign_backups(3)
    beside(rollback, backup)
    with pytest.raises(ResourceInitFailed):
        await rollback.up(**restoring(backupId=oldest))
    await backup.up(**EVICT)


async def test_a_restoration_of_an_earlier_run_needs_nothing_unless_it_runs_again(
    wix: Wix, rollback: Stack, backup: Stack
) -> None:
    oldest, *_ = await wix.foreign_backups(3)
    program = restoring(backupId=oldest)
    await rollback.up(**program)
    beside(rollback, backup)
    await rollback.process.check(rollback._call(), program, new=False)
    await backup.preview(**EVICT)
    await rollback.diff(**program)
    await backup.preview(**EVICT)
    await rollback.diff(**program, triggers={"run": 2})
    with pytest.raises(Refused, match="about to restore"):
        await backup.preview(**EVICT)
    await rollback.diff(**program)
    await backup.up(**EVICT)


async def test_one_that_is_resumed_needs_its_backup(
    wix: Wix, rollback: Stack, backup: Stack, clock: FakeClock
) -> None:
    oldest, *_ = await wix.foreign_backups(3)
    rollback.timeout = 3
    with pytest.raises(ResourceInitFailed):
        await rollback.up(**restoring(backupId=oldest))
    rollback.timeout = 0
    beside(rollback, backup)
    up = await begun(rollback.up(**restoring(backupId=oldest)), clock)
    with pytest.raises(Refused, match="about to restore"):
        await backup.up(**EVICT)
    await up


async def test_our_own_beyond_keep_is_spared_and_goes_at_the_next_rotation(
    wix: Wix, rollback: Stack, backup: Stack
) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    first = backup.outputs["backupId"]
    beside(rollback, backup)
    await rollback.preview(**restoring(backupId=first))
    rotated = {"triggers": {"commit": "b"}, "keep": 1}
    await backup.preview(**rotated)
    assert backup.report.infos[-1] == (
        f"spares backup {first} (requested 21 seconds ago) until Restoration `it` has restored it: "
        "keep is 1"
    )
    await backup.up(**rotated)
    [warning] = backup.report.warnings
    assert f"backup {first} is beyond keep (1) and could not be deleted" in warning
    assert "Restoration `it` is about to restore it; it is tried again at the next" in warning
    assert backup.outputs["previousBackupIds"] == [first]
    await rollback.up(**restoring(backupId=first))
    await backup.up(triggers={"commit": "c"}, keep=1)
    assert (await wix.backups())[first] == "DELETED"


async def test_what_is_shown_after_the_backup_that_rotates_it_away_is_warned(
    wix: Wix, rollback: Stack, backup: Stack
) -> None:
    await backup.up(triggers={"commit": "a"}, keep=1)
    first = backup.outputs["backupId"]
    beside(rollback, backup)
    await backup.preview(triggers={"commit": "b"}, keep=1)
    await rollback.preview(**restoring(backupId=first))
    assert (
        f"backup {first} may be gone before this can restore it: the new backup of Backup `it` "
        "deletes it (keep is 1). Let that one depend on this resource (`dependsOn`)"
    ) in rollback.report.warnings


async def test_what_is_shown_after_a_restoration_that_deletes_its_backup_is_warned(
    wix: Wix, rollback: Stack, clock: FakeClock
) -> None:
    [id] = await wix.foreign_backups(1)
    other = Stack(clock, RESTORATION, name="other")
    beside(rollback, other)
    await other.preview(**restoring(backupId="latest", deleteBackupAfter=True))
    assert not [line for line in other.report.warnings if "may be gone" in line]
    await rollback.preview(**restoring(backupId=id))
    [warning] = [line for line in rollback.report.warnings if "may be gone" in line]
    assert f"backup {id}" in warning
    assert "Restoration `other` deletes it (deleteBackupAfter)" in warning


async def test_another_of_ours_makes_room_instead(wix: Wix, rollback: Stack, backup: Stack) -> None:
    for commit in "abc":
        await backup.up(triggers={"commit": commit}, keep=3)
    third = backup.outputs["backupId"]
    second, first = backup.outputs["previousBackupIds"]
    beside(rollback, backup)
    await rollback.preview(**restoring(backupId=first))
    await backup.up(triggers={"commit": "d"}, keep=2)
    assert backup.outputs["previousBackupIds"] == [third, first]
    assert (await wix.backups())[second] == "DELETED"


async def test_two_restorations_of_one_backup_free_its_slot_once(
    wix: Wix, rollback: Stack, clock: FakeClock
) -> None:
    [id] = await wix.foreign_backups(1)
    other = Stack(clock, RESTORATION, name="other")
    beside(rollback, other)
    program = restoring(backupId=id, deleteBackupAfter=True)
    await other.process.check(other._call(), program)
    await rollback.up(**program)
    [warning] = rollback.report.warnings
    assert f"backup {id} is not deleted: Restoration `other` is about to restore it" in warning
    await other.up(**program)
    assert wix.count(f"DELETE {BACKUPS}/{id}") == 1
    await rollback.up(**program)
    assert rollback.report.warnings == []
    assert "backupLeft" not in rollback.outputs
