"""A repository with the example in it, machines for its pipelines, and a site to deploy to."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import emulator, engine_bin, running_emulator
from tests.engine.site import Site
from tests.named import ignored_unless_named
from tests.pipelines.machine import Machine, git
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.emulator import Emulator

__all__ = ["emulator", "engine_bin", "running_emulator"]

HERE = Path(__file__).parent
LINTED = {"test_lint.py", "test_own.py", "test_own_release.py"}
EXAMPLE = ROOT / "examples" / "pre-deploy-backup"
PROD = "c94e07d3-2b15-4f68-8a3c-71d0e5f2b946"
"""The site of the example's stack `prod`."""
PASSPHRASE = "of the stack"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """All are linted by `make test`; what runs them is `make test-pipelines`."""
    if collection_path == HERE or collection_path.name in LINTED:
        return None
    return ignored_unless_named(config, HERE)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A user's repository: `main` has the example in Python, its file and its seed."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for part in ("python", "data", "seed"):
        shutil.copytree(EXAMPLE / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "the example")
    return folder


@pytest.fixture
def new_machine(tmp_path: Path, engine_bin: Path, emulator: Emulator) -> Callable[..., Machine]:
    """Makes machines that reach the emulator where their pipeline names no other API."""

    def make(name: str) -> Machine:
        return Machine(tmp_path / name, engine_bin, {"WIX_API_URL": emulator.url})

    return make


@pytest.fixture
def proposed(repository: Path) -> Path:
    """The repository, with a change that is proposed: another text in the file."""
    propose(repository, paint_over)
    return repository


@pytest.fixture
def runner(new_machine: Callable[..., Machine]) -> Machine:
    """What runs the jobs of proposals: new at first, and kept where a test runs several."""
    return new_machine("runner")


@pytest.fixture
def production(emulator: Emulator) -> Site:
    """The real site, so to say, with an empty collection."""
    site = Site(emulator.ask, PROD)
    site.add_collection("street-art", "name", "artist", "location", "description", "image")
    site.forget_requests()
    return site


@pytest.fixture
def states(tmp_path: Path, repository: Path, new_machine: Callable[..., Machine]) -> str:
    """A backend where the stack is, made once by hand; its salt and a secret are committed."""
    folder = tmp_path / "states"
    folder.mkdir()
    backend = {"PULUMI_BACKEND_URL": f"file://{folder}", "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE}
    by_hand = "pulumi stack init prod\npulumi config set --secret token kept\n"
    made = new_machine("by-hand").run(by_hand, repository / "python", backend)
    assert made.code == 0, made.output
    commit(repository, "the stack")
    return backend["PULUMI_BACKEND_URL"]


def commit(repository: Path, message: str) -> None:
    """Everything in the folder, on the branch that is checked out."""
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", message)


def propose(repository: Path, change: Callable[[Path], None]) -> None:
    """A branch `change`, and `merged`: what GitHub checks out for its pull request."""
    git(repository, "checkout", "--quiet", "-b", "change")
    change(repository)
    commit(repository, "a change")
    git(repository, "checkout", "--quiet", "-b", "merged", "main")
    git(repository, "merge", "--quiet", "--no-ff", "--message", "merge", "change")


def start_anew(repository: Path) -> None:
    """`main` is empty, and `merged` brings all that there was."""
    git(repository, "branch", "change", "main")
    git(repository, "checkout", "--quiet", "--orphan", "empty")
    git(repository, "rm", "--quiet", "-r", "--force", ".")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "nothing yet")
    git(repository, "branch", "--force", "main")
    git(repository, "checkout", "--quiet", "-b", "merged")
    merge = ("merge", "--quiet", "--no-ff", "--allow-unrelated-histories", "--message", "merge")
    git(repository, *merge, "change")


def paint_over(repository: Path) -> None:
    """Another text in the file that is imported."""
    file = repository / "data" / "street-art.csv"
    content = file.read_bytes()
    changed = content.replace(b"There Is Always Hope", b"There Was Always Hope")
    assert changed != content
    file.write_bytes(changed)
