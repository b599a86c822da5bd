"""A recorded state, opened again: with what Wix knew of it then, or with nothing of it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.engine import wix_state
from tests.engine.emulator import Emulator
from tests.engine.project import Project
from tests.engine.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORDED = Path(__file__).parents[1] / "recorded"
SITE = "wix-data:siteId: "


@dataclass(frozen=True)
class Recording:
    """What `python -m tools.record` wrote: a version and a name, such as `v0.1.0/green`."""

    name: str

    @classmethod
    def all(cls, scenario: str = "*") -> list[Recording]:
        """Of all versions, the oldest name first."""
        return [
            cls(folder.relative_to(RECORDED).as_posix())
            for folder in sorted(RECORDED.glob(f"v*/{scenario}"))
        ]

    @property
    def folder(self) -> Path:
        return RECORDED / self.name

    @property
    def site_id(self) -> str:
        """The site of the stack's configuration."""
        text = (self.folder / "program" / "Pulumi.dev.yaml").read_text(encoding="utf-8")
        return next(line.partition(SITE)[2] for line in text.splitlines() if SITE in line)

    def read(self, file: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / file).read_text(encoding="utf-8"))
        return found

    @property
    def salt(self) -> str:
        """What the state's secrets are opened with, and an empty passphrase."""
        provider = self.read("state.json")["deployment"]["secrets_providers"]
        return str(provider["state"]["salt"])

    def resources(self) -> list[dict[str, Any]]:
        """Those of our types, as the state has them."""
        resources = self.read("state.json")["deployment"]["resources"]
        return [entry for entry in resources if entry["type"].startswith("wix-data:")]

    def of(self, said: Mapping[str, str]) -> dict[str, str]:
        """What is said of the resources that were there when this was recorded."""
        names = {entry["urn"].rsplit("::", 1)[-1] for entry in self.resources()}
        return {name: text for name, text in said.items() if name in names}


@dataclass
class Opened:
    """A recording in a folder of its own, whose emulator runs."""

    emulator: Emulator
    site: Site
    project: Project

    @classmethod
    def of(
        cls, recording: Recording, folder: Path, environment: Mapping[str, str], *, gone: bool
    ) -> Opened:
        """`gone`: Wix has lost all records, and the collections."""
        for part in ("wix", "states"):
            (folder / part).mkdir(parents=True)
        shutil.copytree(recording.folder / "program", folder / "project")
        if not gone:
            wix_state.load(recording.read("wix.json"), folder / "wix" / "state.db")
        emulator = Emulator(folder / "wix")
        emulator.start()
        emulator.settings(rateLimit=10_000, restorationSeconds=0)
        keys = {"WIX_API_KEY": emulator.api_key, "WIX_API_URL": emulator.url}
        project = Project(folder / "project", folder / "states", {**environment, **keys})
        project.run("stack init")
        project.run("stack import", "--file", str(recording.folder / "state.json"))
        return cls(emulator, Site(emulator.ask, recording.site_id), project)

    def with_time(self) -> None:
        """Where the program waits for seconds only, as long as a busy machine may need."""
        program = self.project.folder / "Pulumi.yaml"
        text = program.read_text(encoding="utf-8")
        program.write_text(re.sub(r'"\d+s"', '"90s"', text), encoding="utf-8")

    def red(self) -> dict[str, str]:
        """What is said of each resource that is red, but for those that were replaced."""
        resources = json.loads(self.project.state_text())["checkpoint"]["latest"]["resources"]
        return {
            entry["urn"].rsplit("::", 1)[-1]: " ".join(entry["initErrors"])
            for entry in resources
            if entry.get("initErrors") and not entry.get("delete")
        }

    def statuses(self) -> set[str]:
        return {entry.outputs["status"] for entry in self.project.state().values()}

    def close(self) -> None:
        self.project.end_all()
        self.emulator.kill()
