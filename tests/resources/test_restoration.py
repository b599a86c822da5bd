"""resources/restoration.py: what runs, when, and what is said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.scenarios import restoring
from tests.resources.stack import Rejected
from tests.resources.wix import BACKUPS, RESTORE, RESTORE_SOME, SITE
from wix_data_provider.errors import ConfigError, Refused, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

NOBODY = "00000000-0000-4000-8000-000000000000"
LOSS = "items added since then are lost, and content submitted meanwhile may be"
LOSSLESS = (
    "`acknowledgeDataLoss` must be true: a restoration replaces content, and items added since "
    "the backup are lost"
)
INTO = [{"collectionId": "products", "restoreTo": {"collectionId": "before", "displayName": "B"}}]


@pytest.fixture
async def old(wix: Wix, rollback: Stack) -> str:
    """A READY backup; an item has come to each collection since."""
    [id] = await wix.foreign_backups(1)
    for collection in ("products", "posts"):
        await wix.item(collection, "New")
    return id


async def test_create_waits_until_the_content_is_back(wix: Wix, rollback: Stack, old: str) -> None:
    await rollback.up(**restoring(backupId=old))
    assert await wix.titles("products") == await wix.titles("posts") == ["Old"]
    [made] = await wix.restorations()
    assert rollback.id == f"{SITE}/{made['id']}"
    assert rollback.outputs == {
        "siteId": SITE,
        "backupId": old,
        "acknowledgeDataLoss": True,
        "deleteBackupAfter": False,
        "restorationId": made["id"],
        "restoredBackupId": old,
        "status": "COMPLETED",
        "available": True,
        "requestedDate": "2026-01-01T00:10:00.000Z",
        "startedDate": "2026-01-01T00:10:02.000Z",
        "finishedDate": "2026-01-01T00:10:20.000Z",
    }
    assert rollback.report.statuses[0] == "PENDING for 0 seconds"
    assert len(set(rollback.report.statuses)) > 3
    assert (await wix.backups())[old] == "READY"


async def test_a_partial_restoration_touches_what_it_names_alone(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await rollback.up(**restoring(collections=INTO))
    assert await wix.titles("before") == ["Old"]
    assert await wix.titles("products") == await wix.titles("posts") == ["New", "Old"]
    await rollback.up(**restoring(collections=[*INTO, {"collectionId": "posts"}]))
    assert await wix.titles("posts") == ["Old"]
    assert await wix.titles("products") == ["New", "Old"]
    assert (wix.count(RESTORE), wix.count(RESTORE_SOME)) == (0, 2)


async def test_the_order_of_the_collections_is_no_change(
    wix: Wix, rollback: Stack, old: str
) -> None:
    some = [*INTO, {"collectionId": "posts"}]
    await rollback.up(**restoring(collections=some))
    diff = await rollback.diff(**restoring(collections=some[::-1], triggers={"run": 1}))
    assert [change.path for change in diff.changes] == ["triggers"]
    fewer = await rollback.diff(**restoring(collections=some[:1]))
    assert [change.path for change in fewer.changes] == ["collections"]
    others = await rollback.diff(**restoring(collections=[{"collectionId": "products"}, some[1]]))
    assert [change.path for change in others.changes] == ["collections[0].restoreTo"]


async def test_the_same_program_again_asks_wix_nothing(wix: Wix, rollback: Stack, old: str) -> None:
    program = restoring(collections=INTO, triggers={"run": 1}, backupId=old.upper())
    await rollback.up(**program)
    wix.asked.clear()
    await rollback.up(**program)
    assert wix.asked == []


async def test_latest_is_resolved_when_it_runs_and_later_backups_are_no_change(
    wix: Wix, rollback: Stack, old: str
) -> None:
    outputs = await rollback.preview(**restoring())
    assert outputs["restoredBackupId"] == old
    [newer] = await wix.foreign_backups(1)
    await wix.ask("POST", BACKUPS, {})  # still PENDING: not for us
    await rollback.up(**restoring())
    assert (rollback.outputs["restoredBackupId"], rollback.outputs["backupId"]) == (newer, "latest")
    await wix.foreign_backups(1)
    assert (await rollback.diff(**restoring())).changes == []
    await rollback.up(**restoring())
    await rollback.refresh()
    assert (rollback.outputs["restoredBackupId"], wix.count(RESTORE)) == (newer, 1)


async def test_latest_is_none_that_was_requested_after_the_process_began(
    wix: Wix, rollback: Stack, old: str
) -> None:
    rollback.attached = True  # to a process that is as old as the backup
    await wix.clock.sleep(60)
    await wix.foreign_backups(1)
    await rollback.up(**restoring())
    assert rollback.outputs["restoredBackupId"] == old


async def test_a_site_without_a_ready_backup_is_told_so(wix: Wix, rollback: Stack) -> None:
    await wix.ask("POST", BACKUPS, {})
    with pytest.raises(ConfigError, match=f"site {SITE} has no READY backup to restore from"):
        await rollback.up(**restoring())
    assert await wix.restorations() == []


@pytest.mark.parametrize("run", ["preview", "up"])
async def test_only_a_ready_backup_that_holds_the_collections_is_restored(
    wix: Wix, rollback: Stack, old: str, run: str
) -> None:
    pending = (await wix.ask("POST", BACKUPS, {}))["backup"]["id"]
    command = getattr(rollback, run)
    with pytest.raises(Refused, match=f"backup {pending} is PENDING, and only a READY one"):
        await command(**restoring(backupId=pending))
    with pytest.raises(ConfigError, match=f"has no backup {NOBODY}: correct `backupId`"):
        await command(**restoring(backupId=NOBODY))
    strange = [{"collectionId": "products"}, {"collectionId": "prodcts"}]
    with pytest.raises(ConfigError, match=r"does not hold prodcts: .* it holds posts, products"):
        await command(**restoring(backupId=old, collections=strange))
    assert await wix.restorations() == []
    assert rollback.id == ""


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (
            restoring(acknowledgeDataLoss=False),
            LOSSLESS,
        ),
        ({"backupId": "latest"}, "`acknowledgeDataLoss` is missing: true or false is required"),
        (
            restoring(backupId="newest"),
            "`backupId` must be the GUID of a backup, or `latest`, not 'newest'",
        ),
        (
            restoring(collections=[]),
            "`collections` is empty: name at least one, or leave it out to restore all",
        ),
        (
            restoring(collections=[*INTO, {"collectionId": "before"}]),
            "`collections` restores into before more than once",
        ),
        (
            restoring(collections=[{}]),
            "in `collections[0]`: `collectionId` is missing: a string is required",
        ),
        (
            restoring(collections=[{"collectionId": "a", "restoredTo": {"collectionId": "b"}}]),
            "in `collections[0]`: there is no property `restoredTo`; did you mean `restoreTo`?",
        ),
        (
            restoring(collections=[{"collectionId": "a", "restoreTo": {"collectionId": ""}}]),
            "in `collections[0].restoreTo`: `collectionId` is empty: give it a value",
        ),
    ],
)
async def test_check_says_what_is_wrong(
    wix: Wix, rollback: Stack, program: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await rollback.up(**program)
    assert str(error.value) == reason
    assert wix.asked == []


@pytest.mark.parametrize(
    ("collections", "told"),
    [
        (None, "all collections (posts, products)"),
        ([{"collectionId": "posts"}, *INTO], "posts, products → before"),
        (UNKNOWN, "collections not known yet"),
    ],
)
async def test_preview_tells_the_backup_its_age_the_collections_and_the_loss(
    wix: Wix, rollback: Stack, old: str, collections: object, told: str
) -> None:
    program = restoring() if collections is None else restoring(collections=collections)
    outputs = await rollback.preview(**program)
    assert rollback.report.warnings == [
        f"restores {told} from backup {old}, taken 10 minutes ago: {LOSS}"
    ]
    assert outputs["restorationId"] is UNKNOWN
    assert outputs["status"] is UNKNOWN
    assert await wix.restorations() == []


async def test_preview_of_a_backup_that_is_not_known_yet(wix: Wix, rollback: Stack) -> None:
    outputs = await rollback.preview(**restoring(backupId=UNKNOWN))
    told = f"restores all collections from a backup not known yet: {LOSS}"
    assert rollback.report.warnings == [told]
    assert outputs["restoredBackupId"] is UNKNOWN
    assert wix.asked == []


async def test_preview_without_credentials_says_that_it_did_not_look(
    wix: Wix, rollback: Stack
) -> None:
    rollback.config = rollback.config.evolve(credentials=None)
    await rollback.preview(**restoring())
    assert "the backup was not looked at: no credentials" in rollback.report.warnings[0]
    assert wix.asked == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"triggers": {"run": 2}}, "restores once more: triggers.run changed"),
        ({"collections": INTO}, "restores once more: collections changed"),
        ({"triggers": UNKNOWN}, "may restore once more: triggers is not known yet"),
        ({"backupId": UNKNOWN}, "may restore once more: backupId is not known yet"),
    ],
)
async def test_preview_warns_before_it_runs_again(
    wix: Wix, rollback: Stack, old: str, change: dict[str, Any], told: str
) -> None:
    program = restoring(triggers={"run": 1})
    await rollback.up(**program)
    await rollback.preview(**{**program, **change})
    assert rollback.report.warnings[0] == told
    assert LOSS in rollback.report.warnings[1]
    assert len(await wix.restorations()) == 1


async def test_another_backup_restores_again_as_a_replacement(
    wix: Wix, rollback: Stack, old: str
) -> None:
    await rollback.up(**restoring(backupId=old))
    first = rollback.id
    [newer] = await wix.foreign_backups(1)
    await rollback.up(**restoring(backupId=newer))
    assert "restores once more: backupId changed" in rollback.report.warnings
    assert rollback.id != first
    assert rollback.outputs["restoredBackupId"] == newer
    assert wix.count(RESTORE) == 2


async def test_a_failed_restoration_stays_red_until_an_input_changes(
    wix: Wix, rollback: Stack, old: str
) -> None:
    wix.change(restorationOutcome="FAILED")
    program = restoring(deleteBackupAfter=True)
    for _ in range(2):
        with pytest.raises(ResourceInitFailed, match=r"FAILED: look at the content.*stays failed"):
            await rollback.up(**program)
        await rollback.refresh()
        assert "FAILED" in rollback.red[0]
    assert rollback.outputs["status"] == "FAILED"
    await rollback.preview(**program)
    assert "FAILED: look at the content" in rollback.report.warnings[0]
    assert (wix.count(RESTORE), wix.count("DELETE *")) == (1, 0)
    wix.change(restorationOutcome="COMPLETED")
    await rollback.up(**{**program, "triggers": {"run": 2}})
    assert (rollback.red, rollback.outputs["status"]) == ([], "COMPLETED")
    assert await wix.titles("products") == ["Old"]


async def test_an_unknown_status_is_never_green(wix: Wix, rollback: Stack, old: str) -> None:
    wix.words = {"COMPLETED": "VERIFYING"}
    rollback.timeout = 120
    with pytest.raises(ResourceInitFailed, match="still VERIFYING after 120 s"):
        await rollback.up(**restoring())
    assert "unknown status VERIFYING" in rollback.warned[0]
    wix.words = {}
    await rollback.up(**restoring())
    assert (rollback.outputs["status"], wix.count(RESTORE)) == ("COMPLETED", 1)
