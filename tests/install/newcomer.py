"""Somebody who types what the documentation says, into a shell in an empty folder."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

from tests.engine.conftest import VENV_BIN
from tests.engine.project import Running

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.install.distribution import Distribution

LIMIT_S = 300.0  # for a machine that is very busy
OWN = ("PIP_", "PULUMI_", "PYTHON", "UV_", "VIRTUAL_ENV", "WIX_")
"""What the environment of the tests says of these is not the newcomer's."""


class Newcomer:
    """Has `python3`, `uv` and `pulumi` on PATH; `pip` and `uv` know the distribution.

    The CLI does what it does by default: it takes plugins from PATH, and tries to download them.
    """

    def __init__(
        self,
        folder: Path,
        engine_bin: Path,
        distribution: Distribution,
        settings: Mapping[str, str],
    ) -> None:
        self.folder = folder / "shop"
        self.pulumi_home = folder / "pulumi-home"
        self.bin = folder / "bin"
        for made in (self.folder, self.bin, folder / "states"):
            made.mkdir()
        self.command("python3", getattr(sys, "_base_executable", sys.executable))
        self.command("uv", str(distribution.tools / "bin" / "uv"))
        constraints = folder / "constraints.txt"
        constraints.write_text(f"pulumi-wix-data @ {distribution.wheel.as_uri()}\n", "utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        others = [part for part in os.get_exec_path() if part != str(VENV_BIN)]
        self.environment = {
            **kept,
            "PATH": os.pathsep.join([str(self.bin), str(engine_bin), *others]),
            "PIP_CONSTRAINT": str(constraints),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "UV_CONSTRAINT": str(constraints),
            "PULUMI_HOME": str(self.pulumi_home),
            "PULUMI_BACKEND_URL": f"file://{folder / 'states'}",
            "PULUMI_CONFIG_PASSPHRASE": "",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            **settings,
        }

    def command(self, name: str, target: str, *options: str) -> None:
        """A command on PATH that hands over to another one."""
        script = self.bin / name
        words = " ".join(shlex.quote(word) for word in (target, *options))
        script.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        script.chmod(0o755)

    def write(self, name: str, content: str) -> None:
        """A file of the project."""
        (self.folder / name).write_text(content, encoding="utf-8")

    def moves_to_a_fresh_machine(self) -> None:
        """The same project and state, and nothing that Pulumi would have kept."""
        self.pulumi_home = self.pulumi_home.with_name("another-pulumi-home")
        self.environment["PULUMI_HOME"] = str(self.pulumi_home)

    def types(self, lines: str, *, ok: bool = True) -> str:
        """What the shell shows; it must come to its end, or, if not `ok`, fail."""
        shell = ["sh", "-e", "-c", lines]
        run = Running(shell, self.folder, self.environment).end(LIMIT_S)
        assert (run.code == 0) is ok, run.output
        return run.output
