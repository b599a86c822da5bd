"""Ctrl-C at the bad moments, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.emulator import eventually
from tests.engine.programs import THREE, after, backup, import_job
from tests.engine.site import BACKUPS, JOBS

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

LONG_S = 600
ENDS_IN_S = 5.0  # 2 s are promised, the rest is for a busy machine


def test_a_refreshed_pending_backup_is_still_waited_for_before_anything_depends_on_it(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(backupSeconds=LONG_S)
    project.write("products.csv", THREE)
    project.program({"before": backup(), "art": import_job(options=after("before"))})
    up = project.start("up", "--yes")
    up.until("PENDING for")
    struck_s = up.interrupt()
    run = up.end()
    assert run.code != 0
    assert run.ended_s - struck_s < ENDS_IN_S

    project.refresh().says("is still PENDING; the next `pulumi up` waits for it")
    refreshed = project.state()["before"]
    assert refreshed.outputs["status"] == "PENDING"
    assert refreshed.init_errors

    up = project.start("up", "--yes")
    up.until("PENDING for")
    assert (site.uploads, site.jobs_submitted) == (0, 0), "what depends on the backup has run"
    assert site.items("products") == []
    emulator.advance(LONG_S)
    done = up.end()
    assert done.code == 0, done.output
    assert (site.backups_submitted, site.jobs_submitted) == (1, 1)
    project.preview("--expect-no-changes")


def test_an_edit_after_an_interrupt_terminates_the_running_job_before_the_next_one(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(jobSeconds=LONG_S)
    project.write("products.csv", THREE)
    project.program({"art": import_job()})
    up = project.start("up", "--yes")
    up.until("INITIALIZING for|IN_PROGRESS ")
    up.interrupt()
    up.end()
    (first,) = site.jobs()

    emulator.settings(jobSeconds=0)
    project.write("products.csv", THREE.replace("Apple", "Apricot"))
    project.up().says("imports again: source changed")
    submits = [call for call in site.requests() if call.startswith(f"POST {JOBS}")]
    operations = [call for call in submits if not call.endswith("/query")]
    assert operations == [f"POST {JOBS}", f"POST {JOBS}/{first['id']}/terminate", f"POST {JOBS}"]
    second, terminated = site.jobs()
    assert (terminated["status"], second["status"]) == ("FAILED", "COMPLETED")
    assert site.items("products")[0]["name"] == "Apricot"


def test_a_running_job_is_terminated_when_its_resource_is_deleted(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(jobSeconds=LONG_S, afterTerminate="notFound")
    project.write("products.csv", THREE)
    project.program({"art": import_job()})
    up = project.start("up", "--yes")
    up.until("INITIALIZING for|IN_PROGRESS ")
    up.interrupt()
    up.end()
    (job,) = site.jobs()
    project.destroy()
    assert site.asked(f"POST {JOBS}/{job['id']}/terminate") == 1
    assert project.state() == {}


def test_an_interrupted_upload_submits_nothing_and_the_next_up_begins_anew(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.faults({"method": "PUT", "path": "/_files/*", "action": "delay", "seconds": 60})
    project.write("products.csv", THREE)
    project.program({"art": import_job()})
    up = project.start("up", "--yes", "--skip-preview")
    up.until("uploading products.csv")
    struck_s = up.interrupt()
    run = up.end()
    assert run.code != 0
    assert run.ended_s - struck_s < ENDS_IN_S
    run.says("canceled before anything was submitted")
    assert site.jobs_submitted == 0
    assert project.state() == {}
    project.up()
    assert site.jobs_submitted == 1


def test_an_interrupted_deletion_is_finished_by_the_next_destroy(
    emulator: Emulator, site: Site, project: Project
) -> None:
    project.program({"before": backup()})
    project.deploy()
    emulator.settings(backupSeconds=LONG_S)
    destroy = project.start("destroy", "--yes", "--skip-preview")
    eventually(lambda: site.asked(f"DELETE {BACKUPS}/.*"), "the deletion")
    struck_s = destroy.interrupt()
    run = destroy.end()
    assert run.ended_s - struck_s < ENDS_IN_S
    run.says("canceled; the next run does it")
    assert "before" in project.state()
    emulator.advance(LONG_S)
    project.destroy("--skip-preview")
    assert project.state() == {}
    assert site.backups() == []


def test_an_interrupt_during_the_submit_waits_for_the_id_and_keeps_it(
    emulator: Emulator, site: Site, project: Project
) -> None:
    slow = {"phase": "after", "action": "delay", "seconds": 1}
    emulator.settings(backupSeconds=LONG_S)
    emulator.faults({"method": "POST", "path": BACKUPS, **slow})
    project.program({"before": backup()})
    up = project.start("up", "--yes", "--skip-preview")
    eventually(site.backups, "the backup")
    struck_s = up.interrupt()
    run = up.end()
    assert run.ended_s - struck_s < ENDS_IN_S
    assert [project.state()["before"].outputs["backupId"]] == site.backups("PENDING")


def test_broken_looks_do_not_end_a_wait(emulator: Emulator, site: Site, project: Project) -> None:
    emulator.settings(backupSeconds=LONG_S)
    project.program({"before": backup()})
    up = project.start("up", "--yes", "--skip-preview")
    up.until("PENDING for")
    look = {"method": "GET", "path": BACKUPS}
    emulator.faults(
        {**look, "action": "drop", "times": 2}, {**look, "action": "status", "status": 503}
    )
    eventually(lambda: not emulator.faults_left(), "a look at each fault")
    emulator.advance(LONG_S)
    done = up.end()
    assert done.code == 0, done.output
    assert site.backups_submitted == 1
    assert project.state()["before"].outputs["status"] == "READY"


def test_limits_and_an_expired_upload_url_delay_a_deploy_and_do_not_fail_it(
    emulator: Emulator, site: Site, project: Project
) -> None:
    busy = {"action": "status", "status": 429, "headers": {"Retry-After": "1"}}
    emulator.faults(
        {"method": "POST", "path": BACKUPS, **busy},
        {"method": "POST", "path": JOBS, **busy},
        {"method": "PUT", "path": "/_files/*", "action": "status", "status": 403},
    )
    project.write("street art (1) é.csv", THREE)
    project.program({"before": backup(), "art": import_job("street art (1) é.csv")})
    project.deploy().says("the upload URL ran out; asking for a new one")
    assert emulator.faults_left() == []
    assert len(site.backups("READY")) == len(site.jobs()) == 1
    assert len(site.items("products")) == 3


def test_a_service_that_is_killed_and_comes_back_does_not_end_a_wait(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(jobSeconds=LONG_S)
    project.write("products.csv", THREE)
    project.program({"art": import_job()})
    up = project.start("up", "--yes", "--skip-preview")
    up.until("INITIALIZING for|IN_PROGRESS ")
    emulator.kill()
    emulator.start()
    emulator.advance(LONG_S)
    done = up.end()
    assert done.code == 0, done.output
    assert site.jobs_submitted == 1
    assert len(site.items("products")) == 3


def test_live_status_shows_how_far_a_job_is(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(jobSeconds=6)
    rows = "".join(f"{n},Item {n}\n" for n in range(1200))
    project.write("products.csv", f"_id,name\n{rows}")
    project.program({"art": import_job()})
    up = project.deploy()
    lines = {
        line.split("IN_PROGRESS ", 1)[1]
        for line in up.output.splitlines()
        if "IN_PROGRESS " in line
    }
    told = {line for line in lines if " of 1,200" in line}
    assert len(told) >= 2, up.output
    assert any("left" in line for line in told), up.output
