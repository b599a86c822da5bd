"""A copy of the SDKs and of an example, to be built in.

The example asks the registries for the SDK, as its users' programs do: here it gets the copy.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tools.generate import SCHEMA
from tools.local.paths import ROOT
from tools.snake import snake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.engine.golang import Go

PROGRAMS = Path(__file__).parent / "programs"
STORY = Path("examples/pre-deploy-backup")
LIMIT_S = 900  # Go and Maven may have to download and compile all that an SDK stands on
_BUILT = shutil.ignore_patterns("node_modules", "bin", "obj", "target", "__pycache__")


class Checkout:
    """The folder of the copy."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("sdk", STORY):
            shutil.copytree(ROOT / part, folder / part, ignore=_BUILT)

    def sdk(self, language: str) -> Path:
        return self.folder / "sdk" / language

    def example(self, language: str) -> Path:
        return self.folder / STORY / language

    def unpack_npm_package(self, packed: Path) -> None:
        """Where programs of the checkout look for the Node SDK: what npm would put there."""
        target = self.folder / "node_modules" / "pulumi-wix-data"
        target.mkdir()
        unpack = ("tar", "-xzf", packed, "--strip-components=1", "-C", target)
        run(*unpack, folder=self.folder, environment=os.environ)

    def redirect_go(self, go: Go) -> None:
        """Have the example, and copies of it, take the Go module that lies here."""
        folder = self.sdk("go") / "wixdata"
        module = (folder / "go.mod").read_text(encoding="utf-8").split()[1]
        replace = ("mod", "edit", f"-replace={module}={folder}")
        run(go.binary, *replace, folder=self.example("go"), environment=go.environment)


def run(*command: str | Path, folder: Path, environment: Mapping[str, str]) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    said = f"{done.stdout}{done.stderr}"
    assert done.returncode == 0, f"{' '.join(map(str, command))}:\n{said}"
    return said


def uses_everything(program: str, resource: str, function: str) -> None:
    """A program in tests/sdks/programs makes each resource, and calls each function.

    `resource` and `function` are how such a call begins, with {} for the name as the schema has it,
    {snake} for my_name and {upper} for MyName.
    """
    schema = json.loads((ROOT / SCHEMA).read_text(encoding="utf-8"))
    text = (PROGRAMS / program).read_text(encoding="utf-8")
    calls = [
        pattern.format(name, snake=snake(name), upper=name[0].upper() + name[1:])
        for pattern, kind in ((resource, "resources"), (function, "functions"))
        for name in (token.rsplit(":", 1)[-1] for token in schema[kind])
    ]
    assert [call for call in calls if call not in text] == []
