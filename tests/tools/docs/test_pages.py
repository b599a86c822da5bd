"""tools/docs/pages.py: what a page tells is what the schema says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.docs.pages import pages
from tools.local.paths import ROOT
from wix_data_provider.adapters.package import package

COMMITTED = json.loads((ROOT / "provider/wix_data_provider/schema.json").read_text("utf-8"))
PAGES = {path: text.decode() for path, text in pages(json.dumps(COMMITTED)).items()}
BACKUP = PAGES[Path("docs/resources/backup.md")]
IMPORT = PAGES[Path("docs/resources/import-job.md")]


def row(page: str, name: str) -> str:
    [found] = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
    return found


def test_there_is_a_page_for_each_resource_and_function() -> None:
    schema = package()
    assert len(PAGES) == len(schema["resources"]) + len(schema["functions"])
    on_disk = {path.relative_to(ROOT) for path in (ROOT / "docs").glob("[rf]*s/*.md")}
    assert on_disk == set(PAGES), "a page that is no longer generated is deleted by hand"


def test_every_property_stands_in_its_page() -> None:
    for path, text in PAGES.items():
        kind, name = path.parts[1], path.stem.replace("-", "")
        [spec] = [
            spec
            for token, spec in COMMITTED[kind].items()
            if token.rsplit(":", 1)[-1].lower() == name
        ]
        parts = [spec["inputs"], spec["outputs"]] if kind == "functions" else [spec]
        named = {
            key
            for part in parts
            for group in ("properties", "inputProperties")
            for key in part.get(group, {})
        }
        assert [key for key in named if f"| `{key}` |" not in text] == [], path


def test_a_page_says_what_runs_the_operation_again() -> None:
    assert "**Runs again**, in place." in row(BACKUP, "triggers")
    assert "**Runs again**, as a replacement." in row(IMPORT, "source")
    assert "**Runs again**" not in row(BACKUP, "keep")
    assert "**Runs again**" not in row(IMPORT, "maxRejected")


def test_a_page_says_types_defaults_and_what_is_required() -> None:
    assert row(BACKUP, "keep").startswith("| `keep` | integer |")
    assert "Defaults to `2`." in row(BACKUP, "keep")
    assert "| [WritePolicy](#writepolicy), required |" in row(IMPORT, "writePolicy")
    assert "| integer or string |" in row(IMPORT, "maxRejected")
    assert "### WritePolicy" in IMPORT
    assert "| `TRUNCATE_BEFORE` |" in IMPORT
    url = row(PAGES[Path("docs/resources/export-job.md")], "url")
    assert "string, secret" in url


def test_a_page_has_timeouts_and_the_line_that_imports() -> None:
    assert "Default timeouts: " in BACKUP
    assert "pulumi import wix-data:index:Backup backup <siteId>/<backupId>" in BACKUP
    assert "pulumi do wix-data:index:Backup list --site-id <siteId>" in BACKUP


@pytest.mark.parametrize(
    ("page", "all_of_them"),
    [("backup", "../functions/get-backups.md"), ("data-movement-job", "../functions/get-jobs.md")],
)
def test_a_page_says_what_its_list_leaves_out_and_where_that_is(
    page: str, all_of_them: str
) -> None:
    _, listing = PAGES[Path(f"docs/resources/{page}.md")].split("\n## List\n")
    assert all_of_them in listing


def test_what_is_nested_is_told_too() -> None:
    page = PAGES[Path("docs/resources/data-movement-job.md")]
    assert "### MovementSource" in page
    assert "### CollectionSource" in page
    assert page.count("### WritePolicy") == 1


def test_a_bar_does_not_end_a_cell() -> None:
    for text in PAGES.values():
        tables = [line for line in text.splitlines() if line.startswith("| `")]
        columns = {line.replace("\\|", "").count("|") for line in tables}
        assert columns <= {3, 4}
