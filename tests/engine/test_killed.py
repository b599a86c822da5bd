"""kill -9 of the plugin and of the CLI: the next `up` goes on with what runs at Wix."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.emulator import eventually
from tests.engine.every_kind import ONCE_EACH, SUBMITS, EveryKind
from tests.engine.killing import (
    journal,
    kill_plugins,
    move_to_a_fresh_machine,
    plugins_of,
    runs,
)
from tests.engine.programs import THREE, backup, import_job
from tests.engine.site import BACKUPS, JOBS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.emulator import Emulator
    from tests.engine.project import Project, Running
    from tests.engine.site import Site

LONG_S = 300
MANY = 50  # as many as a page of jobs has
ALL_AT_ONCE = ("--parallel", "256")
LOOKS: list[dict[str, Any]] = [
    {"method": "GET", "path": BACKUPS},
    {"method": "GET", "path": f"{BACKUPS}/restorations"},
    {"method": "POST", "path": f"{JOBS}/query"},
]
LATE: dict[str, Any] = {"method": "POST", "phase": "after", "action": "delay", "seconds": 25}


@pytest.fixture
def project(project: Project, tmp_path: Path) -> Project:
    """A project on a machine of its own: other tests leave notes."""
    move_to_a_fresh_machine(project, tmp_path / "home")
    return project


def test_a_forced_replacement_of_what_must_not_run_twice_wants_a_refresh_first(
    site: Site, project: Project
) -> None:
    """The engine shows nothing of it, as if the state of the run before were lost."""
    project.write("products.csv", THREE)
    truncating = import_job(writePolicy="TRUNCATE_BEFORE")
    project.program({"art": truncating, "before": backup()})
    project.deploy()
    forced = ("--replace", "**art", "--replace", "**before")
    run = project.up(*forced, ok=False)
    run.says("`up` submits nothing until `pulumi refresh` has shown that the stack has it")
    run.says("and the engine does not show whether the stack has it", "pulumi import wix-data")
    assert (site.jobs_submitted, site.backups_submitted) == (1, 2)
    project.refresh("--skip-preview")
    project.deploy(*forced)
    project.deploy(*forced).says("+-2 replaced")
    assert (site.jobs_submitted, site.backups_submitted) == (3, 4)


def test_a_plugin_killed_before_the_answer_submits_nothing_twice(
    emulator: Emulator, site: Site, project: Project
) -> None:
    every = EveryKind.prepared(emulator, site, project)
    emulator.faults(*[{**LATE, "path": path} for path in SUBMITS])
    every.program()
    up = project.start("up", "--yes", "--skip-preview", *ALL_AT_ONCE)
    eventually(lambda: len(every.at_wix()) == sum(ONCE_EACH.values()), "every operation")
    eventually(lambda: len(every.backups.backups()) > 2, "the new backup")
    kill_plugins(up)
    assert up.end().code != 0
    begun = every.at_wix()
    assert set(project.state()) == {"rotated"}
    notes = journal(project)
    assert len(notes) == len(SUBMITS)
    secrets = (emulator.api_key, "signature=", "/_files/")
    assert not [word for word in secrets for note in notes.values() if word in note]

    project.up(*ALL_AT_ONCE).says("goes on with restoration", "nothing is submitted")
    assert every.in_state() == every.at_wix() == begun
    project.preview("--expect-no-changes")
    assert journal(project) == {}


def test_whatever_ends_the_cli_or_a_wait_every_operation_runs_once(
    emulator: Emulator, site: Site, project: Project
) -> None:
    every = EveryKind.prepared(emulator, site, project)
    emulator.settings(backupSeconds=LONG_S, restorationSeconds=LONG_S, jobSeconds=LONG_S)
    every.program()
    up = project.start("up", "--yes", "--skip-preview", *ALL_AT_ONCE)
    eventually(lambda: every.submitted() == ONCE_EACH, "every submit")
    begun = every.at_wix()
    (plugin,) = plugins_of(up)
    up.kill()
    eventually(lambda: not runs(plugin), "the end of the plugin", limit_s=20)
    project.up(ok=False).says("the stack is currently locked", "`pulumi cancel`")
    project.run("cancel", "--yes")

    every.program(customTimeouts={"create": "3s", "update": "3s"})
    timed_out = project.up(*ALL_AT_ONCE, "--continue-on-error", ok=False)
    timed_out.says("goes on with backup", "the next `pulumi up` waits")
    project.refresh("--clear-pending-creates", "--skip-preview")
    assert every.in_state() == begun
    assert all(entry.init_errors for entry in project.state().values())

    every.program()
    up = project.start("up", "--yes", *ALL_AT_ONCE)
    up.until(r"(?s)Updating.*PENDING for")
    emulator.kill()
    emulator.start()
    emulator.faults(*({**look, "action": "drop", "times": 2} for look in LOOKS))
    eventually(lambda: not emulator.faults_left(), "looks that are cut off")
    emulator.settings(backupSeconds=0)
    emulator.advance(LONG_S)
    done = up.end()
    assert done.code == 0, done.output
    assert every.submitted() == ONCE_EACH
    assert every.in_state() == begun
    project.destroy("--skip-preview")
    assert journal(project) == {}


def test_of_several_backups_that_might_be_the_lost_one_the_user_says_which(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.faults({**LATE, "path": BACKUPS})
    project.program({"before": backup(triggers={"commit": 1})})
    up = project.start("up", "--yes", "--skip-preview")
    eventually(site.backups, "the backup")
    kill_plugins(up)
    up.end()
    both = [*site.backups(), site.take_backup()]
    asked = project.up(ok=False)
    asked.says("2 at Wix might be it. Nothing is submitted")
    lines = re.findall(r"pulumi (import \S+ before \S+)", asked.output)
    assert {line.rsplit("/", 1)[-1] for line in lines} == set(both)

    (line,) = {line for line in lines if line.endswith(both[0])}
    project.run(*shlex.split(line), "--yes", "--protect=false")
    project.up()
    project.preview("--expect-no-changes")
    assert project.state()["before"].outputs["backupId"] == both[0]
    assert len(site.backups()) == 2
    assert journal(project) == {}


def test_a_machine_without_the_journal_knows_a_running_job_by_its_mark(
    emulator: Emulator, site: Site, project: Project, tmp_path: Path
) -> None:
    emulator.settings(jobSeconds=LONG_S)
    project.write("products.csv", THREE)
    project.program({"art": import_job()})
    killed(project, "INITIALIZING for|IN_PROGRESS ")
    (job,) = site.jobs()

    move_to_a_fresh_machine(project, tmp_path / "second")
    killed(project, f"goes on with import job {job['id']}")
    assert site.jobs_submitted == 1

    emulator.advance(LONG_S)
    emulator.settings(jobSeconds=0)
    move_to_a_fresh_machine(project, tmp_path / "third")
    project.deploy()
    assert site.jobs_submitted == 2, "a finished one was submitted again"


def killed(project: Project, at: str) -> None:
    """An `up` that is killed once it has said this."""
    up = project.start("up", "--yes", "--skip-preview")
    up.until(at)
    up.kill()
    project.run("cancel", "--yes")


def test_ctrl_c_is_answered_soon_and_loses_none_of_many_operations(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(jobSeconds=LONG_S, rateLimit=10_000)
    job = {"type": "wix-data:ExportJob", "properties": {"collectionId": "products"}}
    project.program({f"export{number}": job for number in range(MANY)})
    up = project.start("up", "--yes", "--skip-preview", *ALL_AT_ONCE)
    waiting_for_all(site, up)
    struck_s = up.interrupt()
    run = up.end()
    assert run.ended_s - struck_s < 10.0, "2 s are promised, the rest is for a busy machine"
    jobs = {job["id"] for job in site.jobs()}
    assert {entry.outputs["jobId"] for entry in project.state().values()} == jobs
    assert len(jobs) == site.jobs_submitted == MANY
    emulator.advance(LONG_S)
    project.deploy(*ALL_AT_ONCE)
    assert site.jobs_submitted == MANY


def waiting_for_all(site: Site, up: Running) -> None:
    eventually(lambda: site.jobs_submitted == MANY, "every submit")
    up.until("INITIALIZING for|IN_PROGRESS ")
