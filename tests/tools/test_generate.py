"""tools/generate.py: generated files are written whole, and older ones go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.generate import DOCS, SCHEMA, stale, write
from tools.sdks import DOTNET, GO, JAVA, NODE, PYTHON

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    SCHEMA: b"{}",
    PYTHON / "__init__.py": b"x = 1\n",
    PYTHON / "inner" / "a.py": b"",
    NODE / "package.json": b"{}",
}


def test_what_was_written_is_not_stale(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    assert stale(FILES, tmp_path) == []
    assert (tmp_path / PYTHON / "__init__.py").read_bytes() == b"x = 1\n"


def test_changed_missing_and_leftover_files_are_stale(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    (tmp_path / SCHEMA).write_bytes(b"{ }")
    (tmp_path / PYTHON / "inner" / "a.py").unlink()
    (tmp_path / PYTHON / "old.py").write_bytes(b"")
    assert stale(FILES, tmp_path) == [
        f"{SCHEMA}: differs",
        f"{PYTHON}/inner/a.py: differs",
        f"{PYTHON}/old.py: is no longer generated",
    ]


@pytest.mark.parametrize(
    "folder",
    [PYTHON, NODE, GO, JAVA / "src", DOTNET, DOCS / "resources", DOCS / "functions"],
    ids=str,
)
def test_files_that_are_no_longer_generated_go(tmp_path: Path, folder: Path) -> None:
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "old").write_bytes(b"")
    assert stale(FILES, tmp_path)
    write(FILES, tmp_path)
    assert stale(FILES, tmp_path) == []
    assert not (tmp_path / folder / "old").exists()


@pytest.mark.parametrize(
    "made", [PYTHON / "__pycache__", NODE / "node_modules", NODE / "bin", JAVA / "target"], ids=str
)
def test_what_a_compiler_puts_beside_them_is_let_alone(tmp_path: Path, made: Path) -> None:
    (tmp_path / made).mkdir(parents=True)
    (tmp_path / made / "file").write_bytes(b"")
    write(FILES, tmp_path)
    assert stale(FILES, tmp_path) == []
    assert (tmp_path / made / "file").exists()


def test_pages_written_by_hand_are_let_alone(tmp_path: Path) -> None:
    (tmp_path / DOCS).mkdir()
    (tmp_path / DOCS / "by-hand.md").write_bytes(b"")
    write(FILES, tmp_path)
    assert (tmp_path / DOCS / "by-hand.md").exists()
