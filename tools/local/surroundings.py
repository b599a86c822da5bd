"""Environments of commands: whose programs are found first, and which Python programs run in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def found_first(environment: Mapping[str, str], *folders: Path | str) -> dict[str, str]:
    """An environment with these folders before all others on PATH.

    >>> found_first({"PATH": "/usr/bin", "HOME": "/home/u"}, "/engine")
    {'PATH': '/engine:/usr/bin', 'HOME': '/home/u'}
    """
    path = [*map(str, folders), environment.get("PATH", os.defpath)]
    return {**environment, "PATH": os.pathsep.join(path)}


def activated(environment: Mapping[str, str], venv_bin: Path) -> dict[str, str]:
    """An environment whose programs run in the Python of a virtual environment."""
    return {**found_first(environment, venv_bin), "VIRTUAL_ENV": str(venv_bin.parent)}
