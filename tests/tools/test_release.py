from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import release
from tools.local.paths import ROOT
from wix_data_provider import __version__

if TYPE_CHECKING:
    from pathlib import Path

READY = """\
# Changelog

## Unreleased

## 1.2.0 (2026-12-01)

- `Backup`: a thing.
  Its second line.

### For developers

- Another.

## 1.1.0

- An older one.
"""


def test_a_tree_with_the_version_and_its_section_can_be_released() -> None:
    assert release.objections("v1.2.0", "1.2.0", READY) == []


def test_a_tag_of_another_version_is_refused() -> None:
    (objection,) = release.objections("v1.1.0", "1.2.0", READY)
    assert objection.startswith("v1.1.0: this tree is 1.2.0. Set __version__ in ")


@pytest.mark.parametrize("tag", ["1.2.0", "v1.2", "v1.2.0-rc.1", "v1.2.0 ", "version", ""])
def test_a_tag_of_another_form_is_refused(tag: str) -> None:
    (objection,) = release.objections(tag, "1.2.0", READY)
    assert "v<major>.<minor>.<patch>, such as v1.2.0" in objection


@pytest.mark.parametrize(
    "changelog",
    [
        "# Changelog\n\n## Unreleased\n",
        "# Changelog\n\n## 1.2.0\n\n## 1.1.0\n\n- Old.\n",
        "# Changelog\n\n## 1.2.01\n\n- Another.\n",
        "",
    ],
)
def test_a_version_of_which_nothing_is_told_is_refused(changelog: str) -> None:
    (objection,) = release.objections("v1.2.0", "1.2.0", changelog)
    assert "nothing under `## 1.2.0`" in objection


def test_what_is_told_under_no_version_is_not_released_unnoticed() -> None:
    changelog = READY.replace("## Unreleased\n", "## Unreleased\n\n- Forgotten.\n")
    (objection,) = release.objections("v1.2.0", "1.2.0", changelog)
    assert "`## Unreleased` would be in the release and in no section" in objection


def test_all_objections_come_at_once() -> None:
    changelog = "# Changelog\n\n## Unreleased\n\n- Everything.\n"
    assert len(release.objections("v2.0.0", "1.2.0", changelog)) == 3


def test_the_notes_are_the_section_alone_with_what_is_below_it() -> None:
    assert release.notes("v1.2.0", READY).splitlines() == [
        "- `Backup`: a thing.",
        "  Its second line.",
        "",
        "### For developers",
        "",
        "- Another.",
    ]


def test_the_command_prints_the_notes_of_this_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text(f"# Changelog\n\n## {__version__}\n\n- The first.\n", encoding="utf-8")
    monkeypatch.setattr(release, "CHANGELOG", changelog)
    assert release.main(["check", f"v{__version__}"]) == 0
    assert release.main(["notes", f"v{__version__}"]) == 0
    assert capsys.readouterr().out == f"v{__version__} can be released\n- The first.\n"


def test_the_command_fails_with_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["notes", "v0.0.0"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("release: v0.0.0: this tree is ")


def test_the_changelog_of_this_tree_has_sections() -> None:
    told = release.sections((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert told, "no heading of the second level"
