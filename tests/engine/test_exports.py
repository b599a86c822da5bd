"""Exports and translations: a file on this machine, edited there, and back into Wix."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import in_our_python
from tests.engine.programs import import_job
from tests.engine.project import NAME

if TYPE_CHECKING:
    from tests.engine.project import Project
    from tests.engine.site import Site

XMAS = {"holidays": {"$in": ["xmas"]}}
SIGNED = ("signature=", "/_files/")


def assert_url_is_nowhere(project: Project, *outputs: str) -> None:
    assert "ciphertext" in project.state()["export"].outputs["url"]
    for text in (project.state_text(), *outputs):
        assert not [word for word in SIGNED if word in text]


def test_some_items_go_into_a_file_and_from_there_into_another_collection(
    site: Site, project: Project
) -> None:
    for name, *holidays in (("Star", "xmas"), ("Egg", "easter"), ("Candle", "xmas", "easter")):
        site.add_item("products", _id=name.lower(), name=name, holidays=holidays)
    site.add_collection("gifts", "name")
    site.forget_requests()
    properties = {"collectionId": "products", "filter": XMAS, "downloadTo": "xmas.csv"}
    gifts = import_job(None, sourcePath="${export.path}", collectionId="gifts", format="CSV")
    resources = {"export": {"type": "wix-data:ExportJob", "properties": properties}, "gifts": gifts}
    project.program(resources, outputs={"url": "${export.url}", "rows": "${export.rows}"})

    preview = project.preview()
    preview.says(
        "exports some items of products (CSV) → xmas.csv",
        "the source is not there yet: its rows are counted before the import",
    )
    assert site.submits == 0
    up = project.up("--skip-preview")
    file = project.folder / "xmas.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        assert sorted(row["name"] for row in csv.DictReader(lines)) == ["Candle", "Star"]
    assert sorted(item["name"] for item in site.items("gifts")) == ["Candle", "Star"]
    outputs = project.state()["export"].outputs
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (outputs["status"], outputs["sha256"], outputs["rows"]) == ("COMPLETED", sha256, 2)
    assert project.outputs()["rows"] == 2
    assert_url_is_nowhere(project, preview.output, up.output)

    file.unlink()
    project.preview("--expect-no-changes", "--refresh")
    assert (site.jobs_submitted, site.asked("GET /_files/.*")) == (2, 1)
    properties["downloadTo"] = "again.csv"
    project.program(resources)
    project.deploy()
    assert (project.folder / "again.csv").exists()
    assert (site.jobs_submitted, site.asked("GET /_files/.*")) == (2, 2)


FILTERED = """
import {module} as wix

wix.ExportJob("export", collection_id="products", filter={filter}, download_to="some.csv")
"""


@pytest.mark.parametrize(
    ("fixture", "module"),
    [("project", "pulumi_wix_data"), ("dynamic_project", "pulumi_wix_data.dynamic")],
)
def test_null_in_a_filter_holds_still_and_a_change_of_it_exports_again(
    site: Site, fixture: str, module: str, request: pytest.FixtureRequest
) -> None:
    project: Project = request.getfixturevalue(fixture)
    project.environment = in_our_python(project.environment)
    project.write("Pulumi.yaml", json.dumps({"name": NAME, "runtime": "python"}))
    for name, price in (("Star", 3), ("Egg", 4), ("Gift", None)):
        site.add_item("products", name=name, price=price)
    for filter, rows in (
        ({"price": None}, 1),
        ({"price": {"$ne": None}}, 2),
    ):
        project.write("__main__.py", FILTERED.format(module=module, filter=filter))
        project.deploy()
        assert project.state()["export"].outputs["rows"] == rows
    project.refresh("--skip-preview")
    project.preview("--expect-no-changes")


def test_translations_are_exported_edited_and_imported(site: Site, project: Project) -> None:
    site.add_collection("posts", "title", translated=["title"])
    for title in ("Apple", "Bread"):
        site.add_item("posts", _id=title.lower(), title=title)
    languages = ["en", "de"]
    properties = {"languages": languages, "downloadTo": "texts.csv"}
    export = {"type": "wix-data:LocalizationExportJob", "properties": properties}
    project.program({"export": export})
    up = project.up()
    file = project.folder / "texts.csv"
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[1] == "posts,apple,title,Apple,"
    assert_url_is_nowhere(project, up.output)

    file.write_text(text.replace("Apple,", "Apple,Apfel"), encoding="utf-8")
    source = {"source": {"fn::fileAsset": "texts.csv"}, "languages": languages}
    back = {"type": "wix-data:LocalizationImportJob", "properties": source}
    project.program({"export": export, "import": back})
    project.up().says("2 rows, 5 columns → translations (en, de)")
    for language, titles in {"de": ["Apfel", "Bread"], "en": ["Apple", "Bread"]}.items():
        assert [item["title"] for item in site.items("posts", language)] == titles
    assert {entry.outputs["status"] for entry in project.state().values()} == {"COMPLETED"}
    project.preview("--expect-no-changes")
    assert site.jobs_submitted == 2

    project.program({"export": {**export, "properties": {**properties, "languages": ["en", "x"]}}})
    project.preview(ok=False).says("must be language tags such as `en` or `pt-BR`, and 'x' is none")
