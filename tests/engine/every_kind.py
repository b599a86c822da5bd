"""A stack with every kind of operation, and what became of each at Wix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.engine.programs import THREE, backup, import_job, restoration
from tests.engine.site import BACKUPS, JOBS

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

TEXTS = "Collection ID,Item ID,Field Key,en,de\nposts,a,title,Apple,Apfel\n"
PRODUCTS = {"wixDataCollection": {"collectionId": "products"}}
COPIES = {"wixDataCollection": {"collectionId": "copies", "writePolicy": "TRUNCATE_BEFORE"}}
JOB_KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "export": ("ExportJob", {"collectionId": "products"}),
    "texts": ("LocalizationExportJob", {"languages": ["en", "de"]}),
    "translations": (
        "LocalizationImportJob",
        {"source": {"fn::stringAsset": TEXTS}, "languages": ["en", "de"]},
    ),
    "movement": ("DataMovementJob", {"source": PRODUCTS, "destination": COPIES}),
}
MAY_RUN_TWICE = {"import", "export", "texts"}
ONCE_EACH = {"backups": 1, "restorations": 1, "jobs": 2 + len(JOB_KINDS)}
SUBMITS = (BACKUPS, f"{BACKUPS}/*/restore", *[JOBS] * ONCE_EACH["jobs"])
"""The paths of all submits of one run."""


@dataclass(frozen=True)
class EveryKind:
    """A project with a rotating backup, which has a site of its own, a restoration and six jobs.

    On each site is one backup of a stranger.
    """

    project: Project
    site: Site
    backups: Site
    restored: str

    @classmethod
    def prepared(cls, emulator: Emulator, site: Site, project: Project) -> EveryKind:
        """Collections and files are there, and the first backup is in the state."""
        emulator.settings(rateLimit=10_000)  # for tests that look often
        for name in ("goods", "copies"):
            site.add_collection(name, "name", "price")
        site.add_collection("posts", "title", translated=["title"])
        site.add_item("posts", _id="a", title="Apple")
        project.write("products.csv", THREE)
        backups = emulator.new_site()
        backups.take_backup()
        every = cls(project, site, backups, site.take_backup())
        every.program(0, only=["rotated"])
        project.deploy()
        site.forget_requests()
        return every

    def program(self, run: int = 1, *, only: Collection[str] = (), **options: Any) -> None:
        """Write the program: each resource runs for another `run`, and has these options."""
        common: dict[str, Any] = {"triggers": {"run": run}, "options": options}
        whole: dict[str, Any] = {"collectionId": "goods", "writePolicy": "TRUNCATE_BEFORE"}
        resources = {
            "rotated": backup(keep=1, siteId=self.backups.id, **common),
            "restoration": restoration(self.restored, **common),
            "import": import_job(**common),
            "emptied": import_job(**whole, **common),
        }
        for name, (kind, properties) in JOB_KINDS.items():
            given = {**properties, "triggers": {"run": run}}
            job = {"type": f"wix-data:{kind}", "properties": given, "options": options}
            resources[name] = job
        self.project.program({name: resources[name] for name in only or resources})

    def in_state(self) -> list[str]:
        """The operation at Wix that the state has for each resource, sorted."""
        keys = ("restorationId", "jobId", "backupId")
        recorded = [entry.outputs for entry in self.project.state().values()]
        return sorted(next(one[key] for key in keys if key in one) for one in recorded)

    def at_wix(self) -> list[str]:
        """The newest backup, all restorations and all jobs at Wix, sorted."""
        restorations = [entry["id"] for entry in self.site.restorations()]
        jobs = [job["id"] for job in self.site.jobs()]
        return sorted([*self.backups.backups()[:1], *restorations, *jobs])

    def submitted(self) -> dict[str, int]:
        """How often each kind was submitted, as far as Wix has answered or hung up."""
        return {
            "backups": self.backups.backups_submitted,
            "restorations": self.site.restorations_submitted,
            "jobs": self.site.jobs_submitted,
        }
