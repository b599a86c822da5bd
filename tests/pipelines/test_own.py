"""The project's own workflows name nothing that is not there."""

from __future__ import annotations

import re

import pytest

from tests.pipelines.files import OWN, load, scripts, steps
from tests.pipelines.linting import schema_complaints
from tools.local.paths import ROOT

SCRIPTS = [script for file in OWN for script in scripts(file)]


def named(pattern: str) -> list[str]:
    return sorted({found for script in SCRIPTS for found in re.findall(pattern, script)})


@pytest.mark.parametrize("target", named(r"\bmake ([a-z-]+)"))
def test_a_target_that_is_run_is_in_the_makefile(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("module", named(r"-m (tools\.[a-z.]+)"))
def test_a_module_that_is_run_is_there(module: str) -> None:
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()


def test_a_folder_that_is_released_is_there() -> None:
    folders = [
        step["working-directory"]
        for file in OWN
        for step in steps(load(file))
        if "working-directory" in step
    ]
    for folder in [*folders, *named(r"\b(sdk/[a-z]+)\b")]:
        assert (ROOT / folder).is_dir(), folder


def test_the_machines_command_can_be_run() -> None:
    assert ".ci/run" in SCRIPTS
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_pins_of_actions_are_looked_after() -> None:
    assert not schema_complaints("vendor.dependabot", ROOT / ".github" / "dependabot.yml")
