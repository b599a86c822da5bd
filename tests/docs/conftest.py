"""The engine and the emulator of tests/engine, and a site that has what every snippet needs."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import (
    empty_stack,
    emulator,
    engine_bin,
    in_our_python,
    new_project,
    running_emulator,
    site,
    surroundings,
)
from tests.named import ignored_unless_named
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

__all__ = [
    "empty_stack",
    "emulator",
    "engine_bin",
    "new_project",
    "running_emulator",
    "site",
    "surroundings",
]

HERE = Path(__file__).parent
DEPLOYED = {
    "test_fleet.py",
    "test_how_to.py",
    "test_programs.py",
    "test_troubleshooting.py",
    "test_without_account.py",
}
PRODUCTS = "_id,name,price\np1,Candle,9.5\np2,Paper star,4\n"
TRANSLATIONS = "Collection ID,Item ID,Field Key,en,de\nposts,hello,text,Welcome,Willkommen\n"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make test` reads the pages; what deploys what they show is `make test-docs`."""
    return ignored_unless_named(config, HERE) if collection_path.name in DEPLOYED else None


@dataclass(frozen=True)
class Shop:
    """A project for a site with collections, a backup and a job; files beside the program."""

    project: Project
    settings: dict[str, str]

    def run(self, program: str, language: str, command: str = "preview") -> str:
        """What the engine prints; the program stands in a page without the project's name."""
        if language == "yaml":
            self.project.write("Pulumi.yaml", f"name: story\nruntime: yaml\n{program}")
        else:
            self.project.write("Pulumi.yaml", "name: story\nruntime: python\n")
            self.project.write("__main__.py", program)
        config = [f"--config={name}={value}" for name, value in self.settings.items()]
        return self.project.run(command, *config).output


@pytest.fixture
def shop(emulator: Emulator, site: Site, new_project: Callable[[], Project]) -> Shop:
    site.add_collection("fixtures", "title")
    site.add_collection("street-art", "Image", "Artist", "Location", "Description", "ID", "Name")
    site.add_collection("posts", "text", translated=["text"])
    site.add_item("posts", _id="hello", text="Welcome")
    site.add_item("products", _id="p1", name="Candle")
    development = emulator.new_site()
    development.add_collection("products", "name", "price")
    settings = {
        "commit": "a1b2c3",
        "release": "7",
        "developmentSite": development.id,
        "jobId": exported(site),
    }
    site.take_backup()
    project = new_project()
    project.environment = in_our_python(project.environment)
    project.write("products.csv", PRODUCTS)
    project.write("translations.csv", TRANSLATIONS)
    art = ROOT / "examples" / "pre-deploy-backup" / "data" / "street-art.csv"
    shutil.copy(art, project.folder)
    return Shop(project, settings)


def exported(site: Site) -> str:
    """The ID of a job by somebody else."""
    job = {
        "name": "a job",
        "source": {"wixDataCollection": {"collectionId": "products"}},
        "destination": {"file": {"format": "CSV"}},
    }
    made = site.ask("POST", "/data-mover/v1/jobs", job, site=site.id).json
    job_id: str = made["job"]["id"]
    return job_id
