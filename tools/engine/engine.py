"""The order in which an engine is looked for: PATH, cache, official installer, Go modules."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine import cache, from_go, installer, pins
from tools.engine.errors import EngineError
from tools.engine.progress import Runner, to_screen
from tools.engine.versions import at_least

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.engine.progress import Say


def cli(say: Say = to_screen) -> Path:
    """The folder of `pulumi` and its YAML and Python hosts; made where it is missing.

    Raises: EngineError.
    """
    found = on_path()
    if found is not None:
        return found
    name = cache.key("cli", pins.PULUMI, pins.CLI_RECIPE, pins.GO_FLAGS)
    slot = cache.Slot(cache.root(), name, pins.CLI_BINARIES)

    runner = Runner(slot.log, say)

    def build(target: Path) -> str:
        origin = installer.install(target, runner)
        if origin is None or not _works(target):
            origin = from_go.build_cli(target, runner)
        if not _works(target):
            raise EngineError(
                f"`pulumi version` in {target} does not say v{pins.PULUMI}; log: {slot.log}"
            )
        return origin

    slot.fill(build, say)
    return slot.bin


def hosts(say: Say = to_screen) -> Path:
    """The folder of the Node, Go and Java hosts: those beside a `pulumi` on PATH, or made.

    Raises: EngineError.
    """
    found = on_path()
    if found is not None and _has(found, pins.HOST_BINARIES):
        return found
    name = cache.key("hosts", pins.PULUMI, pins.HOSTS_RECIPE, pins.GO_FLAGS)
    slot = cache.Slot(cache.root(), name, pins.HOST_BINARIES)
    slot.fill(lambda target: from_go.build_hosts(target, Runner(slot.log, say)), say)
    return slot.bin


def sdkgen(say: Say = to_screen) -> Path:
    """The folder of the SDK generator; made where it is missing.

    Raises: EngineError.
    """
    return _generator("sdkgen", pins.SDKGEN_RECIPE, pins.SDKGEN_BINARIES, say)


def programgen(say: Say = to_screen) -> Path:
    """The folder of the generator of example programs; made where it is missing.

    Raises: EngineError.
    """
    return _generator("programgen", pins.PROGRAMGEN_RECIPE, pins.PROGRAMGEN_BINARIES, say)


def _generator(name: str, recipe: tuple[Path, ...], binaries: tuple[str, ...], say: Say) -> Path:
    key = cache.key(name, pins.PULUMI, recipe, pins.GO_FLAGS)
    slot = cache.Slot(cache.root(), key, binaries)
    slot.fill(lambda target: from_go.build_generator(name, target, Runner(slot.log, say)), say)
    return slot.bin


def on_path(path: str | None = None) -> Path | None:
    """The folder of a new enough `pulumi` on PATH that has the language hosts beside it.

    One without hosts is of no use: a host from elsewhere makes each command warn.
    """
    binary = shutil.which("pulumi", path=path)
    if binary is None:
        return None
    folder = Path(binary).parent.absolute()
    whole = _has(folder, pins.CLI_BINARIES)
    return folder if whole and at_least(version_of(folder), pins.PULUMI) else None


def version_of(folder: Path) -> str:
    """What `pulumi version` says in that folder; nothing where it does not run."""
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(
            [folder / "pulumi", "version"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _works(folder: Path) -> bool:
    return _has(folder, pins.CLI_BINARIES) and version_of(folder) == f"v{pins.PULUMI}"


def _has(folder: Path, binaries: Iterable[str]) -> bool:
    return all((folder / name).is_file() for name in binaries)
