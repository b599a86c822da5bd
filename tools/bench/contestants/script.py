"""A script with the official JavaScript client, in Node."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools import node
from tools.bench.contestants.contestant import Finished, outer_environment, told_by_script
from tools.bench.processes import run
from tools.engine.progress import to_screen
from tools.local import paths

if TYPE_CHECKING:
    from tools.bench.site import Service

SCRIPT = Path(__file__).with_name("script.mjs")
CLIENT = paths.ROOT / "tests" / "wire" / "client"
"""Where the official client is pinned, for this and for the tests of the emulator."""


class Script:
    name = "official client"
    at_once: int | None = None

    def run(self, folder: Path, service: Service, jobs: int) -> Finished:
        found = node.find(to_screen)
        packages = node.installed(CLIENT, found, to_screen)
        folder.mkdir()
        shutil.copyfile(SCRIPT, folder / SCRIPT.name)
        (folder / "node_modules").symlink_to(packages)
        ended = run([found.binary, SCRIPT.name], folder, outer_environment(service, jobs))
        return Finished(ended, told_by_script(ended.lines))
