"""Node, Go and Maven, and the SDKs as their users get them: once for a worker."""

from __future__ import annotations

import os
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.not_run_here import missing
from tests.sdks.checkout import Checkout, run
from tools import node
from tools.engine import EngineError, cache, golang
from tools.engine.progress import to_screen
from tools.local.surroundings import found_first

if TYPE_CHECKING:
    from tools.engine.golang import Go

PACKAGES = Path(__file__).parent / "node"
QUIET = ("--quiet", "--batch-mode", "--no-transfer-progress")


@dataclass(frozen=True)
class Npm:
    """Node, and the folders of all that is called by name."""

    node: node.Node
    commands: tuple[Path, ...]

    @property
    def bin(self) -> str:
        return str(Path(self.node.binary).parent)

    def run(self, *command: str, folder: Path) -> str:
        environment = found_first(os.environ, *self.commands, self.bin)
        return run(*command, folder=folder, environment=environment)


@dataclass(frozen=True)
class Maven:
    """Its repository is ours: what we build must not be found by the user's own programs."""

    repository: Path

    @property
    def options(self) -> str:
        """In a variable, for the Maven that the language host starts."""
        return f"-Dmaven.repo.local={self.repository}"

    def run(self, *goals: str, folder: Path) -> str:
        environment = {**os.environ, "MAVEN_OPTS": self.options}
        return run("mvn", *QUIET, *goals, folder=folder, environment=environment)


@pytest.fixture(scope="session")
def npm(checkout: Checkout) -> Npm:
    """With packages at the checkout's root, where all of it finds them.

    The SDK is one of them: packed, as it is published.
    """
    try:
        found = node.find(to_screen)
        packages = node.installed(PACKAGES, found, to_screen)
    except EngineError as error:
        missing("node", str(error).splitlines()[0])
    modules = checkout.folder / "node_modules"
    modules.mkdir()
    for package in packages.iterdir():
        (modules / package.name).symlink_to(package)
    named = checkout.folder / "npm"  # the one of the package index has no command of that name
    named.mkdir()
    (named / "npm").write_text(f'#!/bin/sh\nexec {shlex.join(found.npm)} "$@"\n', encoding="utf-8")
    (named / "npm").chmod(0o755)
    ready = Npm(found, (named, packages / ".bin"))
    ready.run("npm", "pack", folder=checkout.sdk("nodejs"))  # which builds it
    [packed] = checkout.sdk("nodejs").glob("*.tgz")
    checkout.unpack_npm_package(packed)
    return ready


@pytest.fixture(scope="session")
def go(checkout: Checkout) -> Go:
    """With the SDK in the place of the published one."""
    try:
        found = golang.find(to_screen)
    except EngineError as error:
        missing("go", str(error).splitlines()[0])
    checkout.redirect_go(found)
    return found


@pytest.fixture(scope="session")
def maven(checkout: Checkout) -> Maven:
    """With the SDK installed in its repository."""
    for command in ("javac", "mvn"):
        if shutil.which(command) is None:
            missing("Java", f"{command} is not on PATH (Debian: apt install default-jdk maven)")
    ready = Maven(cache.root().parent / "maven")
    ready.run("install", folder=checkout.sdk("java"))
    return ready
