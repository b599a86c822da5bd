"""A provider written by hand with pulumi.dynamic, in a Python program."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench.contestants.contestant import surroundings
from tools.bench.contestants.provider import by_id
from tools.bench.engine import NAME, Project

if TYPE_CHECKING:
    from tools.bench.contestants.contestant import Finished
    from tools.bench.site import Service

PROGRAM = Path(__file__).with_name("dynamic_program.py")


class Dynamic:
    name = "dynamic provider"
    at_once: int | None = 4

    def run(self, folder: Path, service: Service, jobs: int) -> Finished:
        project = Project(folder, service.url, **surroundings(service, jobs))
        project.write("Pulumi.yaml", f"name: {NAME}\nruntime: python\n")
        shutil.copyfile(PROGRAM, project.folder / "__main__.py")
        project.prepare(plugin=False)
        return by_id(project, project.deploy().end())
