"""One project, one emulator and two sites, and what is left of them at the end."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.engine.emulator import Emulator, eventually
from tests.engine.every_input import FILES
from tests.engine.everything import prepare
from tests.engine.project import STACK, Project
from tests.engine.wix_state import dumped
from tools import engine
from tools.local import paths
from tools.local.stack import environment
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engine.every_input import Given
    from tests.engine.site import Site

OF_THIS_MACHINE = ("sourcePosition", "stackTrace")
PROGRAM, CONFIGURATION = "Pulumi.yaml", f"Pulumi.{STACK}.yaml"


@dataclass
class Stage:
    """`given` is what was on the site before the first deployment, `files` what programs read."""

    folder: Path
    emulator: Emulator
    site: Site
    given: Given
    project: Project
    files: dict[str, str] = field(default_factory=lambda: dict(FILES))

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator[Stage]:
        """Sites with content, and an empty stack with the usual files."""
        (folder / "wix").mkdir(parents=True)
        emulator = Emulator(folder / "wix")
        emulator.start()
        try:
            emulator.settings(restorationSeconds=0, rateLimit=10_000)
            site = emulator.new_site()
            given = prepare(site, emulator.new_site())
            stage = cls(folder, emulator, site, given, _project(folder / "first", emulator, site))
            stage.add_files()
            yield stage
        finally:
            emulator.kill()

    def add_files(self, **more: str) -> None:
        """Write the files, and more of them; `bad_csv` is `bad.csv`."""
        self.files |= {name.replace("_", "."): content for name, content in more.items()}
        for name, content in self.files.items():
            self.project.write(name, content)

    def another_project(self) -> None:
        """From now on with an empty stack, on a machine that knows nothing of the one before."""
        self.project = _project(self.folder / "second", self.emulator, self.site)
        self.add_files()

    def deploy_and_stop(self, jobs: int) -> None:
        """An `up` that fails, as so many jobs are stopped by somebody else; of the last one Wix
        knows nothing afterwards."""
        before = {job["id"] for job in self.site.jobs()}
        running = self.project.start("up", "--yes", "--skip-preview", "--continue-on-error")

        def begun() -> list[dict[str, Any]]:
            return [job for job in self.site.jobs() if job["id"] not in before]

        eventually(lambda: len(begun()) == jobs, f"{jobs} jobs")
        *stopped, vanishing = sorted(begun(), key=lambda job: str(job["name"]))
        for job in stopped:
            self.site.terminate(job["id"])
        self.emulator.settings(afterTerminate="notFound")
        self.site.terminate(vanishing["id"])
        running.end()

    def write(self, into: Path) -> None:
        """State, program and what Wix knew."""
        exported = self.folder / "exported.json"
        self.project.run("stack export", "--file", str(exported))
        self.emulator.kill()
        program = into / "program"
        program.mkdir(parents=True)
        for name in (CONFIGURATION, *self.files):
            shutil.copyfile(self.project.folder / name, program / name)
        source = json.loads((self.project.folder / PROGRAM).read_text(encoding="utf-8"))
        _write_json(program / PROGRAM, source)  # JSON is YAML
        _write_json(into / "state.json", _portable(json.loads(exported.read_text("utf-8"))))
        _write_json(into / "wix.json", dumped(self.folder / "wix" / "state.db"))


def _project(folder: Path, emulator: Emulator, site: Site) -> Project:
    for part in ("project", "states", "home"):
        (folder / part).mkdir(parents=True)
    surroundings = environment(
        os.environ, engine=engine.cli(), venv_bin=paths.VENV_BIN, folder=folder, url=emulator.url
    )
    launcher.install(surroundings, str(paths.PYTHON))
    surroundings["WIX_API_KEY"] = emulator.api_key
    project = Project(folder / "project", folder / "states", surroundings)
    project.program({})
    project.run("stack init")
    project.run("config set", "wix-data:siteId", site.id)
    return project


def _portable(exported: dict[str, Any]) -> dict[str, Any]:
    """Without what tells of the machine that it was made on."""
    for resource in exported["deployment"]["resources"]:
        for name in OF_THIS_MACHINE:
            resource.pop(name, None)
    return exported


def _write_json(file: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")
