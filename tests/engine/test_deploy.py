"""The main job: back the site up, then bring a file into a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.programs import after, backup, import_job
from tools.local import paths

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

STREET_ART = (paths.EXAMPLE / "data" / "street-art.csv").read_text(encoding="utf-8")


def program(commit: str) -> dict[str, Any]:
    return {
        "before": backup(triggers={"commit": commit}),
        "art": import_job("street-art.csv", options=after("before")),
    }


def test_a_deploy_backs_up_then_imports_and_a_second_one_does_nothing(
    emulator: Emulator, site: Site, project: Project
) -> None:
    emulator.settings(backupSeconds=0.3, jobSeconds=0.3)
    project.write("street-art.csv", STREET_ART)
    project.program(program("a1b2c3"), outputs={"rows": "${art.rows}"})
    assert site.items("products") == []

    project.preview().says("16 rows, 6 columns → products (OVERWRITE)")
    assert site.submits == 0

    project.up()
    state = project.state()
    assert state["before"].outputs["status"] == "READY"
    assert state["art"].outputs["status"] == "COMPLETED"
    assert len(site.items("products")) == 16
    assert project.outputs() == {"rows": 16}
    assert state["before"].id == f"{site.id}/{state['before'].outputs['backupId']}"
    assert state["art"].id == f"{site.id}/{state['art'].outputs['jobId']}"
    assert (site.backups_submitted, site.uploads, site.jobs_submitted) == (1, 1, 1)
    requests = site.requests()
    backed_up = requests.index("POST /wix-data/v2/backups")
    assert all(backed_up < n for n, call in enumerate(requests) if call.startswith("PUT"))

    submits = site.submits
    project.up().says("3 unchanged")
    project.preview("--expect-no-changes")
    project.refresh()
    project.preview("--expect-no-changes")
    project.up().says("3 unchanged")
    assert site.submits == submits


def test_an_edited_cell_imports_again_and_new_triggers_back_up_again(
    site: Site, project: Project
) -> None:
    project.write("street-art.csv", STREET_ART)
    project.program(program("a1b2c3"))
    project.deploy()
    first = project.state()

    project.write("street-art.csv", STREET_ART.replace("Artemis", "Diana"))
    preview = project.preview("--diff")
    preview.says("imports again: source changed", "(replace)", "1 to replace", "2 unchanged")
    assert (site.uploads, site.jobs_submitted) == (1, 1)
    project.up().says("1 replaced", "2 unchanged")
    assert (site.backups_submitted, site.uploads, site.jobs_submitted) == (1, 2, 2)
    names = [item["name"] for item in site.items("products")]
    assert len(names) == 16
    assert "Diana" in names
    assert "Artemis" not in names
    second = project.state()
    assert second["before"] == first["before"]
    assert second["art"].id != first["art"].id

    project.program(program("d4e5f6"))
    project.preview().says("takes a new backup: triggers.commit changed", "1 to update")
    assert site.backups_submitted == 1
    project.up().says("1 updated", "2 unchanged")
    third = project.state()
    assert third["art"] == second["art"]
    assert (site.backups_submitted, site.uploads, site.jobs_submitted) == (2, 2, 2)
    assert third["before"].id == first["before"].id
    old = first["before"].outputs["backupId"]
    new = third["before"].outputs["backupId"]
    assert third["before"].outputs["previousBackupIds"] == [old]
    assert site.backups("READY") == [new, old]


def test_triggers_that_are_not_known_yet_may_run_it_again(site: Site, project: Project) -> None:
    project.write("street-art.csv", STREET_ART)

    def deploy(commit: int) -> dict[str, Any]:
        after_it = import_job("street-art.csv", triggers={"backup": "${before.backupId}"})
        return {"before": backup(triggers={"commit": commit}), "art": after_it}

    project.program(deploy(1))
    project.deploy()
    project.program(deploy(2))
    project.preview().says("may import again: triggers is not known yet")
    assert site.jobs_submitted == 1
    project.deploy().says("imports again: triggers.backup changed")
    assert (site.backups_submitted, site.jobs_submitted) == (2, 2)
    project.preview("--expect-no-changes")
