"""The project's own workflows name nothing that is not there."""

from __future__ import annotations

import re

import pytest

from tests.pipelines.files import OWN, load, scripts, steps
from tests.pipelines.linting import schema_complaints
from tools.local.paths import ROOT
from tools.sdks import files_below

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


def test_what_is_pinned_is_looked_after() -> None:
    """All but the SDKs, which are generated, and hosts that later releases do not have."""
    dependabot = ROOT / ".github" / "dependabot.yml"
    assert not schema_complaints("vendor.dependabot", dependabot)
    watched = {
        (update["package-ecosystem"], folder)
        for update in load(dependabot)["updates"]
        for folder in update.get("directories") or [update["directory"]]
    }
    manifests = {"go.mod": "gomod", "package.json": "npm", "pom.xml": "maven"}
    there = {
        (manifests[path.name], f"/{path.parent.relative_to(ROOT)}")
        for folder in ("examples", "tests", "tools")
        for path in files_below(ROOT / folder)
        if path.name in manifests and not path.parent.name.endswith("-host")
    }
    assert watched - there == {
        ("github-actions", "/"),
        ("github-actions", "/examples/pipelines/github"),
        ("pip", "/"),
    }
    assert there <= watched
