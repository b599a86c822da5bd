"""What is wrong with a workflow shows here, not in the first pull request of a user."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.not_run_here import missing, on_path
from tests.pipelines.files import (
    DEPLOY,
    GITHUB,
    GITLAB,
    OWN,
    PIPELINES,
    PREVIEW,
    load,
    scripts,
    steps,
)
from tests.pipelines.linting import actionlint_complaints, complaints, schema_complaints
from tools.actionlint import actionlint
from tools.engine import EngineError
from tools.engine.pins import PULUMI
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EVERY = [*GITHUB, GITLAB]
WORKFLOW = "vendor.github-workflows"
ALWAYS_LIMITED = "custom.github-workflows-require-timeout"
PIPELINE = "vendor.gitlab-ci"
TRANSFORMED = ("--data-transform", "gitlab-ci")
PINNED = re.compile(r"uses: (?P<action>[\w./-]+)@(?P<commit>[0-9a-f]{40}) # (?P<version>v[\d.]+)$")


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.fixture(scope="session")
def program() -> Path:
    try:
        return actionlint()
    except EngineError as error:
        missing("actionlint", str(error))


def test_every_file_of_a_pipeline_is_read_here() -> None:
    files = [file for file in PIPELINES.rglob("*") if file.is_file()]
    assert sorted(files) == sorted([PREVIEW, DEPLOY, GITLAB])
    assert [file.name for file in OWN] == ["ci.yml", "release.yml"]


@pytest.mark.parametrize("schema", [WORKFLOW, ALWAYS_LIMITED])
@pytest.mark.parametrize("file", GITHUB, ids=name_of)
def test_a_workflow_is_as_its_schema_says_and_each_job_has_a_time_limit(
    file: Path, schema: str
) -> None:
    assert not schema_complaints(schema, file)


def test_the_gitlab_pipeline_is_as_its_schema_says() -> None:
    assert not schema_complaints(PIPELINE, GITLAB, *TRANSFORMED)


def test_actionlint_is_content(program: Path) -> None:
    assert not actionlint_complaints(program, *GITHUB)


@pytest.mark.parametrize("file", EVERY, ids=name_of)
def test_the_shell_of_a_pipeline_is_shell(file: Path, tmp_path: Path) -> None:
    for number, script in enumerate(scripts(file)):
        part = tmp_path / f"{number}.sh"
        part.write_text(script, encoding="utf-8")
        assert not complaints(on_path("bash"), "-n", part)


@pytest.mark.parametrize("file", GITHUB, ids=name_of)
def test_actions_are_pinned_by_commit_with_the_version_beside_it(file: Path) -> None:
    """A workflow of the same commit needs no pin."""
    lines = [
        line
        for line in file.read_text(encoding="utf-8").splitlines()
        if " uses: " in line and " uses: ./" not in line
    ]
    assert lines
    assert [line for line in lines if not PINNED.search(line)] == []


def test_an_action_has_one_version_in_all_workflows() -> None:
    pins: dict[str, set[str]] = {}
    for file in GITHUB:
        for line in file.read_text(encoding="utf-8").splitlines():
            if found := PINNED.search(line):
                repository = "/".join(found["action"].split("/")[:2])
                pins.setdefault(repository, set()).add(f"{found['commit']} {found['version']}")
    assert [action for action, pinned in pins.items() if len(pinned) > 1] == []


@pytest.mark.parametrize("file", GITHUB, ids=name_of)
def test_a_token_may_read_unless_a_job_says_why_it_must_write(file: Path) -> None:
    assert load(file)["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("file", GITHUB, ids=name_of)
def test_no_script_has_an_expression_in_it(file: Path) -> None:
    """Its value would be run as shell; the environment carries it safely."""
    assert [script for script in scripts(file) if "${{" in script] == []


@pytest.mark.parametrize("file", GITHUB, ids=name_of)
def test_no_checkout_leaves_its_token_behind(file: Path) -> None:
    checkouts = [s for s in steps(load(file)) if s.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert {checkout["with"]["persist-credentials"] for checkout in checkouts} == {"false"}


def test_pipelines_take_the_engine_that_the_tests_take() -> None:
    installed = [
        step["with"]["pulumi-version"]
        for file in (PREVIEW, DEPLOY)
        for step in steps(load(file))
        if step.get("uses", "").startswith("pulumi/actions@")
    ]
    assert set(installed) == {PULUMI}
    assert f" --version {PULUMI} " in GITLAB.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("whole", "broken"),
    [("runs-on:", "run-on:"), ("- name: Deploy", "- nome: Deploy"), ("timeout-minutes: 150", "")],
)
def test_a_workflow_that_github_would_refuse_does_not_pass(
    tmp_path: Path, whole: str, broken: str
) -> None:
    assert any(
        schema_complaints(schema, spoiled(DEPLOY, whole, broken, tmp_path))
        for schema in (WORKFLOW, ALWAYS_LIMITED)
    )


def test_a_gitlab_pipeline_that_gitlab_would_refuse_does_not_pass(tmp_path: Path) -> None:
    file = spoiled(GITLAB, "interruptible: false", "interruptible: never", tmp_path)
    assert schema_complaints(PIPELINE, file, *TRANSFORMED)


@pytest.mark.parametrize(
    ("whole", "broken", "said"),
    [
        ("secrets.WIX_API_KEY", "secretes.WIX_API_KEY", "undefined variable"),
        ("inputs.unlock", "inputs.unlocked", "is not defined"),
        ("github.run_id", "github.runid", 'property "runid" is not defined'),
    ],
)
def test_actionlint_finds_what_the_schema_does_not(
    program: Path, tmp_path: Path, whole: str, broken: str, said: str
) -> None:
    assert said in actionlint_complaints(program, spoiled(DEPLOY, whole, broken, tmp_path))


def spoiled(file: Path, whole: str, broken: str, folder: Path) -> Path:
    """A copy of a file with a mistake in it."""
    text = file.read_text(encoding="utf-8")
    assert whole in text
    copy = folder / file.name.lstrip(".")
    copy.write_text(text.replace(whole, broken), encoding="utf-8")
    return copy
