"""A machine that a pipeline's job has to itself, as GitHub and GitLab give one: new each time, or a
runner of one's own, which keeps its checkout and its home.

Its tools are those of this environment; `pip install` is noted and not run, since the working tree
is what it would install.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.engine.conftest import in_our_python
from tests.engine.project import Run, Running
from tests.not_run_here import on_path
from tools.local.surroundings import found_first

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STRICT = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""How GitHub runs a step with `shell: bash`."""


class Machine:
    """Folders of its own for the checkout, the home and what is temporary."""

    def __init__(self, folder: Path, engine_bin: Path, outside: Mapping[str, str]) -> None:
        for tool in ("bash", "curl", "git"):
            on_path(tool)
        self.checkout = folder / "checkout"
        self.home = folder / "home"
        self.temp = folder / "temp"
        self._bin = folder / "bin"
        for made in (self.home, self.temp, self._bin):
            made.mkdir(parents=True)
        self._installed = folder / "installed"
        pip = self._bin / "pip"
        pip.write_text(f'#!/bin/sh\necho "$@" >>{shlex.quote(str(self._installed))}\n', "utf-8")
        pip.chmod(0o755)
        self.environment = {
            **found_first(in_our_python(found_first(_neutral(), engine_bin)), self._bin),
            "HOME": str(self.home),
            "PULUMI_HOME": str(self.home / ".pulumi"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
            "CI": "true",
            **outside,
        }

    def clone(self, repository: Path, branch: str, depth: int) -> None:
        """What a checkout step does, also in the folder of the run before."""
        limit = ("--depth", str(depth) if depth else "999")
        if not self.checkout.exists():
            url = f"file://{repository}"
            git(self.checkout.parent, "init", "--quiet", str(self.checkout))
            git(self.checkout, "remote", "add", "origin", url)
        git(self.checkout, "fetch", "--quiet", *limit, "origin", branch)
        git(self.checkout, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
        git(self.checkout, "clean", "--quiet", "-ffdx")

    def forget_temporary(self) -> None:
        """What GitHub's runner does before a job."""
        shutil.rmtree(self.temp)
        self.temp.mkdir()

    @property
    def commit(self) -> str:
        """What is checked out."""
        return git(self.checkout, "rev-parse", "HEAD")

    def start(self, script: str, folder: Path, environment: Mapping[str, str]) -> Running:
        """A piece of a pipeline's shell, left to run."""
        file = self.temp / "script.sh"
        file.write_text(script, encoding="utf-8")
        return Running([*STRICT, str(file)], folder, {**self.environment, **environment})

    def run(self, script: str, folder: Path, environment: Mapping[str, str]) -> Run:
        """A piece of a pipeline's shell, to its end."""
        return self.start(script, folder, environment).end()

    def installed(self) -> list[str]:
        """What `pip` was asked to install."""
        lines = self._installed.read_text(encoding="utf-8").splitlines()
        assert all(line.startswith("install ") for line in lines), lines
        return [word for line in lines for word in line.split()[1:]]


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints; it must succeed."""
    who = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
    done = subprocess.run(
        [on_path("git"), *who, *arguments],
        cwd=folder,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"git {' '.join(arguments)}:\n{done.stderr}"
    return done.stdout.strip()


def _neutral() -> dict[str, str]:
    """The environment without what a user's account, site, proxy or own pipeline puts there."""
    foreign = ("PULUMI_", "WIX_", "GITHUB_", "RUNNER_", "CI_", "GIT_")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(foreign) and not name.upper().endswith("_PROXY")
    }
