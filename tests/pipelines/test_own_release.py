"""release.yml: what is published was merged, tested and built without a right to publish, and what
failed half-way can be run again. Its lines are run, with stand-ins for `gh` and `npm`."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.not_run_here import on_path
from tests.pipelines.files import CI, RELEASE, load, scripts
from tests.pipelines.machine import STRICT, git
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

JOBS: dict[str, dict[str, Any]] = load(RELEASE)["jobs"]
PUBLISHERS = ("pypi", "npm", "nuget", "go", "github")
TAG = "v1.2.0"
GO_TAG = "refs/tags/sdk/go/wixdata/v1.2.0"
STAND_IN = """\
#!/bin/sh
echo "$(basename "$0") $*" >>"$ASKED"
case "$*" in
    *git/ref/*) printf '%s\\n' "$THERE"; [ "${THERE#'{'}" = "$THERE" ] ;;
    *git/refs*) [ "${THERE#'{'}" != "$THERE" ] ;;
    *view*) [ -n "$THERE" ] ;;
esac
"""
MISSING = '{"message": "Not Found"}'
"""What gh prints before it fails: not filtered."""


def lines(job: str) -> list[str]:
    """The shell of a job, step by step."""
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def before(job: str) -> set[str]:
    """The jobs that must be green before one is begun."""
    needs = JOBS[job].get("needs", [])
    direct = [needs] if isinstance(needs, str) else needs
    return {*direct, *(earlier for name in direct for earlier in before(name))}


def run(
    script: str, folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """A step, as GitHub runs it."""
    on_path("bash")
    return subprocess.run(
        [*STRICT, "-c", script],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def asked(job: str, folder: Path, there: str) -> tuple[int, list[str]]:
    """How the last step of a job ends, and what it asks of `gh` and `npm`, where that is there."""
    for name in ("dist/a.whl", "npm/a.tgz", "nuget/a.nupkg"):
        (folder / name).parent.mkdir()
        (folder / name).touch()
    programs = folder / "bin"
    programs.mkdir()
    for program in ("gh", "npm"):
        (programs / program).write_text(STAND_IN, encoding="utf-8")
        (programs / program).chmod(0o755)
    environment = {
        "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
        "ASKED": str(folder / "asked"),
        "THERE": there,
        "GITHUB_SHA": "abc",
        "GITHUB_REF_NAME": TAG,
        "GITHUB_REPOSITORY": "owner/name",
    }
    done = run(lines(job)[-1], folder, environment)
    return done.returncode, (folder / "asked").read_text(encoding="utf-8").splitlines()


def test_a_commit_that_is_not_on_main_is_not_released(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", "origin")
    origin = tmp_path / "origin"
    git(origin, "commit", "--quiet", "--allow-empty", "--message", "merged")
    git(origin, "checkout", "--quiet", "-b", "change")
    git(origin, "commit", "--quiet", "--allow-empty", "--message", "proposed")
    git(tmp_path, "clone", "--quiet", f"file://{origin}", "clone")
    first = lines("check")[0]
    clone = tmp_path / "clone"
    merged, proposed = (git(clone, "rev-parse", f"origin/{name}") for name in ("main", "change"))
    assert run(first, clone, {"GITHUB_SHA": merged}).returncode == 0
    assert run(first, clone, {"GITHUB_SHA": proposed}).returncode == 1
    assert JOBS["check"]["steps"][0]["with"]["fetch-depth"] == "0"


def test_a_tag_of_another_version_stops_the_release_before_anything_is_built() -> None:
    assert lines("check")[-1] == 'make release-check TAG="$GITHUB_REF_NAME"'
    done = subprocess.run(
        ["make", "--silent", "--old-file=.venv/.installed", "release-check", "TAG=v0.0.0"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "release: v0.0.0: this tree is " in done.stderr


def test_all_that_ci_runs_is_green_before_anything_is_published() -> None:
    assert JOBS["test"]["uses"] == f"./{CI.relative_to(ROOT)}"
    assert "workflow_call" in load(CI)["on"]
    assert ".ci/run" in scripts(CI)
    assert any(script.startswith("dotnet build sdk/dotnet ") for script in scripts(CI))
    for job in PUBLISHERS:
        assert before(job) >= {"check", "test", "build", "attest"}


def test_the_release_at_github_waits_for_no_registry_but_that_of_the_plugin() -> None:
    assert before("github").isdisjoint({"npm", "nuget"})


def test_what_is_tested_and_built_may_only_read() -> None:
    assert {name for name, job in JOBS.items() if "permissions" in job} == {"attest", *PUBLISHERS}
    for name in ("attest", *PUBLISHERS):
        actions = [step["uses"].split("@")[0] for step in JOBS[name]["steps"] if "uses" in step]
        assert "actions/checkout" not in actions
        assert not [line for line in lines(name) if "install" in line or "make " in line]


def test_what_is_published_is_what_was_attested() -> None:
    kept, attested = (
        JOBS[job]["steps"][-1]["with"][key].split()
        for job, key in (("build", "path"), ("attest", "subject-path"))
    )
    assert kept == [*attested, "notes.md"]
    assert attested == ["dist/*", "npm/*.tgz", "nuget/*.nupkg"]
    assert f"publish ./{attested[1]}" in lines("npm")[-1]
    assert f"push {attested[2]}" in lines("nuget")[-1]
    assert " ".join(attested) in lines("github")[-1]


def test_the_tag_of_the_go_module_is_made(tmp_path: Path) -> None:
    code, (_, made) = asked("go", tmp_path, MISSING)
    assert code == 0
    assert made == f"gh api repos/owner/name/git/refs -f ref={GO_TAG} -f sha=abc"


def test_a_tag_of_the_go_module_that_is_there_is_left_alone(tmp_path: Path) -> None:
    code, (looked,) = asked("go", tmp_path, "abc")
    assert code == 0
    assert (
        looked == f"gh api repos/owner/name/git/{GO_TAG.replace('refs', 'ref', 1)} --jq .object.sha"
    )


def test_a_tag_of_the_go_module_of_another_commit_is_an_error(tmp_path: Path) -> None:
    code, _ = asked("go", tmp_path, "def")
    assert code != 0


@pytest.mark.parametrize(
    ("there", "verbs"), [("", ["view", "create", "upload"]), ("it", ["view", "upload"])]
)
def test_a_release_at_github_is_made_once_and_gets_all_files(
    tmp_path: Path, there: str, verbs: list[str]
) -> None:
    code, told = asked("github", tmp_path, there)
    assert code == 0
    assert [line.split()[2] for line in told] == verbs
    assert told[-1] == f"gh release upload {TAG} dist/a.whl npm/a.tgz nuget/a.nupkg --clobber"


@pytest.mark.parametrize(("there", "verbs"), [("", ["view", "publish"]), ("1.2.0", ["view"])])
def test_npm_gets_a_version_once(tmp_path: Path, there: str, verbs: list[str]) -> None:
    code, told = asked("npm", tmp_path, there)
    assert code == 0
    assert [line.split()[1] for line in told] == verbs
    assert told[0] == "npm view pulumi-wix-data@1.2.0 version"


def test_pypi_and_nuget_leave_alone_what_is_there() -> None:
    assert JOBS["pypi"]["steps"][-1]["with"]["skip-existing"] == "true"
    assert " --skip-duplicate " in lines("nuget")[-1]
