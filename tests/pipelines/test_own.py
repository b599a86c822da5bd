"""The project's own workflows name nothing that is not there."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.pipelines.files import OWN, load, scripts
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
    jobs = load(next(file for file in OWN if file.name == "release.yml"))["jobs"]
    folders = [
        job["defaults"]["run"]["working-directory"] for job in jobs.values() if "defaults" in job
    ]
    for folder in [*folders, *named(r"\b(sdk/[a-z]+)\b")]:
        assert (ROOT / folder).is_dir(), folder


def test_the_machines_command_can_be_run() -> None:
    assert ".ci/run" in SCRIPTS
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_pins_of_actions_are_looked_after() -> None:
    assert not schema_complaints("vendor.dependabot", ROOT / ".github" / "dependabot.yml")


def test_a_tag_of_another_version_stops_the_release_before_anything_is_built() -> None:
    (build, *_) = load(next(file for file in OWN if file.name == "release.yml"))["jobs"].values()
    check, *later = [step["run"] for step in build["steps"] if "run" in step]
    assert check == 'make release-check TAG="$GITHUB_REF_NAME"'
    assert later
    done = subprocess.run(
        ["make", "--silent", "--old-file=.venv/.installed", "release-check", "TAG=v0.0.0"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "release: v0.0.0: this tree is " in done.stderr
