"""A job of a GitLab pipeline, run here: its script lines as they are, in one shell."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.pipelines.files import GITLAB, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.engine.project import Run
    from tests.pipelines.machine import Machine

INSTALLER = "curl -fsSL https://get.pulumi.com | sh "
"""What it installs is on PATH here."""


class Job:
    """`variables` are GitLab's and the project's: they win over those of the job."""

    def __init__(
        self,
        machine: Machine,
        name: str,
        *,
        variables: Mapping[str, str],
        repository: tuple[Path, str],
        replaced: Mapping[str, str],
    ) -> None:
        self._machine = machine
        pipeline = load(GITLAB)
        own = pipeline[name]
        self._job = {**pipeline[own["extends"]], **own}
        machine.clone(*repository, int(self._job.get("variables", {}).get("GIT_DEPTH", "20")))
        raw = {**self._job.get("variables", {}), **variables}
        folder = str(machine.checkout)
        self._environment = {
            **{key: value.replace("$CI_PROJECT_DIR", folder) for key, value in raw.items()},
            "CI_PROJECT_DIR": folder,
            "CI_COMMIT_SHA": machine.commit,
        }
        self._replaced = replaced

    def run(self) -> Run:
        """`before_script` and `script`; then `after_script`, which must do, whatever happened."""
        lines = [*self._job["before_script"], *self._job["script"]]
        assert lines[0].startswith(INSTALLER)
        ended = self._run(lines[1:])
        afterwards = self._run(self._job.get("after_script", []))
        assert afterwards.code == 0, afterwards.output
        return ended

    def artifacts(self) -> str:
        """The text of the one file that GitLab keeps."""
        (path,) = self._job["artifacts"]["paths"]
        return (self._machine.checkout / str(path)).read_text(encoding="utf-8")

    def restore(self, cache: Path) -> None:
        """The job's cache, from an earlier run's."""
        if cache.exists():
            shutil.copytree(cache, self._cached)

    def save(self, cache: Path) -> None:
        """The job's cache, for a later run."""
        assert self._job["cache"]["when"] == "always"
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(self._cached, cache)

    @property
    def _cached(self) -> Path:
        (path,) = self._job["cache"]["paths"]
        return self._machine.checkout / str(path)

    def _run(self, lines: list[str]) -> Run:
        script = "\n".join(lines)
        for old, new in self._replaced.items():
            script = script.replace(old, new)
        return self._machine.run(script, self._machine.checkout, self._environment)
