"""The first program of each how-to page prints what the page says."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.docs.saying import hold, said_in
from tests.engine.conftest import in_our_python, make_stack
from tests.engine.project import Project
from tests.engine.site import Site
from tests.engine.test_examples import bring_in
from tools.docs.shown import shown_files
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engine.emulator import Emulator

    Example = Callable[[str], Project]

DEV = "3f1d9a52-6c8e-4b7a-9d20-5e4c7b81a6f0"
HOW_TO = sorted((ROOT / "docs" / "how-to").glob("*.md"))


@pytest.fixture
def example(emulator: Emulator, surroundings: dict[str, str], tmp_path: Path) -> Example:
    """Makes a project of an example in Python, and the sites of its seed."""

    def make(name: str) -> Project:
        story, states = tmp_path / name, tmp_path / "states"
        shutil.copytree(ROOT / "examples" / name, story)
        states.mkdir()
        for seed in (story / "seed").iterdir():
            bring_in(Site(emulator.ask, seed.name), seed)
        project = Project(story / "python", states, in_our_python(surroundings), name=name)
        make_stack(project.folder, states, project.environment)
        return project

    return make


def test_a_backup_before_each_deploy(example: Example, emulator: Emulator) -> None:
    project = example("pre-deploy-backup")
    first = project.preview("--config=commit=a1b2c3")
    project.deploy("--config=commit=a1b2c3")
    second = project.preview("--config=commit=d4e5f6")
    site = Site(emulator.ask, DEV)
    for _ in range(2):
        site.take_backup()
    project.run("config set", "keep", "3")
    full = project.preview("--config=commit=d4e5f6", ok=False)
    printed = (first.output, second.output, full.output)
    hold(said_in("how-to/backup-before-deploy.md"), printed)


def test_the_same_import_in_every_environment(example: Example) -> None:
    project = example("per-environment")
    dev = project.preview()
    project.deploy()
    file = project.folder.parent / "data" / "products-test.csv"
    file.write_text(file.read_text("utf-8").replace("Free of charge", "Free"), encoding="utf-8")
    changed = project.preview()
    project.destroy("--skip-preview")
    for name, value in settings_of(project, "prod").items():
        project.run("config set", name, value)
    prod = project.preview()
    hold(said_in("how-to/import-per-environment.md"), (dev.output, prod.output, changed.output))


def settings_of(project: Project, stack: str) -> dict[str, str]:
    text = (project.folder / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    settings: dict[str, str] = yaml.safe_load(text)["config"]
    return settings


def test_content_from_one_site_to_the_next(example: Example) -> None:
    project = example("promote-content")
    preview = project.preview("--config=release=7")
    hold(said_in("how-to/promote-content.md"), [preview.output])


def test_roll_back(example: Example, emulator: Emulator) -> None:
    project = example("rollback")
    Site(emulator.ask, DEV).take_backup()
    preview = project.preview("--config=incident=prices")
    hold(said_in("how-to/roll-back.md"), [preview.output])


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_page_begins_with_a_file_that_runs(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert shown_files(text)
    title, _, rest = text.partition("\n\n")
    assert title.startswith("# ")
    is_workflow = page.stem == "continuous-integration"
    assert is_workflow or rest.startswith("<!-- from: examples/")
