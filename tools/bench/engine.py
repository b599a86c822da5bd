"""A Pulumi project in a folder of its own, deployed by the real CLI."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

from tools import engine
from tools.bench.processes import Running
from tools.bench.site import API_KEY
from tools.local import paths
from tools.local.stack import environment
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "bench"
STACK = "dev"
PARALLEL = "256"


class Project:
    """A program and the state of its stack `dev`."""

    def __init__(self, folder: Path, url: str, **more: str) -> None:
        self.folder = folder / "project"
        for name in ("project", "states", "home"):
            (folder / name).mkdir(parents=True)
        self.environment = {
            **environment(
                os.environ,
                engine=engine.cli(),
                venv_bin=paths.VENV_BIN,
                folder=folder,
                url=url,
            ),
            "WIX_API_KEY": API_KEY,
            **more,
        }
        self._states = folder / "states"

    def program(self, resources: Mapping[str, Any]) -> None:
        """The program, in YAML (of which JSON is a part)."""
        whole = {"name": NAME, "runtime": "yaml", "resources": resources}
        self.write("Pulumi.yaml", json.dumps(whole))

    def write(self, name: str, content: str) -> None:
        (self.folder / name).write_text(content, encoding="utf-8")

    def prepare(self, *, plugin: bool = True) -> None:
        """Make the stack, and install the plugin as it is now."""
        self._quietly("stack", "init", STACK)
        if plugin:
            launcher.install(self.environment, str(paths.PYTHON))

    def deploy(self) -> Running:
        """`pulumi up` without its preview, left to run."""
        return self._start("up", "--yes", "--skip-preview")

    def preview(self) -> Running:
        """`pulumi preview`, left to run."""
        return self._start("preview")

    def outputs(self) -> dict[str, dict[str, Any]]:
        """The outputs of the resources in the state on the disk, by name."""
        state = self._states / ".pulumi" / "stacks" / NAME / f"{STACK}.json"
        latest = json.loads(state.read_text(encoding="utf-8"))["checkpoint"]["latest"] or {}
        return {
            resource["urn"].rsplit("::", 1)[-1]: resource.get("outputs", {})
            for resource in latest.get("resources", [])
            if not resource["type"].startswith("pulumi:")
        }

    def _start(self, *words: str) -> Running:
        options = ["--stack", STACK, "--parallel", PARALLEL, "--non-interactive"]
        command = [*self._pulumi, *words, *options, "--color", "never"]
        return Running(command, self.folder, self.environment)

    def _quietly(self, *words: str) -> None:
        done = subprocess.run(
            [*self._pulumi, *words, "--non-interactive"],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"bench: pulumi {' '.join(words)}: {done.stdout}{done.stderr}")

    @property
    def _pulumi(self) -> list[str]:
        return [str(engine.cli() / "pulumi")]
