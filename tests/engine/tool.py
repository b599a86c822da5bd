"""A command that prepares a test."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def run_tool(command: Path, *arguments: str, environment: Mapping[str, str]) -> None:
    """Run it; what it says is shown only where it fails."""
    done = subprocess.run(
        [command, *arguments, "--non-interactive"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (
        f"{command.name} {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    )
