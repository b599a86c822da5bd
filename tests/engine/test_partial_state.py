"""Submit at most once, wait at least once: whatever ends a wait, its ID is in the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import THREE, backup, import_job
from tests.engine.site import BACKUPS, JOBS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.emulator import Emulator
    from tests.engine.project import Project, Run
    from tests.engine.site import Site

LONG_S = 600
FOR_EVER = 10**6
SHORT = {"customTimeouts": {"create": "4s", "update": "4s"}}
Program = dict[str, Any]


@dataclass(frozen=True)
class Stage:
    """A deployment that will have to wait."""

    emulator: Emulator
    site: Site
    project: Project
    program: Callable[[dict[str, Any]], Program]
    submit: str
    look: str
    waits: str
    submitted_before: int = 0

    @property
    def submitted(self) -> int:
        return self.site.asked(f"POST {self.submit}") - self.submitted_before


def creating_a_backup(emulator: Emulator, site: Site, project: Project) -> Stage:
    emulator.settings(backupSeconds=LONG_S)
    return Stage(
        emulator,
        site,
        project,
        lambda options: {"op": backup(triggers={"commit": 1}, options=options)},
        submit=BACKUPS,
        look=f"GET {BACKUPS}",
        waits="PENDING for",
    )


def rotating_a_backup(emulator: Emulator, site: Site, project: Project) -> Stage:
    project.program({"op": backup(triggers={"commit": 0}, keep=1)})
    project.deploy()
    emulator.settings(backupSeconds=LONG_S)
    return Stage(
        emulator,
        site,
        project,
        lambda options: {"op": backup(triggers={"commit": 1}, keep=1, options=options)},
        submit=BACKUPS,
        look=f"GET {BACKUPS}",
        waits="PENDING for",
        submitted_before=1,
    )


def creating_an_import(emulator: Emulator, site: Site, project: Project) -> Stage:
    emulator.settings(jobSeconds=LONG_S)
    project.write("products.csv", THREE)
    return Stage(
        emulator,
        site,
        project,
        lambda options: {"op": import_job(options=options)},
        submit=JOBS,
        look=f"POST {JOBS}/query",
        waits="INITIALIZING for|IN_PROGRESS ",
    )


def waiting_on_for_an_import(emulator: Emulator, site: Site, project: Project) -> Stage:
    stage = creating_an_import(emulator, site, project)
    project.program(stage.program({}))
    up = project.start("up", "--yes", "--skip-preview")
    up.until(stage.waits)
    up.interrupt()
    up.end()
    return stage


STAGES = [creating_a_backup, rotating_a_backup, creating_an_import, waiting_on_for_an_import]


def canceled(stage: Stage) -> Run:
    stage.project.program(stage.program({}))
    up = stage.project.start("up", "--yes", "--skip-preview")
    up.until(stage.waits)
    struck_s = up.interrupt()
    run = up.end()
    assert run.ended_s - struck_s < 5.0, "2 s are promised, the rest is for a busy machine"
    run.says("the next `pulumi up` waits for it and submits nothing")
    return run


def timed_out(stage: Stage) -> Run:
    stage.project.program(stage.program(SHORT))
    run = stage.project.deploy(ok=False)
    run.says(": still ", "the next `pulumi up` waits", "customTimeouts")
    return run


def cut_off(stage: Stage) -> Run:
    """No look is answered any more, until the timeout."""
    stage.project.program(stage.program(SHORT))
    return meeting(stage, {"action": "drop"})


def refused(stage: Stage) -> Run:
    """The key is withdrawn during the wait."""
    stage.project.program(stage.program({}))
    run = meeting(stage, {"action": "status", "status": 401})
    run.says("Wix does not accept the credentials")
    return run


def meeting(stage: Stage, fault: dict[str, object]) -> Run:
    """An `up` whose looks meet a fault from the first one after the submit on."""
    method, path = stage.look.split()
    up = stage.project.start("up", "--yes", "--skip-preview")
    up.until(stage.waits)
    stage.emulator.faults({"method": method, "path": path, "times": FOR_EVER, **fault})
    run = up.end()
    (left,) = stage.emulator.faults_left()
    assert left["times"] < FOR_EVER, "no look met the fault"
    stage.emulator.ask("DELETE", "/_emulator/faults")
    return run


@pytest.mark.parametrize("prepare", STAGES)
@pytest.mark.parametrize("end", [canceled, timed_out, cut_off, refused])
def test_whatever_ends_the_wait_the_next_up_waits_on_and_submits_nothing(
    emulator: Emulator,
    site: Site,
    project: Project,
    prepare: Callable[[Emulator, Site, Project], Stage],
    end: Callable[[Stage], Run],
) -> None:
    stage = prepare(emulator, site, project)
    run = end(stage)
    assert run.code != 0
    assert stage.submitted == 1
    kept = project.state()["op"]
    assert kept.outputs["status"] in {"PENDING", "INITIALIZING", "IN_PROGRESS"}
    assert kept.init_errors
    pending = kept.outputs.get("backupId") or kept.outputs["jobId"]
    assert pending in [*site.backups("PENDING"), *(job["id"] for job in site.jobs())]

    project.program(stage.program({}))
    up = project.start("up", "--yes")
    up.until(stage.waits)
    emulator.settings(backupSeconds=0)  # which is the time of deletions, too
    emulator.advance(LONG_S)
    done = up.end()
    assert done.code == 0, done.output
    assert stage.submitted == 1
    ready = project.state()["op"]
    assert ready.outputs["status"] in {"READY", "COMPLETED"}
    assert (ready.outputs.get("backupId") or ready.outputs["jobId"]) == pending
    assert ready.id == kept.id
    assert not ready.init_errors
    if "backupId" in ready.outputs:
        assert site.backups() == [pending], "keep is 1: the old one goes, once the new one is READY"


def test_a_job_that_failed_meanwhile_is_recorded_as_failed_by_the_up_that_waits_on(
    emulator: Emulator, site: Site, project: Project
) -> None:
    stage = waiting_on_for_an_import(emulator, site, project)
    pending = project.state()["op"]
    site.terminate(pending.outputs["jobId"])
    project.deploy(ok=False).says("FAILED (WDH0000", "The next `pulumi up` imports again")
    failed = project.state()["op"]
    assert failed.id == pending.id
    assert failed.outputs["status"] == "FAILED"
    assert failed.init_errors
    assert stage.submitted == 1


@pytest.mark.parametrize("prepare", [creating_a_backup, creating_an_import])
def test_a_pending_operation_that_wix_forgot_fails_once_and_then_runs_anew(
    emulator: Emulator,
    site: Site,
    project: Project,
    prepare: Callable[[Emulator, Site, Project], Stage],
) -> None:
    stage = prepare(emulator, site, project)
    canceled(stage)
    emulator.ask("POST", "/_emulator/reset", {"siteId": site.id})
    emulator.settings(backupSeconds=0, jobSeconds=0)
    site.add_collection("products", "name", "price")
    project.refresh()
    assert project.state()["op"].init_errors
    project.up(ok=False).says(" vanished from Wix", "he next `pulumi up` ")
    assert stage.submitted == 0
    project.up()
    assert stage.submitted == 1
    assert project.state()["op"].outputs["status"] in {"READY", "COMPLETED"}
    assert not project.state()["op"].init_errors
