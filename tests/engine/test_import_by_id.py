"""`pulumi import`: what is at Wix already, taken over without running anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import THREE, backup, import_job

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.project import Project
    from tests.engine.site import Site

ORIGINAL: dict[str, Any] = {
    "before": backup(triggers={"commit": "a1"}, keep=3),
    "art": import_job(triggers={"run": 1}, name="Products", maxRejected=2),
}
TYPES = {"before": "wix-data:index:Backup", "art": "wix-data:index:ImportJob"}


@pytest.mark.parametrize("bare", [True, False], ids=["bare ID", "site and ID"])
@pytest.mark.parametrize("name", list(TYPES))
def test_an_import_by_id_changes_nothing_and_takes_the_program_over(
    site: Site, project: Project, new_project: Callable[[], Project], name: str, bare: bool
) -> None:
    project.write("products.csv", THREE)
    original = {name: ORIGINAL[name]}
    project.program(original)
    project.deploy()
    made = project.state()[name]
    wix_id = made.outputs.get("backupId") or made.outputs["jobId"]
    submits = site.submits

    adopter = new_project()
    if not bare:
        del adopter.environment["WIX_SITE_ID"]
    id_ = wix_id if bare else f"{site.id}/{wix_id}"
    generated = adopter.folder / "generated.yaml"
    options = ("--yes", "--protect=false", "--out", str(generated))
    adopter.run("import", TYPES[name], name, id_, *options)
    assert adopter.state()[name].id == made.id
    resources = generated.read_text(encoding="utf-8")
    adopter.write("Pulumi.yaml", f"name: story\nruntime: yaml\n{resources}")
    adopter.preview("--expect-no-changes")

    adopter.write("products.csv", THREE)
    adopter.environment["WIX_SITE_ID"] = site.id
    adopter.program(original)
    adopter.up()
    assert site.submits == submits
    kept = adopter.state()[name].outputs
    assert kept["triggers"] == made.outputs["triggers"]
    assert kept.get("sourceSha256") == made.outputs.get("sourceSha256")
    adopter.preview("--expect-no-changes")

    changed = {
        **original[name],
        "properties": {**original[name]["properties"], "triggers": {"n": 9}},
    }
    adopter.program({name: changed})
    adopter.up()
    assert site.backups_submitted + site.jobs_submitted == 2


def test_what_is_not_there_cannot_be_imported(site: Site, project: Project) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    project.run("import", TYPES["before"], "b", unknown, "--yes", ok=False).says("does not exist")
    project.run("import", TYPES["art"], "a", f"{site.id}/{unknown}", "--yes", ok=False)
    wrong = project.run("import", TYPES["before"], "b", "my-backup", "--yes", ok=False)
    wrong.says("'my-backup' is not an ID here: give <siteId>/<id at Wix>, two GUIDs")
    assert project.state() == {}


PRODUCTS = {"wixDataCollection": {"collectionId": "products"}}
AGAIN = {"wixDataCollection": {"collectionId": "products", "writePolicy": "SKIP_EXISTING"}}
TEXTS = "Collection ID,Item ID,Field Key,en,de\nposts,a,title,Apple,Apfel\n"
JOBS: dict[str, dict[str, Any]] = {
    "ExportJob": {"collectionId": "products", "fields": ["name"], "downloadTo": "products.csv"},
    "LocalizationExportJob": {"languages": ["en", "de"], "fileName": "texts.csv"},
    "LocalizationImportJob": {
        "source": {"fn::stringAsset": TEXTS},
        "languages": ["en", "de"],
    },
    "DataMovementJob": {"source": PRODUCTS, "destination": AGAIN},
}


def test_jobs_of_all_kinds_are_imported_and_taken_over(
    site: Site, project: Project, new_project: Callable[[], Project]
) -> None:
    site.add_collection("posts", "title", translated=["title"])
    site.add_item("posts", _id="a", title="Apple")
    original = {
        kind: {"type": f"wix-data:{kind}", "properties": {**properties, "triggers": {"run": 1}}}
        for kind, properties in JOBS.items()
    }
    project.program(original)
    project.deploy()
    made = project.state()
    submits = site.submits

    adopter = new_project()
    wanted = [
        {"type": f"wix-data:index:{kind}", "name": kind, "id": made[kind].id} for kind in JOBS
    ]
    adopter.write("wanted.json", json.dumps({"resources": wanted}))
    generated = adopter.folder / "generated.yaml"
    options = ("--yes", "--protect=false", "--out", str(generated))
    adopter.run("import", "--file", "wanted.json", *options)
    resources = generated.read_text(encoding="utf-8")
    adopter.write("Pulumi.yaml", f"name: story\nruntime: yaml\n{resources}")
    adopter.preview("--expect-no-changes")

    adopter.program(original)
    adopter.up()
    assert site.submits == submits
    assert (adopter.folder / "products.csv").exists()
    assert {name: entry.id for name, entry in adopter.state().items()} == {
        name: entry.id for name, entry in made.items()
    }
    adopter.preview("--expect-no-changes")
