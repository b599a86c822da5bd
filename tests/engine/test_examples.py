"""Every example runs: preview, up, up again with no change, destroy."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import VENV_BIN, make_stack
from tests.engine.project import STACK, Project
from tools.local import paths

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.emulator import Emulator

EXAMPLES = paths.ROOT / "examples"
PROGRAMS = sorted(path.parent.relative_to(EXAMPLES) for path in EXAMPLES.glob("*/*/Pulumi.yaml"))


def test_no_example_is_left_out() -> None:
    assert {str(program) for program in PROGRAMS} >= {
        "pre-deploy-backup/python",
        "pre-deploy-backup/yaml",
    }


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_an_example_runs_and_its_outputs_are_as_promised(
    emulator: Emulator, surroundings: dict[str, str], tmp_path: Path, program: Path
) -> None:
    story = tmp_path / program.parent
    shutil.copytree(EXAMPLES / program.parent, story)
    states = tmp_path / "states"
    states.mkdir()
    folder = tmp_path / program
    environment = {
        **surroundings,
        "PATH": os.pathsep.join([str(VENV_BIN), surroundings["PATH"]]),
        "VIRTUAL_ENV": str(VENV_BIN.parent),
    }
    make_stack(folder, states, environment)
    project = Project(folder, states, environment, name=name_of(folder))
    site = emulator.new_site()
    for schema in sorted((story / "seed").glob("*/*.schema.json"))[:1]:
        definition = json.loads(schema.read_text(encoding="utf-8"))
        site.ask("POST", "/wix-data/v2/collections", definition, site=site.id)
    project.run("config set", "wix-data:siteId", site.id)
    project.run("config set", "commit", "a1b2c3")

    project.preview()
    assert site.submits == 1, "preview submitted something"
    project.up()
    expected = json.loads((story / "expected.json").read_text(encoding="utf-8"))
    outputs = project.outputs()
    assert {name: outputs[name] for name in expected} == expected
    submits = site.submits
    project.up().says("3 unchanged")
    assert site.submits == submits
    project.destroy()
    assert site.backups() == []


def name_of(folder: Path) -> str:
    first, *_ = (folder / "Pulumi.yaml").read_text(encoding="utf-8").splitlines()
    return first.removeprefix("name: ")


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_an_example_holds_no_key_and_the_settings_of_each_environment(program: Path) -> None:
    for stack in (STACK, "prod"):
        text = (EXAMPLES / program / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
        assert "wix-data:siteId" in text
        assert "apiKey" not in text
