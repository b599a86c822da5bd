"""Backups that go: by destroy, by eviction, by failing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import THREE, after, backup, import_job

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site


def program(commit: int = 1, **properties: Any) -> dict[str, Any]:
    return {"before": backup(triggers={"commit": commit}, **properties)}


def test_destroy_deletes_what_the_resource_took_and_leaves_the_rest(
    emulator: Emulator, site: Site, project: Project
) -> None:
    stranger = site.take_backup()
    project.write("products.csv", THREE)
    for commit in (1, 2):
        project.program({**program(commit), "art": import_job()})
        project.deploy()
    assert len(site.backups()) == 3
    emulator.settings(backupSeconds=0.5)
    project.destroy()
    assert site.backups() == [stranger]
    assert len(site.items("products")) == 3
    assert project.state() == {}


def test_destroy_does_not_mind_a_backup_that_is_gone(site: Site, project: Project) -> None:
    for commit in (1, 2):
        project.program(program(commit))
        project.deploy()
    for backup_id in site.backups():
        site.delete_backup(backup_id)
    project.destroy()
    assert project.state() == {}


def test_a_backup_retained_stays_when_the_stack_is_destroyed(site: Site, project: Project) -> None:
    project.program(program())
    project.deploy()
    project.program(program(deletionPolicy="retain"))
    project.deploy()
    assert site.backups_submitted == 1
    (kept,) = site.backups()
    project.destroy()
    assert site.backups() == [kept]


@pytest.mark.parametrize("declared", ["delete", "retain"])
def test_retain_counts_as_soon_as_the_program_says_it(
    emulator: Emulator, site: Site, project: Project, declared: str
) -> None:
    """The replacing `up` is the first one that says so: the state says delete."""
    project.program(program())
    project.deploy()
    (old,) = site.backups()
    elsewhere = emulator.new_site()
    project.program(program(siteId=elsewhere.id, deletionPolicy=declared))
    project.up().says("1 replaced")
    assert len(elsewhere.backups("READY")) == 1
    assert site.backups() == ([old] if declared == "retain" else [])


def test_a_backup_that_wix_evicted_keeps_its_state_and_causes_no_run(
    site: Site, project: Project
) -> None:
    project.program(program())
    project.deploy()
    before = project.state()["before"]
    for _ in range(3):
        site.take_backup()
    assert before.outputs["backupId"] not in site.backups()
    site.forget_requests()
    project.refresh()
    outputs = project.state()["before"].outputs
    assert outputs == {**before.outputs, "available": False}
    project.preview("--expect-no-changes")
    project.up().says("2 unchanged")
    assert site.submits == 0


def test_a_failed_backup_stays_red_and_the_next_up_takes_a_new_one_in_place(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(backupOutcome="FAILED")
    project.write("products.csv", THREE)
    project.program({**program(), "art": import_job(options=after("before"))})
    project.deploy(ok=False).says("ended as FAILED", "nothing to restore from")
    failed = project.state()["before"]
    assert failed.outputs["status"] == "FAILED"
    assert failed.outputs["available"] is False
    assert failed.init_errors
    project.refresh()
    assert project.state()["before"].init_errors
    assert site.jobs_submitted == 0, "what depends on a failed backup has run"

    emulator.settings(backupOutcome="READY")
    project.preview().says("takes a new backup", "the last one ended as FAILED")
    project.up().says("1 updated")
    taken = project.state()["before"]
    assert taken.id == failed.id
    assert taken.outputs["status"] == "READY"
    assert taken.outputs["backupId"] != failed.outputs["backupId"]
    assert not taken.init_errors
    assert (site.backups_submitted, site.jobs_submitted) == (2, 1)


def test_a_rotation_that_fails_keeps_the_last_good_backup(
    emulator: Emulator, site: Site, project: Project
) -> None:
    project.program(program(1, keep=1))
    project.deploy()
    (good,) = site.backups("READY")
    emulator.settings(backupOutcome="FAILED")
    project.program(program(2, keep=1))
    project.deploy(ok=False).says("ended as FAILED")
    assert site.backups("READY") == [good]
    assert project.state()["before"].outputs["previousBackupIds"] == [good]

    emulator.settings(backupOutcome="READY")
    project.up()
    outputs = project.state()["before"].outputs
    assert outputs["status"] == "READY"
    assert site.backups("READY") == [outputs["backupId"]]
