"""Options that the engine has for every resource, where they meet what an import is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.programs import import_job

if TYPE_CHECKING:
    from tests.engine.project import Project
    from tests.engine.site import Site

ONE = "_id,name\na,Apple\n"
EDITED = "_id,name\na,Apricot\n"
NAMELESS = "name\nApple\n"


def names(site: Site) -> list[str]:
    return [item["name"] for item in site.items("products")]


def test_a_refresh_looks_at_no_file_and_the_next_up_imports_what_was_edited(
    site: Site, project: Project
) -> None:
    project.write("path.csv", ONE)
    project.write("asset.csv", ONE)
    project.program(
        {
            "path": import_job(None, sourcePath="path.csv"),
            "asset": import_job("asset.csv", writePolicy="SKIP_EXISTING"),
        }
    )
    project.deploy()
    for edited in ("", NAMELESS, EDITED):
        project.write("path.csv", edited)
        project.write("asset.csv", edited)
        refreshed = project.refresh("--skip-preview", "--expect-no-changes")
        assert "imports again" not in refreshed.output
    project.up("--refresh").says("imports again: the content of sourcePath changed: 1 → 1 row")
    assert names(site) == ["Apricot"]


def test_edited_content_that_is_ignored_runs_nothing_until_something_else_does(
    site: Site, project: Project
) -> None:
    ways = {"path": import_job(None, sourcePath="path.csv"), "asset": import_job("asset.csv")}
    ignoring = {"path": "sourcePath", "asset": "source"}
    for name, way in ways.items():
        site.add_collection(name, "name")
        project.write(f"{name}.csv", ONE)
        way["properties"]["collectionId"] = name
        way["options"] = {"ignoreChanges": [ignoring[name]]}
    project.program(ways)
    project.deploy()
    for name in ways:
        project.write(f"{name}.csv", EDITED)
    project.up("--expect-no-changes")
    for way in ways.values():
        way["properties"]["triggers"] = {"run": 2}
    project.program(ways)
    project.up().says("imports again: triggers changed")
    assert {site.items(name)[0]["name"] for name in ways} == {"Apricot"}
    project.preview("--expect-no-changes")


def test_an_option_that_replaces_imports_no_rows_without_id_twice(
    site: Site, project: Project
) -> None:
    project.write("products.csv", NAMELESS)
    options = {"replaceOnChanges": ["*"]}
    project.program({"products": import_job(options=options)})
    project.deploy()
    project.program({"products": import_job(options=options, maxRejected=1)})
    for command in (project.preview, project.deploy):
        command(ok=False).says("this resource imported into products before")
    assert names(site) == ["Apple"]
    project.program({"products": import_job(options=options, allowDuplicates=True)})
    project.deploy()
    assert names(site) == ["Apple", "Apple"]
