"""The official installer, into the cache, with the pinned version, the user's profile untouched.

Source: https://www.pulumi.com/docs/iac/download-install/
"""

from __future__ import annotations

import os
import tempfile
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine import pins
from tools.engine.errors import EngineError

if TYPE_CHECKING:
    from tools.engine.progress import Runner

URL = "https://get.pulumi.com/install.sh"
CONNECT_S = 5.0
DOWNLOAD_S = 600.0


def install(target: Path, runner: Runner) -> str | None:
    """Fill a folder with the official binaries; None where the installer is of no use here."""
    script = _script()
    if script is None:
        return None
    runner.say(f"installing Pulumi v{pins.PULUMI} with the official installer")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        file = Path(folder) / "install.sh"
        file.write_bytes(script)
        options = ["--version", pins.PULUMI, "--install-root", folder, "--no-edit-path"]
        try:
            runner.run(
                "official installer",
                ["sh", str(file), *options],
                cwd=Path(folder),
                environment=os.environ,
                tell=lambda _: "downloading",
                limit_s=DOWNLOAD_S,
            )
        except EngineError as error:
            runner.say(str(error).splitlines()[0])
            return None
        for binary in (Path(folder) / "bin").glob("*"):
            binary.replace(target / binary.name)
    return URL


def _script() -> bytes | None:
    """The installer, or None where it cannot be reached."""
    try:
        with urllib.request.urlopen(URL, timeout=CONNECT_S) as answer:
            script: bytes = answer.read()
    except (OSError, HTTPException):
        return None
    return script if script.startswith(b"#!") else None
