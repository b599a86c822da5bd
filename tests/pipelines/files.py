"""Where the pipelines' files are, and what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from tools.local.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PIPELINES = ROOT / "examples" / "pipelines"
PREVIEW = PIPELINES / "github" / "preview.yml"
DEPLOY = PIPELINES / "github" / "deploy.yml"
GITLAB = PIPELINES / "gitlab" / ".gitlab-ci.yml"
RELEASE = ROOT / ".github" / "workflows" / "release.yml"
CI = RELEASE.with_name("ci.yml")
OWN = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITHUB = [PREVIEW, DEPLOY, *OWN]


def load(file: Path) -> dict[str, Any]:
    """The mapping in a file, every scalar as text: `on` is a word here, and 3.10 not 3.1."""
    loaded: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return loaded


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """The steps of all jobs of a GitHub workflow; a job that is another workflow has none."""
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


def scripts(file: Path) -> list[str]:
    """Every piece of shell in a workflow or pipeline file."""
    loaded = load(file)
    if file != GITLAB:
        return [step["run"] for step in steps(loaded) if "run" in step]
    jobs = [job for job in loaded.values() if isinstance(job, dict)]
    parts = ("before_script", "script", "after_script")
    return ["\n".join(job[part]) for job in jobs for part in parts if part in job]
