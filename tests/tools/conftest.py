"""Stand-ins for the commands that the tools run: small scripts in a folder of their own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.not_run_here import missing
from tools.bench.processes import PROC

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def proc() -> None:
    """What tells of a process what it used."""
    if not PROC.is_dir():
        missing("/proc", "this is not Linux")


class Scripts(Protocol):
    """Makes an executable of a name and a body, in Python or in what `interpreter` reads."""

    def __call__(self, name: str, body: str, *, interpreter: str = sys.executable) -> Path: ...


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def script(bin_folder: Path) -> Scripts:
    def make(name: str, body: str, *, interpreter: str = sys.executable) -> Path:
        file = bin_folder / name
        file.write_text(f"#!{interpreter}\n{body}\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    return make


@pytest.fixture
def said() -> list[str]:
    """What the user was told."""
    return []
