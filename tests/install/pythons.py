"""The supported Pythons of this machine: the one at hand, and each other one that is found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED = ("3.10", "3.11", "3.12", "3.13")
_SAYS = "import sys; print('%d.%d' % sys.version_info[:2])"


def found() -> dict[str, str]:
    """The interpreter of each version."""
    others = {version: _found(version) for version in SUPPORTED}
    at_hand = {f"{sys.version_info[0]}.{sys.version_info[1]}": sys.executable}
    return {version: python for version, python in others.items() if python} | at_hand


def _found(version: str) -> str | None:
    """On PATH, or where pyenv keeps it."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for candidate in filter(None, map(shutil.which, (f"python{version}", *map(str, kept)))):
        says = subprocess.run(
            [candidate, "-c", _SAYS], capture_output=True, text=True, check=False
        ).stdout
        if says == f"{version}\n":
            return candidate
    return None
