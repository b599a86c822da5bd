"""Ours: the real CLI, with the plugin as its process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.bench.contestants.contestant import Finished, told_by_cli
from tools.bench.engine import Project
from tools.bench.site import COLLECTION

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tools.bench.processes import Ended
    from tools.bench.site import Service


class Provider:
    name = "pulumi-wix-data"
    at_once: int | None = None

    def run(self, folder: Path, service: Service, jobs: int) -> Finished:
        project = Project(folder, service.url, WIX_SITE_ID=service.sites[0])
        project.program({f"job-{number}": export(number) for number in range(jobs)})
        project.prepare()
        return by_id(project, project.deploy().end())


def export(number: int, **properties: object) -> dict[str, Any]:
    """An ExportJob that differs from others in its triggers."""
    usual = {"collectionId": COLLECTION, "triggers": {"number": str(number)}}
    return {"type": "wix-data:ExportJob", "properties": {**usual, **properties}}


def by_id(project: Project, ended: Ended) -> Finished:
    """When the CLI told of each job, by its ID in the state."""
    outputs = project.outputs()
    told = told_by_cli(ended.lines)
    return Finished(
        ended,
        {
            outputs[name]["jobId"]: at
            for name, at in told.items()
            if "jobId" in outputs.get(name, {})
        },
    )
