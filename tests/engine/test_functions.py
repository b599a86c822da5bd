"""Functions, through programs and through `pulumi do`."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.conftest import PLUGIN, in_our_python
from tests.engine.programs import THREE, backup, import_job
from tests.engine.project import Running

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project, Run
    from tests.engine.site import Site

IN_PYTHON = """
import pulumi
import pulumi_wix_data as wix

backups = wix.get_backups(status=["READY"], type="ON_DEMAND", limit=2)
assert backups.truncated is False
jobs = wix.get_jobs(
    filter={"status": "COMPLETED"},
    sort=[wix.JobSort(field_name="startedAt", order=wix.SortOrder.DESC)],
)
[job] = jobs.jobs
assert job.source.file.file_id and job.destination.wix_data_collection.collection_id == "products"
assert wix.get_job(job_id=job.job_id).name == job.name
assert wix.get_job_logs(job_id=job.job_id).logs == []
assert wix.get_restorations().restorations == []
pulumi.export("latest", wix.get_latest_backup_output().backup_id)
pulumi.export("backups", [one.backup_id for one in backups.backups])
pulumi.export("job", job.job_id)
"""


def invoking(name: str, **arguments: Any) -> dict[str, Any]:
    return {"fn::invoke": {"function": f"wix-data:{name}", "arguments": arguments}}


def do(project: Project, *words: str, ok: bool = True) -> Run:
    """`pulumi do`, which takes no stack."""
    pulumi = shutil.which("pulumi", path=project.environment["PATH"])
    assert pulumi is not None
    command = [pulumi, "do", "--package", str(PLUGIN), *words]
    run = Running(command, project.folder, project.environment).end()
    assert (run.code == 0) is ok, run.output
    return run


@pytest.fixture
def deployed(site: Site, project: Project) -> dict[str, str]:
    """A site with a backup and an import job; their IDs."""
    project.write("products.csv", THREE)
    project.program({"before": backup(), "art": import_job()})
    project.deploy()
    state = project.state()
    return {"backup": state["before"].outputs["backupId"], "job": state["art"].outputs["jobId"]}


def test_a_program_in_yaml_reads_and_nothing_is_submitted_or_secret(
    site: Site, new_project: Any, deployed: dict[str, str]
) -> None:
    submits = site.submits
    reader: Project = new_project()
    latest, job = invoking("getLatestBackup"), invoking("getJob", jobId=deployed["job"])
    functions = {
        "backups": invoking("getBackups", status="READY", siteId=site.id),
        "restorations": invoking("getRestorations", limit=5),
        "jobs": invoking("getJobs", filter={"status": {"$in": ["COMPLETED"]}}),
        "logs": invoking("getJobLogs", jobId=deployed["job"]),
    }
    program = {
        "name": "story",
        "runtime": "yaml",
        "variables": {"latest": latest, "job": job, **functions},
        "outputs": {name: f"${{{name}}}" for name in ("latest", "job", *functions)},
    }
    reader.write("Pulumi.yaml", json.dumps(program))
    reader.preview()
    reader.up()
    outputs = reader.outputs()
    assert outputs["latest"]["backupId"] == deployed["backup"]
    assert [one["backupId"] for one in outputs["backups"]["backups"]] == [deployed["backup"]]
    assert outputs["job"]["status"] == "COMPLETED"
    assert [one["jobId"] for one in outputs["jobs"]["jobs"]] == [deployed["job"]]
    assert outputs["logs"] == {"logs": [], "truncated": False}
    assert outputs["restorations"] == {"restorations": [], "truncated": False}
    assert "ciphertext" not in reader.state_text()
    assert "signature=" not in reader.state_text()
    assert site.submits == submits


def test_a_program_in_python_reads(new_project: Any, deployed: dict[str, str]) -> None:
    reader: Project = new_project()
    reader.environment = in_our_python(reader.environment)
    reader.write("Pulumi.yaml", "name: story\nruntime: python\n")
    reader.write("__main__.py", IN_PYTHON)
    reader.deploy()
    assert reader.outputs() == {
        "latest": deployed["backup"],
        "backups": [deployed["backup"]],
        "job": deployed["job"],
    }


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (invoking("getJob", jobId="j1"), "`jobId` must be the GUID of a job, not 'j1'"),
        (invoking("getBackups", status="red"), "`status` must be `PENDING`, `READY`, `FAILED`"),
        (invoking("getBackups", limit=0), "`limit` must be at least 1, not 0"),
        (invoking("getJobs", filter={"colour": 1}), "could not query the jobs"),
        (invoking("getLatestBackup"), "has no READY backup: take one with a Backup resource"),
    ],
)
def test_bad_arguments_are_told_in_one_sentence(
    site: Site, project: Project, call: dict[str, Any], told: str
) -> None:
    program = {"name": "story", "runtime": "yaml", "variables": {"found": call}}
    project.write("Pulumi.yaml", json.dumps({**program, "outputs": {"found": "${found}"}}))
    project.preview(ok=False).says(told)
    assert site.submits == 0


def test_without_a_key_the_error_names_the_setting(site: Site, project: Project) -> None:
    del project.environment["WIX_API_KEY"]
    program = {"name": "story", "runtime": "yaml", "variables": {"a": invoking("getBackups")}}
    project.write("Pulumi.yaml", json.dumps({**program, "outputs": {"a": "${a}"}}))
    project.preview(ok=False).says("WIX_API_KEY")


def test_do_lists_what_import_takes(
    emulator: Emulator, site: Site, new_project: Any, deployed: dict[str, str]
) -> None:
    adopter: Project = new_project()
    for token, id in (("Backup", deployed["backup"]), ("ImportJob", deployed["job"])):
        [found] = json.loads(do(adopter, f"wix-data:index:{token}", "list").output)
        assert found["id"] == f"{site.id}/{id}"
        options = ("--yes", "--protect=false", "--out", str(adopter.folder / "out.yaml"))
        adopter.run("import", f"wix-data:index:{token}", token.lower(), found["id"], *options)
        assert adopter.state()[token.lower()].id == found["id"]
    for token in ("Restoration", "ExportJob", "DataMovementJob"):
        assert json.loads(do(adopter, f"wix-data:index:{token}", "list").output) == []
    for _ in range(2):
        site.take_backup()
    listing = ("wix-data:index:Backup", "list", "--status", "READY")
    assert len(json.loads(do(adopter, *listing, "--count", "2").output)) == 2
    assert len(json.loads(do(adopter, *listing, "--all").output)) == 3
    do(adopter, "wix-data:index:Backup", "list", "--status", "red", ok=False).says("must be")


def test_do_takes_the_site_as_an_option_and_not_from_the_stack(
    site: Site, project: Project, deployed: dict[str, str]
) -> None:
    del project.environment["WIX_SITE_ID"]
    project.run("config set", "wix-data:siteId", site.id)
    listing = ("wix-data:index:Backup", "list", "--status", "READY")
    do(project, *listing, ok=False).says("there is no site to act on")
    [found] = json.loads(do(project, *listing, "--site-id", site.id).output)
    assert found["id"] == f"{site.id}/{deployed['backup']}"
    latest = do(project, "wix-data:getLatestBackup", "--site-id", site.id)
    assert json.loads(latest.output)["backupId"] == deployed["backup"]
    all_of_them = do(project, "wix-data:getBackups", "--site-id", site.id)
    [found] = json.loads(all_of_them.output)["backups"]
    assert (found["backupId"], found["status"]) == (deployed["backup"], "READY")


def test_do_calls_a_function(project: Project, deployed: dict[str, str]) -> None:
    found = json.loads(do(project, "wix-data:index:getLatestBackup").output)
    assert found["backupId"] == deployed["backup"]
