"""resources/restoring.py: a restoration at work, beside others on the same site."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.resources.scenarios import restoring
from tests.resources.stack import BACKUP, RESTORATION, Stack
from tests.resources.wix import BACKUPS, RESTORE, SITE, TAKE
from wix_data_provider.errors import LostAnswer, PermissionDenied

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


async def test_submits_to_one_site_go_one_after_the_other(wix: Wix, clock: FakeClock) -> None:
    await wix.foreign_backups(1)
    backup, rollback = Stack(clock, BACKUP), Stack(clock, RESTORATION)
    rollback.process = backup.process
    backup.attached = rollback.attached = True
    wix.slow = {TAKE: 5, RESTORE: 5}
    at: list[float] = []
    wix.arrives = lambda _: at.append(clock.now()) if wix.asked[-1].startswith("POST") else None
    await asyncio.gather(backup.up(), rollback.up(**restoring()))
    assert at[1] >= at[0] + 5


async def test_many_waits_share_one_look(wix: Wix, clock: FakeClock) -> None:
    wix.change(restorationSeconds=60)
    await wix.foreign_backups(1)
    looks = f"GET {BACKUPS}/restorations"
    await Stack(clock, RESTORATION).up(**restoring())
    alone = wix.count(looks)
    stacks = [Stack(clock, RESTORATION) for _ in range(3)]
    for stack in stacks:
        stack.process, stack.attached = stacks[0].process, True
    await asyncio.gather(*(stack.up(**restoring()) for stack in stacks))
    assert wix.count(looks) - alone < 2 * alone


async def test_a_lost_answer_tells_which_restoration_and_where_to_look(
    wix: Wix, clock: FakeClock
) -> None:
    [id] = await wix.foreign_backups(1)
    await wix.fault(RESTORE, phase="before", action="drop")
    with pytest.raises(LostAnswer) as error:
        await Stack(clock, RESTORATION).up(**restoring())
    assert f"The restoration of backup {id} on site {SITE} was submitted" in str(error.value)
    assert "Look at the site's restorations (dashboard, or GET /wix-data/v2/backups/" in str(
        error.value
    )


async def test_a_key_that_may_not_restore_submits_nothing(wix: Wix, clock: FakeClock) -> None:
    await wix.foreign_backups(1)
    wix.change(sites={SITE: {"denied": ["RESTORE_BACKUP"]}})
    stack = Stack(clock, RESTORATION)
    with pytest.raises(PermissionDenied, match="could not restore the backup"):
        await stack.up(**restoring())
    assert (stack.id, await wix.restorations()) == ("", [])


async def test_a_backup_that_is_gone_already_is_fine_to_drop(wix: Wix, clock: FakeClock) -> None:
    [id] = await wix.foreign_backups(1)
    stack = Stack(clock, RESTORATION)
    up = asyncio.create_task(stack.up(**restoring(deleteBackupAfter=True)))
    await clock.sleep(5)
    await wix.ask("DELETE", f"{BACKUPS}/{id}")
    await up
    assert stack.report.warnings == []
    assert "backupLeft" not in stack.outputs
    assert await wix.backups() == {id: "DELETED"}
