"""A job of a GitHub workflow, run here: its `run` lines as they are, its actions by stand-ins."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING, Any

from tests.pipelines.files import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.engine.project import Run, Running
    from tests.pipelines.machine import Machine

EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")
PROVIDED = ("actions/setup-python", "pulumi/actions")
"""Actions whose work is done: what they put on PATH is there."""


class Job:
    """`context` says what the expressions of the file mean; one that it lacks is an error."""

    def __init__(
        self,
        machine: Machine,
        file: Path,
        name: str,
        *,
        context: Mapping[str, str],
        repository: tuple[Path, str],
        caches: Path,
        replaced: Mapping[str, str],
    ) -> None:
        self._machine = machine
        machine.forget_temporary()
        self._workflow = load(file)
        self._job: dict[str, Any] = self._workflow["jobs"][name]
        self._context = {"github.workspace": str(machine.checkout), **context}
        self._repository = repository
        self._caches = caches
        self._replaced = replaced
        self._summary = machine.temp / "summary.md"

    def run(self) -> list[tuple[str, Run]]:
        """All steps, as a runner does it: after a failure only those that are meant for it."""
        ended: list[tuple[str, Run]] = []
        for step in self._steps(ended):
            run = self.start(step).end()
            ended.append((step["name"], run))
        return ended

    def before(self, name: str) -> dict[str, Any]:
        """Run what comes before a step; the step, which is the caller's."""
        for step in self._steps([]):
            if step["name"] == name:
                return step
            run = self.start(step).end()
            assert run.code == 0, run.output
        raise AssertionError(f"no step {name}")

    def start(self, step: Mapping[str, Any]) -> Running:
        """The `run` lines of a step."""
        defaults = self._workflow["defaults"]["run"]
        assert defaults["shell"] == "bash"
        environment = {
            "GITHUB_STEP_SUMMARY": str(self._summary),
            "GITHUB_SHA": self._machine.commit,
            "RUNNER_TEMP": str(self._machine.temp),
            **self._values(self._workflow.get("env", {})),
            **self._values(self._job.get("env", {})),
            **self._values(step.get("env", {})),
        }
        script = step["run"]
        assert not EXPRESSION.search(script), "an expression in a script is an injection"
        for old, new in self._replaced.items():
            script = script.replace(old, new)
        folder = self._machine.checkout / defaults["working-directory"]
        return self._machine.start(script, folder, environment)

    @property
    def summary(self) -> str:
        """What the page of the run shows."""
        return self._summary.read_text(encoding="utf-8")

    def after(self) -> None:
        """The actions at the end that run whatever happened."""
        for step in self._job["steps"]:
            if "uses" in step and step.get("if") == "always()":
                self._use(step)

    def _steps(self, ended: list[tuple[str, Run]]) -> Iterator[dict[str, Any]]:
        """Those with a script, one after the other; what is an action is done in between."""
        for step in self._job["steps"]:
            if not self._wanted(step.get("if"), failed=any(run.code for _, run in ended)):
                continue
            if "run" in step:
                yield step
            else:
                self._use(step)

    def _wanted(self, condition: str | None, *, failed: bool) -> bool:
        if condition == "always()":
            return True
        return not failed and (condition is None or self._context[condition] == "true")

    def _use(self, step: Mapping[str, Any]) -> None:
        action, _ = step["uses"].split("@")
        given = self._values(step.get("with", {}))
        if action == "actions/checkout":
            repository, branch = self._repository
            self._machine.clone(repository, branch, int(given.get("fetch-depth", "1")))
        elif action == "actions/cache/restore":
            self._restore(given)
        elif action == "actions/cache/save":
            kept = self._kept(given)
            if kept.exists():
                shutil.copytree(kept, self._caches / given["key"])
                os.utime(self._caches / given["key"])
        else:
            assert action in PROVIDED, f"no stand-in for {action}"

    def _restore(self, given: Mapping[str, str]) -> None:
        """The newest cache whose key begins so."""
        prefix = given["restore-keys"]
        caches = [entry for entry in self._caches.iterdir() if entry.name.startswith(prefix)]
        if caches:
            newest = max(caches, key=lambda entry: entry.stat().st_mtime_ns)
            shutil.copytree(newest, self._kept(given), dirs_exist_ok=True)

    def _kept(self, given: Mapping[str, str]) -> Path:
        home, path = given["path"].split("/", 1)
        assert home == "~"
        return self._machine.home / path

    def _values(self, raw: Mapping[str, str]) -> dict[str, str]:
        return {
            name: EXPRESSION.sub(lambda found: self._context[found[1]], self._moved(value))
            for name, value in raw.items()
        }

    def _moved(self, value: str) -> str:
        for old, new in self._replaced.items():
            value = value.replace(old, new)
        return value
