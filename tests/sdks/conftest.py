"""The SDKs where their toolchains are: `make test-sdks`.

Minutes of compilers, and language hosts that nothing else wants: these tests are collected only
where they are named.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import emulator, in_our_python, running_emulator, surroundings
from tests.named import ignored_unless_named
from tests.not_run_here import missing
from tests.sdks.checkout import Checkout
from tests.sdks.toolchains import go, maven, npm
from tools import engine
from tools.engine import EngineError
from tools.local.surroundings import found_first

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["emulator", "go", "maven", "npm", "running_emulator", "surroundings"]

HERE = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Not without being named."""
    return ignored_unless_named(config, HERE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of several workers one has all that wants Maven, whose repository is for one at a time.

    Likewise for Node and Go, as each SDK is then built once.
    """
    for item in items:
        if isinstance(item, pytest.Function) and item.path.is_relative_to(HERE):
            toolchain = {"go", "maven", "npm"}.intersection(item.fixturenames)
            item.add_marker(pytest.mark.xdist_group("".join(toolchain) or "python"))


@pytest.fixture(scope="session")
def engine_bin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the CLI and the hosts of all languages: the engine wants them side by side."""
    try:
        folders = (engine.cli(), engine.hosts())
    except EngineError as error:
        missing("the Pulumi engine", str(error).splitlines()[0])
    together = tmp_path_factory.mktemp("engine")
    for binary in {file.name: file for folder in folders for file in folder.iterdir()}.values():
        _bring(binary, together)
    return together


def _bring(binary: Path, folder: Path) -> None:
    try:
        (folder / binary.name).hardlink_to(binary)
    except OSError:  # another file system
        shutil.copy(binary, folder)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """What a user has cloned, without anything that was built in it."""
    return Checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def environment(surroundings: dict[str, str]) -> Callable[..., dict[str, str]]:
    """The engine's environment, with the folders of a toolchain before our virtual environment."""

    def with_folders(*folders: Path | str, **variables: str) -> dict[str, str]:
        return {**found_first(in_our_python(surroundings), *folders), **variables}

    return with_folders
