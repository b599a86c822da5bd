"""tools/venv.sh: one clear sentence where the Python at hand does not do."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.tools.conftest import Scripts

VENV = Path(__file__).parents[2] / "tools" / "venv.sh"


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", VENV, "python3"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_an_old_python_alone_is_refused(script: Scripts, tmp_path: Path) -> None:
    script("python3", "exit 1", interpreter="/bin/sh")
    done = run(tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "no Python 3.10 or newer on PATH: install one, or name it: make PYTHON=…\n"
    )


def test_a_python_without_venv_is_told_what_it_lacks(script: Scripts, tmp_path: Path) -> None:
    script("python3", 'case "$2" in *ensurepip*) exit 1;; esac', interpreter="/bin/sh")
    done = run(tmp_path)
    assert done.returncode == 1
    assert "python3 cannot make virtual environments" in done.stderr
    assert "python3-venv" in done.stderr


def test_a_newer_python_beside_an_old_one_is_taken(script: Scripts, tmp_path: Path) -> None:
    script("python3", "exit 1", interpreter="/bin/sh")
    script(
        "python3.12", '[ "$1" = -m ] && echo "$0 $*" >&2 && exit 7; exit 0', interpreter="/bin/sh"
    )
    done = run(tmp_path)
    assert done.returncode == 7
    assert "python3.12 -m venv --clear .venv" in done.stderr
