"""Content put back: whole, in part, after an interrupt; and backups that are about to be needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import backup, restoration
from tests.engine.site import BACKUPS

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

LONG_S = 600
TYPE = "wix-data:index:Restoration"


def names(site: Site, collection: str = "products") -> list[str]:
    return [item["name"] for item in site.items(collection)]


@pytest.fixture
def old(site: Site) -> str:
    """A backup with one item; another item and another field have come since."""
    site.add_item("products", name="Apple")
    taken = site.take_backup()
    site.add_item("products", name="Bread")
    site.add_field("products", "origin")
    site.forget_requests()
    return taken


def test_a_rollback_brings_the_content_back_and_frees_the_slot(
    site: Site, project: Project, old: str
) -> None:
    project.program({"rollback": restoration(deleteBackupAfter=True, triggers={"run": 1})})
    up = project.up()
    up.says(
        f"warning: restores all collections (products) from backup {old}, taken ",
        " ago: items added since then are lost, and content submitted meanwhile may be",
        f"deletes backup {old} once the restoration is COMPLETED",
    )
    assert names(site) == ["Apple"]
    assert site.fields("products")[-1] == "origin", "the schema was put back as well"
    assert site.backups() == []
    recorded = project.state()["rollback"].outputs
    assert (recorded["status"], recorded["restoredBackupId"]) == ("COMPLETED", old)
    assert recorded["restorationId"] == site.restorations()[0]["id"]

    site.take_backup()  # a later one is no change
    submits = site.submits
    project.up().says("2 unchanged")
    assert site.submits == submits

    project.program({"rollback": restoration(triggers={"run": 2})})
    project.preview().says("warning: restores once more: triggers.run changed")
    assert site.restorations_submitted == 1
    project.destroy()
    assert names(site) == ["Apple"]


def test_a_partial_restoration_fills_a_new_collection_and_leaves_the_rest(
    site: Site, project: Project, old: str
) -> None:
    beside = [{"collectionId": "products", "restoreTo": {"collectionId": "before"}}]
    project.program({"compare": restoration(old, collections=beside)})
    project.up().says(f"restores products → before from backup {old}")
    assert names(site, "before") == ["Apple"]
    assert names(site) == ["Apple", "Bread"]
    assert site.backups() == [old]
    project.preview("--expect-no-changes")


def test_what_cannot_be_restored_is_refused_by_preview(
    emulator: Emulator, site: Site, project: Project, old: str
) -> None:
    emulator.settings(backupSeconds=LONG_S)
    pending = site.take_backup()
    site.forget_requests()
    project.program({"rollback": restoration(pending)})
    project.preview(ok=False).says(f"backup {pending} is PENDING, and only a READY one")
    project.program({"rollback": restoration(acknowledgeDataLoss=False)})
    project.up(ok=False).says("`acknowledgeDataLoss` must be true")
    assert site.submits == 0


def test_an_interrupted_restoration_is_waited_for_and_not_submitted_again(
    emulator: Emulator, site: Site, project: Project, old: str
) -> None:
    emulator.settings(restorationSeconds=LONG_S)
    project.program({"rollback": restoration(deleteBackupAfter=True)})
    up = project.start("up", "--yes", "--skip-preview")
    up.until("PENDING for")
    up.interrupt()
    up.end()
    interrupted = project.state()["rollback"]
    assert interrupted.outputs["status"] == "PENDING"
    project.refresh().says("is still PENDING; the next `pulumi up` waits for it")

    emulator.advance(LONG_S)
    project.deploy()
    done = project.state()["rollback"]
    assert (done.id, done.outputs["status"]) == (interrupted.id, "COMPLETED")
    assert site.restorations_submitted == 1
    assert (names(site), site.backups()) == (["Apple"], [])


def test_a_backup_that_is_being_restored_is_not_evicted(
    emulator: Emulator, site: Site, project: Project, old: str
) -> None:
    site.take_backup(), site.take_backup()
    emulator.settings(restorationSeconds=LONG_S)
    program: dict[str, Any] = {"rollback": restoration(old)}
    project.program(program)
    up = project.start("up", "--yes", "--skip-preview")
    up.until("PENDING for")
    up.interrupt()
    up.end()

    project.program({**program, "before": backup(whenFull="evictOldest")})
    # both begin at once: the slots are judged when the restoration has been shown
    emulator.faults({"method": "GET", "path": BACKUPS, "action": "delay", "seconds": 1})
    up = project.start("up", "--yes", "--skip-preview", "--continue-on-error")
    up.until("would make Wix delete")
    emulator.advance(LONG_S)
    up.end().says(f"delete backup {old} (requested ", "Restoration `rollback` is about to restore")
    assert project.state()["rollback"].outputs["status"] == "COMPLETED"
    assert old in site.backups()

    project.deploy().says("1 created")
    assert project.state()["before"].outputs["evictedBackupId"] == old
    assert names(site) == ["Apple"]


@pytest.mark.parametrize("bare", [True, False], ids=["bare ID", "site and ID"])
def test_an_import_by_id_changes_nothing_and_takes_the_program_over(
    site: Site, project: Project, old: str, bare: bool
) -> None:
    restoration_id = site.restore(old)
    submits = site.submits
    generated = project.folder / "generated.yaml"
    options = ("--yes", "--protect=false", "--out", str(generated))
    id_ = restoration_id if bare else f"{site.id}/{restoration_id}"
    project.run("import", TYPE, "rollback", id_, *options)
    assert project.state()["rollback"].outputs["status"] == "COMPLETED"
    resources = generated.read_text(encoding="utf-8")
    project.write("Pulumi.yaml", f"name: story\nruntime: yaml\n{resources}")
    project.preview("--expect-no-changes")

    project.program({"rollback": restoration(triggers={"run": 1}, deleteBackupAfter=True)})
    project.up().says("1 updated")
    assert site.submits == submits
    project.preview("--expect-no-changes")
