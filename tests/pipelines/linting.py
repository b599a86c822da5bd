"""The programs that read workflow files without running them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def complaints(*command: str | Path) -> str:
    """What a lint says of a file that it refuses; nothing where it is content."""
    done = subprocess.run([*command], capture_output=True, text=True, check=False, timeout=120)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def schema_complaints(schema: str, file: Path, *options: str) -> str:
    """By a JSON schema that comes with check-jsonschema: nothing is downloaded."""
    command: Sequence[str] = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema)
    return complaints(*command, *options, file)


def actionlint_complaints(program: Path, *files: Path) -> str:
    """Its own checks alone: a shellcheck on PATH would make machines differ."""
    return complaints(program, "-no-color", "-shellcheck=", "-pyflakes=", *files)
