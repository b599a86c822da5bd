"""The official client in a process of Node: it runs a script, and gives what this prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools import node
from tools.engine.progress import to_screen

if TYPE_CHECKING:
    from tools.node import Node

CLIENT = Path(__file__).parent / "client"
LIMIT_S = 60


@dataclass(frozen=True)
class Official:
    """Node, and a folder with the scripts and the packages beside them."""

    node: Node
    folder: Path

    def run(self, script: str, *arguments: str, emulator: str = "", stdin: str = "") -> Any:
        """The JSON that a script prints."""
        done = subprocess.run(
            [self.node.binary, script, *arguments],
            cwd=self.folder,
            env={**os.environ, "WIX_EMULATOR_URL": emulator},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def prepare(folder: Path) -> Official:
    """The client in a new folder: the scripts copied, the packages linked from the cache.

    Raises: EngineError where Node or the packages cannot be had.
    """
    found = node.find(to_screen)
    packages = node.installed(CLIENT, found, to_screen)
    skipped = shutil.ignore_patterns("node_modules")
    scripts = Path(shutil.copytree(CLIENT, folder / "client", ignore=skipped))
    (scripts / "node_modules").symlink_to(packages)
    return Official(found, scripts)
