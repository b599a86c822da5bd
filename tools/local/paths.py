"""Where things are: all that `make up` makes is in one folder, and `make down` clears it."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV_BIN = ROOT / ".venv" / "bin"
PYTHON = VENV_BIN / "python"
EXAMPLE = ROOT / "examples" / "pre-deploy-backup"
PROGRAM = EXAMPLE / "python"
SEED = EXAMPLE / "seed"

LOCAL = ROOT / ".emulator"


def shown(path: Path) -> str:
    """A path as a user at the repository's root would type it."""
    return os.path.relpath(path, ROOT)
