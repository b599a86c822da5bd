"""Imports: from where, how they write, and what runs them again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.engine.programs import THREE, import_job

if TYPE_CHECKING:
    from tests.engine.project import Project
    from tests.engine.site import Site


def names(site: Site, collection: str = "products") -> list[str]:
    return [item["name"] for item in site.items(collection)]


def test_a_write_policy_decides_about_the_items_that_are_there(
    site: Site, project: Project
) -> None:
    expected = {
        "OVERWRITE": ["Apple", "Zucchini", "Bread", "Cheese"],
        "SKIP_EXISTING": ["Avocado", "Zucchini", "Bread", "Cheese"],
        "TRUNCATE_BEFORE": ["Apple", "Bread", "Cheese"],
    }
    for policy in expected:
        site.add_collection(policy, "name", "price")
        site.add_item(policy, _id="a", name="Avocado")
        site.add_item(policy, _id="z", name="Zucchini")
    project.write("products.csv", THREE)
    project.program(
        {policy: import_job(collectionId=policy, writePolicy=policy) for policy in expected}
    )
    project.preview().says(
        *(f"3 rows, 3 columns → {policy} ({policy})" for policy in expected),
        "warning: TRUNCATE_BEFORE empties TRUNCATE_BEFORE (2 items now) before the import",
    )
    project.deploy()
    assert {policy: names(site, policy) for policy in expected} == expected
    assert {entry.outputs["status"] for entry in project.state().values()} == {"COMPLETED"}
    project.preview("--expect-no-changes")


LINES = "".join(json.dumps({"_id": n, "name": f"Item {n}"}) + "\n" for n in "ab")
SOURCES: dict[str, dict[str, Any]] = {
    "csv": {"file": "products.csv"},
    "jsonl": {"file": "products.jsonl"},
    "text": {"source": {"fn::stringAsset": LINES}, "format": "JSONL"},
    "url": {"source": {"fn::remoteAsset": "file://{folder}/products.csv"}},
    "path": {"sourcePath": "products.csv"},
    "absolute": {"sourcePath": "{folder}/products.jsonl"},
    "unnamed": {"file": "products.txt", "format": "JSONL"},
}


def test_content_comes_from_an_asset_or_a_path_and_counts_by_its_hash(
    site: Site, project: Project
) -> None:
    project.write("products.csv", "_id,name\na,Item a\nb,Item b\n")
    project.write("products.jsonl", LINES)
    project.write("products.txt", LINES)
    placed = json.loads(json.dumps(SOURCES).replace("{folder}", str(project.folder)))
    for name in placed:
        site.add_collection(name, "name")
    project.program(
        {
            name: import_job(given.pop("file", None), collectionId=name, **given)
            for name, given in placed.items()
        }
    )
    project.up()
    for name, recorded in project.state().items():
        assert names(site, name) == ["Item a", "Item b"], name
        outputs = recorded.outputs
        assert (outputs["rows"], outputs["rowsWithoutId"]) == (2, 0), name
        assert len(outputs["sourceSha256"]) == 64, name
    project.up().says("8 unchanged")
    assert site.jobs_submitted == len(SOURCES)


def test_another_path_with_the_same_content_is_no_change_and_new_content_is(
    site: Site, project: Project
) -> None:
    project.write("old.csv", THREE)
    project.write("new.csv", THREE)
    project.program({"art": import_job("old.csv")})
    project.deploy()
    project.program({"art": import_job("new.csv")})
    project.up().says("2 unchanged")
    project.program({"art": import_job(None, sourcePath="new.csv")})
    project.up().says("2 unchanged")
    assert site.jobs_submitted == 1
    project.write("new.csv", THREE + "d,Dates,4\n")
    project.preview().says("imports again: the content of sourcePath changed", "1 to replace")
    project.up()
    assert site.jobs_submitted == 2
    assert names(site) == ["Apple", "Bread", "Cheese", "Dates"]


def test_a_file_at_wix_is_imported_by_its_id(site: Site, project: Project) -> None:
    project.write("products.csv", THREE)
    project.program({"art": import_job()})
    project.deploy()
    (job,) = site.jobs()
    file_id = job["source"]["file"]["fileId"]
    site.ask("POST", "/wix-data/v2/items/truncate", {"dataCollectionId": "products"}, site=site.id)
    project.program({"art": import_job(), "again": import_job(None, fileId=file_id, format="CSV")})
    project.up()
    assert names(site) == ["Apple", "Bread", "Cheese"]
    assert (site.uploads, site.jobs_submitted) == (1, 2)
    project.preview("--expect-no-changes")


def test_triggers_and_operation_inputs_run_it_again_and_nothing_else_does(
    site: Site, project: Project
) -> None:
    site.add_collection("archive", "name")
    project.write("products.csv", THREE)
    project.program({"art": import_job(triggers={"run": 1})})
    project.deploy()
    quiet: dict[str, Any] = {"name": "Friday's products", "maxRejected": 5, "allowDuplicates": True}
    project.program({"art": import_job(triggers={"run": 1}, **quiet)})
    project.up().says("1 updated")
    assert site.jobs_submitted == 1
    assert project.state()["art"].outputs["maxRejected"] == 5

    runs: list[tuple[dict[str, Any], str]] = [
        ({"triggers": {"run": 2}}, "imports again: triggers.run changed"),
        ({"triggers": {"run": 2}, "writePolicy": "SKIP_EXISTING"}, "writePolicy changed"),
        ({"triggers": {"run": 2}, "collectionId": "archive"}, "collectionId changed"),
    ]
    for submitted, (changed, reason) in enumerate(runs, start=2):
        project.program({"art": import_job(**quiet, **changed)})
        project.up().says(reason, "1 replaced")
        assert site.jobs_submitted == submitted
    assert len(site.items("archive")) == 3


def test_destroy_leaves_the_content_and_calls_nothing(site: Site, project: Project) -> None:
    project.write("products.csv", THREE)
    project.program({"art": import_job()})
    project.deploy()
    submits = site.submits
    project.destroy()
    assert site.submits == submits
    assert len(site.items("products")) == 3
