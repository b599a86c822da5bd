"""resources/backup.py: refresh, import and delete, which look at Wix's records."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.resources.stack import BACKUP, Stack
from tests.resources.wix import BACKUPS, SITE, TAKE
from wix_data_provider.errors import ApiError, ConfigError, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

NOBODY = "00000000-0000-4000-8000-000000000000"


async def test_refresh_of_a_ready_backup_changes_nothing(wix: Wix, backup: Stack) -> None:
    await backup.up(triggers={"commit": "a"})
    before = dict(backup.outputs)
    await backup.refresh()
    assert (backup.outputs, backup.red) == (before, [])


@pytest.mark.parametrize("how", ["deleted", "vanished"])
async def test_a_backup_that_is_gone_keeps_its_state_and_is_no_drift(
    wix: Wix, backup: Stack, how: str
) -> None:
    await backup.up(triggers={"commit": "a"})
    before = dict(backup.outputs)
    if how == "deleted":
        await wix.ask("DELETE", f"{BACKUPS}/{before['backupId']}")
        await wix.clock.sleep(30)
    else:
        wix.words = {before["backupId"]: NOBODY}
    await backup.refresh()
    assert backup.outputs == {**before, "available": False}
    assert backup.red == []
    assert (await backup.diff(triggers={"commit": "a"})).changes == []
    await backup.up(triggers={"commit": "a"})
    assert wix.count(TAKE) == 1


async def test_refresh_never_turns_a_pending_backup_green(wix: Wix, backup: Stack) -> None:
    backup.timeout = 5
    with pytest.raises(ResourceInitFailed):
        await backup.up()
    await backup.refresh()
    assert backup.red == [
        f"backup {backup.outputs['backupId']} is still PENDING; the next `pulumi up` waits for it"
    ]
    await wix.clock.sleep(60)
    await backup.refresh()
    assert (backup.red, backup.outputs["status"]) == ([], "READY")


async def test_preview_of_a_pending_backup_shows_its_id(wix: Wix, backup: Stack) -> None:
    backup.timeout = 5
    with pytest.raises(ResourceInitFailed):
        await backup.up()
    foreseen = await backup.preview()
    assert foreseen["backupId"] == backup.outputs["backupId"]
    foreseen = await backup.preview(triggers={"commit": "b"})
    assert foreseen["backupId"] is UNKNOWN


async def test_a_pending_backup_that_vanishes_is_red_and_then_taken_anew(
    wix: Wix, backup: Stack
) -> None:
    backup.timeout = 5
    with pytest.raises(ResourceInitFailed):
        await backup.up()
    lost = backup.outputs["backupId"]
    wix.words = {lost: NOBODY}
    await backup.refresh()
    assert backup.outputs["status"] == "PENDING"  # one look says nothing
    backup.timeout = 0
    with pytest.raises(ResourceInitFailed, match=f"{lost} vanished from Wix.* takes a new one"):
        await backup.up()
    assert (backup.outputs["status"], wix.count(TAKE)) == ("GONE", 1)
    await backup.up()
    assert (backup.red, backup.outputs["status"], wix.count(TAKE)) == ([], "READY", 2)


async def test_a_pending_backup_that_vanished_is_red_and_then_taken_anew(
    wix: Wix, backup: Stack
) -> None:
    backup.timeout = 5
    with pytest.raises(ResourceInitFailed):
        await backup.up()
    backup.timeout = 0
    wix.words = {backup.outputs["backupId"]: NOBODY}
    await backup.refresh()
    assert "is not in Wix's list any more; the next `pulumi up` looks" in backup.red[0]
    with pytest.raises(ResourceInitFailed, match=r"vanished.*takes a new one"):
        await backup.up()
    assert (backup.outputs["status"], backup.outputs["available"]) == ("GONE", False)
    assert wix.count(TAKE) == 1
    await backup.up()
    assert (backup.red, backup.outputs["status"], wix.count(TAKE)) == ([], "READY", 2)


async def test_refresh_of_a_failed_backup_stays_red(wix: Wix, backup: Stack) -> None:
    wix.change(backupOutcome="FAILED")
    with pytest.raises(ResourceInitFailed):
        await backup.up()
    await backup.refresh()
    assert "ended as FAILED" in backup.red[0]
    wix.words = {backup.outputs["backupId"]: NOBODY}
    await backup.refresh()
    assert "ended as FAILED" in backup.red[0]
    assert "takes a new one" in backup.red[0]


@pytest.mark.parametrize("site", [f"{SITE}/", f"{SITE.upper()}/", ""])
async def test_import_takes_triggers_over_from_the_first_program_and_runs_nothing(
    wix: Wix, backup: Stack, site: str
) -> None:
    [found] = await wix.foreign_backups(1)
    await backup.take_in(site + found)
    assert backup.id == f"{SITE}/{found}"
    assert (backup.inputs["siteId"], backup.outputs["imported"]) == (SITE, True)
    diff = await backup.diff(triggers={"commit": "a"}, keep=3)
    assert {(change.path, change.runs) for change in diff.changes} == {
        ("triggers", False),
        ("keep", False),
    }
    await backup.up(triggers={"commit": "a"}, keep=3)
    assert wix.count(TAKE) == 0
    assert "imported" not in backup.outputs
    await backup.up(triggers={"commit": "b"}, keep=3)
    assert wix.count(TAKE) == 1
    assert backup.outputs["previousBackupIds"] == [found]


async def test_import_of_a_pending_backup_is_red_and_waited_for(wix: Wix, backup: Stack) -> None:
    made = await wix.ask("POST", BACKUPS, {})
    await backup.take_in(made["backup"]["id"])
    assert "still PENDING" in backup.red[0]
    assert backup.inputs["siteId"] == SITE
    await backup.up()
    assert (backup.red, backup.outputs["status"], wix.count(TAKE)) == ([], "READY", 0)


async def test_import_of_an_unknown_id_finds_nothing(wix: Wix, backup: Stack) -> None:
    await backup.take_in(f"{SITE}/{NOBODY}")
    assert backup.id == ""


async def test_import_of_an_automatic_backup_is_refused(wix: Wix, backup: Stack) -> None:
    made = await wix.ask("POST", BACKUPS, {"type": "AUTO"})
    with pytest.raises(ConfigError, match="of type AUTO: only on-demand backups"):
        await backup.take_in(made["backup"]["id"])


async def test_import_of_something_else_says_what_an_id_is(wix: Wix, backup: Stack) -> None:
    with pytest.raises(ConfigError, match="give <siteId>/<id at Wix>"):
        await backup.take_in("before-deploy")


async def test_delete_removes_every_backup_of_this_resource_and_no_other(
    wix: Wix, backup: Stack
) -> None:
    [other] = await wix.foreign_backups(1)
    await backup.up(triggers={"commit": "a"})
    await backup.up(triggers={"commit": "b"})
    await backup.destroy()
    statuses = await wix.backups()
    assert statuses.pop(other) == "READY"
    assert list(statuses.values()) == ["DELETED", "DELETED"]


@pytest.mark.parametrize(
    ("state", "program", "kept"),
    [
        ("delete", {}, False),
        ("retain", {}, True),
        ("delete", {"deletionPolicy": "retain"}, True),
        ("retain", {"deletionPolicy": "delete"}, True),
        ("delete", {"deletionPolicy": "delete"}, False),
    ],
)
async def test_delete_obeys_the_state_and_the_newest_program(
    wix: Wix, backup: Stack, state: str, program: dict[str, str], *, kept: bool
) -> None:
    await backup.up(deletionPolicy=state)
    await backup.destroy(**program)
    assert list((await wix.backups()).values()) == ["READY" if kept else "DELETED"]


async def test_delete_of_one_that_is_gone_is_fine(wix: Wix, backup: Stack) -> None:
    await backup.up()
    await wix.ask("DELETE", f"{BACKUPS}/{backup.outputs['backupId']}")
    await wix.clock.sleep(30)
    await backup.destroy()
    assert backup.id == ""


async def test_delete_that_wix_refuses_keeps_the_state(wix: Wix, backup: Stack) -> None:
    await backup.up()
    await wix.fault(f"DELETE {BACKUPS}/*", action="status", status=403)
    with pytest.raises(ApiError, match="could not delete the backup"):
        await backup.destroy()
    assert backup.outputs["status"] == "READY"


async def test_delete_of_a_pending_backup_waits_where_wix_wants_it(wix: Wix, backup: Stack) -> None:
    backup.timeout = 5
    with pytest.raises(ResourceInitFailed):
        await backup.up()
    backup.timeout = 0
    await wix.fault(f"DELETE {BACKUPS}/*", action="status", status=428)
    await backup.destroy()
    assert list((await wix.backups()).values()) == ["DELETED"]


async def test_another_site_is_a_replacement(wix: Wix, backup: Stack) -> None:
    await backup.up()
    diff = await backup.diff(siteId=NOBODY)
    assert [(change.path, change.replace) for change in diff.changes] == [("siteId", True)]
    await backup.up(siteId=NOBODY)
    assert backup.id.startswith(NOBODY)
    assert list((await wix.backups()).values()) == ["DELETED"]


async def test_backups_of_one_site_are_taken_one_after_the_other(
    wix: Wix, clock: FakeClock
) -> None:
    """The clean-up of one makes room for the next, whatever their order."""
    stacks = [Stack(clock, BACKUP, name=name) for name in ("one", "two")]
    for stack in stacks:
        stack.process, stack.attached = stacks[0].process, True
        await stack.up(keep=1, triggers={"run": 1})
    await asyncio.gather(*(stack.up(keep=1, triggers={"run": 2}) for stack in stacks))
    assert list((await wix.backups()).values()) == ["READY", "READY", "DELETED", "DELETED"]
    first, second = sorted(stack.outputs["requestedDate"] for stack in stacks)
    ended = min(stack.outputs["finishedDate"] for stack in stacks)
    assert first < ended < second
    waiting = f"waiting for another new backup of site {SITE}"
    assert sum(waiting in stack.report.statuses for stack in stacks) == 1
