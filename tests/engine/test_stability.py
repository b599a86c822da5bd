"""Nothing runs, and nothing is shown as changed, but for a change of what the program says."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.conftest import make_stack
from tests.engine.every_input import FILES, every_input
from tests.engine.everything import Everything
from tests.engine.killing import move_to_a_fresh_machine
from tests.engine.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

YEAR_S = 365 * 86_400


@pytest.fixture(scope="module")
def deployment(
    empty_stack: Path, surroundings: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Everything:
    folder = tmp_path_factory.mktemp("everything") / "made"
    return Everything.deployed(folder, empty_stack, surroundings)


@pytest.fixture
def every(deployment: Everything, tmp_path: Path) -> Iterator[Everything]:
    """A deployment of its own, whose emulator runs."""
    copy = deployment.copy(tmp_path / "copy")
    yield copy
    copy.project.end_all()
    copy.emulator.kill()


def available(every: Everything) -> set[bool]:
    return {entry.outputs["available"] for entry in every.project.state().values()}


def test_it_holds_still_after_up_and_after_each_refresh(every: Everything) -> None:
    assert len(every.state()) == len(every_input(every.given))
    every.holds_still()
    for _ in range(2):
        before = every.state()
        every.refresh()
        assert every.state() == before
        every.holds_still()
    every.project.preview("--refresh", "--expect-no-changes")


def test_it_holds_still_while_backups_are_evicted_and_time_and_history_pass(
    every: Everything,
) -> None:
    for _ in range(3):
        every.site.take_backup()
    every.shows_no_change()
    every.refresh()
    assert not every.project.state()["before"].outputs["available"]
    every.holds_still()

    every.emulator.advance(YEAR_S)
    every.shows_no_change()
    every.refresh()
    every.shows_no_change()

    for site in (every.site.id, every.given.development):
        every.emulator.ask("POST", "/_emulator/reset", {"siteId": site})
    every.shows_no_change()
    every.refresh()
    assert available(every) == {False}
    every.holds_still()


def test_it_holds_still_when_the_key_is_rotated_and_the_endpoint_moves(every: Everything) -> None:
    """Both in the stack's configuration, and so in the state."""
    for restarts in range(2):
        if restarts:
            every.emulator.kill()
            every.restart()
        every.project.run("config set", "--secret", "wix-data:apiKey", every.emulator.api_key)
        every.project.run("config set", "wix-data:endpoint", every.emulator.url)
        for name in ("WIX_API_KEY", "WIX_API_URL"):
            del every.project.environment[name]
        if restarts:  # without an `up` before it, a mere refresh would use the key of the state
            every.refresh("--run-program")
        every.holds_still()
        every.refresh()
        every.shows_no_change()


def test_it_holds_still_on_another_machine_where_files_lie_elsewhere(
    every: Everything, tmp_path: Path
) -> None:
    exported = tmp_path / "exported.json"
    every.project.run("stack export", "--file", str(exported))
    before = every.state()
    shutil.rmtree(every.folder / "project")
    shutil.rmtree(every.folder / "states")

    elsewhere = tmp_path / "elsewhere"
    for name in ("project", "states", "project/sub", "data"):
        (elsewhere / name).mkdir(parents=True)
    every.project = Project(elsewhere / "project", elsewhere / "states", every.project.environment)
    move_to_a_fresh_machine(every.project, tmp_path / "home")
    for name, content in FILES.items():
        (elsewhere / "data" / name).write_text(content, encoding="utf-8")
    every.program(folder="../data")
    make_stack(every.project.folder, elsewhere / "states", every.project.environment)
    every.project.run("stack import", "--file", str(exported))
    assert every.state() == before
    every.holds_still()
    every.refresh()
    every.holds_still()

    every.program(folder="sub/.././../data/.")  # the same files by yet another way
    every.shows_no_change()
    for name in FILES:
        (elsewhere / "data" / name).rename(elsewhere / "data" / f"moved-{name}")
    text = json.dumps(every_input(every.given, folder="../data"))
    every.program(json.loads(text.replace("../data/", "../data/moved-")))
    every.shows_no_change()
    (elsewhere / "data" / "moved-goods.jsonl").unlink()  # of sourcePath
    every.holds_still()
    assert not list((elsewhere / "project").glob("*.csv"))


EDITS: dict[str, dict[str, Any]] = {
    "before": {"keep": 3, "whenFull": "fail", "deletionPolicy": "delete"},
    "freed": {"deleteBackupAfter": False},
    "asset": {"name": "Other", "maxRejected": 7, "allowDuplicates": False},
    "path": {"name": "Goods", "maxRejected": "1%", "allowDuplicates": True},
    "text": {"restoreOnFailure": "00000000-0000-4000-8000-000000000000"},
    "translations": {"name": "Other", "maxRejected": 0},
    "some-items": {"name": "Other", "fileName": "other.csv", "downloadTo": "other.csv"},
    "texts": {"name": "Other", "fileName": "other.csv", "downloadTo": "other-texts.csv"},
    "promoted": {"name": "Other", "maxRejected": 0},
    "translated": {
        "name": "Other",
        "destination": {"file": {"format": "CSV", "fileName": "other.csv"}},
    },
}
"""New values of inputs that are no part of an operation."""


def test_edits_of_what_is_no_part_of_an_operation_update_the_state_and_submit_nothing(
    every: Everything,
) -> None:
    resources = every_input(every.given)
    for name, edit in EDITS.items():
        resources[name]["properties"] |= edit
    every.program(resources)
    before = every.submits()
    preview = every.project.preview("--diff")
    preview.says(f"~ {len(EDITS)} to update", "6 unchanged")
    assert "replace" not in preview.output
    every.project.deploy().says(f"~ {len(EDITS)} updated", "6 unchanged")
    assert every.submits() == before
    for name, edit in EDITS.items():
        assert every.project.state()[name].outputs.items() >= edit.items()
    for resource in resources.values():
        resource["options"]["customTimeouts"] = {"create": "1h", "update": "2h", "delete": "3h"}
    every.program(resources)
    every.holds_still()
