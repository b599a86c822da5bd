"""A stack in which every kind of resource has every input: deployed once, copied for each test."""

from __future__ import annotations

import json
import shutil
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.engine.emulator import Emulator
from tests.engine.every_input import COLLECTIONS, FILES, Given, every_input
from tests.engine.project import Project
from tests.engine.site import Site
from tools.local.loopback import body_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

UPLOAD = "/data-mover/v1/temporary-files/upload-url"
FIGS = "_id,name,price\nx,Figs,5\n"


@dataclass
class Everything:
    """A project, a site of an emulator of its own, and `given`, what was there before."""

    folder: Path
    emulator: Emulator
    project: Project
    site: Site
    given: Given

    @classmethod
    def deployed(
        cls, folder: Path, empty_stack: Path, environment: Mapping[str, str]
    ) -> Everything:
        """Deploy it, in a new folder."""
        shutil.copytree(empty_stack, folder)
        (folder / "wix").mkdir()
        emulator = Emulator(folder / "wix")
        emulator.start()
        emulator.settings(restorationSeconds=0, rateLimit=10_000)  # for tests that look often
        site, development = emulator.new_site(), emulator.new_site()
        every = cls(
            folder,
            emulator,
            Project(folder / "project", folder / "states", environment),
            site,
            given=prepare(site, development),
        )
        every._speak_to(emulator)
        for name, content in FILES.items():
            every.project.write(name, content)
        every.project.program(every_input(every.given))
        every.project.deploy("--parallel", "64")
        emulator.kill()
        return every

    def copy(self, folder: Path) -> Everything:
        """The same stack, and the same site, in another folder; the site's emulator runs."""
        shutil.copytree(self.folder, folder)
        project = Project(folder / "project", folder / "states", self.project.environment)
        every = Everything(folder, self.emulator, project, self.site, self.given)
        every.restart(port=self.emulator.port)
        return every

    def restart(self, *, port: int | None = None) -> None:
        """Its emulator, with the state that it had; with another key, and on another port."""
        self.emulator = Emulator(self.folder / "wix", port=port)
        self.emulator.start()
        self._speak_to(self.emulator)

    def _speak_to(self, emulator: Emulator) -> None:
        self.site = Site(emulator.ask, self.site.id)
        self.project.environment |= {
            "WIX_API_KEY": emulator.api_key,
            "WIX_API_URL": emulator.url,
            "WIX_SITE_ID": self.site.id,
        }

    def program(self, resources: Mapping[str, Any] | None = None, *, folder: str = ".") -> None:
        """Write the program: that of the deployment, but for the folder of its files."""
        self.project.program(resources or every_input(self.given, folder=folder))

    def holds_still(self) -> None:
        """Nothing is shown as changed, and an `up` submits nothing and changes no state."""
        before, state = self.submits(), self.state()
        self.shows_no_change()
        self.project.deploy("--expect-no-changes").says(f"{len(state) + 1} unchanged")
        assert self.submits() == before
        assert self.state() == state

    def shows_no_change(self) -> None:
        self.project.preview("--expect-no-changes")

    def refresh(self, *options: str) -> None:
        """`pulumi refresh`, which submits nothing either."""
        before = self.submits()
        self.project.refresh("--skip-preview", *options)
        assert self.submits() == before

    def submits(self) -> int:
        """All that was written to either site."""
        sites = [self.site, Site(self.emulator.ask, self.given.development)]
        return sum(site.submits for site in sites)

    def state(self) -> dict[str, Any]:
        """ID, outputs and init errors of each resource, but for ciphertexts: they are made anew
        with each saving."""
        return {
            name: (entry.id, _readable(entry.outputs), entry.init_errors)
            for name, entry in self.project.state().items()
        }


def _readable(outputs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in outputs.items() if "ciphertext" not in json.dumps(value)}


def prepare(site: Site, development: Site) -> Given:
    """Fill the sites, and forget how."""
    for one in (site, development):
        for name, fields in COLLECTIONS.items():
            one.add_collection(name, *fields)
        one.add_item("products", _id="a", name="Apple", price=1)
    site.add_collection("posts", "title", translated=["title"])
    for id, title in (("p1", "Apple"), ("p2", "Bread")):
        site.add_item("posts", _id=id, title=title)
    given = Given(site.take_backup(), site.take_backup(), upload(site, FIGS), development.id)
    site.forget_requests()
    return given


def upload(site: Site, content: str) -> str:
    """The ID of a file that somebody else uploaded."""
    there = site.ask("POST", UPLOAD, {"fileName": "figs.csv"}, site=site.id).json
    request = urllib.request.Request(  # noqa: S310 - the URL is loopback's
        there["uploadUrl"], method="PUT", data=content.encode()
    )
    body_of(request, limit_s=30)
    return str(there["fileId"])
