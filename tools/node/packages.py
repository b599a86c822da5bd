"""What a package-lock.json names, installed once for each version of that file."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from tools.engine import cache
from tools.engine.progress import Runner
from tools.node.runtime import root

if TYPE_CHECKING:
    from pathlib import Path

    from tools.engine.progress import Say
    from tools.node.runtime import Node

FILES = ("package.json", "package-lock.json")
LAST = "node_modules/.package-lock.json"
"""npm writes it when everything is in place."""
LIMIT_S = 300.0
OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")


def installed(project: Path, node: Node, say: Say) -> Path:
    """The `node_modules` of a folder with these two files; made where it is missing.

    Raises: EngineError where the packages cannot be had.
    """
    files = [project / name for name in FILES]
    slot = cache.Slot(root(), cache.key("packages", "1", files, OPTIONS), (LAST,))

    def install(folder: Path) -> str:
        for file in files:
            shutil.copy(file, folder)
        Runner(slot.log, say).run(
            "npm ci",
            [*node.npm, "ci", *OPTIONS],
            cwd=folder,
            environment=os.environ,
            tell=lambda lines: lines[-1].strip() if lines else "downloading",
            limit_s=LIMIT_S,
        )
        return "npm"

    slot.fill(install, say)
    return slot.bin / "node_modules"
