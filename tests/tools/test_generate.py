"""tools/generate.py: generated files are written whole, and older ones go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tools.generate import SCHEMA, SDK, stale, without_download, write

if TYPE_CHECKING:
    from pathlib import Path

FILES = {SCHEMA: b"{}", SDK / "__init__.py": b"x = 1\n", SDK / "inner" / "a.py": b""}


def test_what_was_written_is_not_stale(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    assert stale(FILES, tmp_path) == []
    assert (tmp_path / SDK / "__init__.py").read_bytes() == b"x = 1\n"


def test_changed_missing_and_leftover_files_are_stale(tmp_path: Path) -> None:
    write(FILES, tmp_path)
    (tmp_path / SCHEMA).write_bytes(b"{ }")
    (tmp_path / SDK / "inner" / "a.py").unlink()
    (tmp_path / SDK / "old.py").write_bytes(b"")
    assert stale(FILES, tmp_path) == [
        f"{SCHEMA}: differs",
        f"{SDK}/inner/a.py: differs",
        f"{SDK}/old.py: is no longer generated",
    ]


def test_files_that_are_no_longer_generated_go(tmp_path: Path) -> None:
    (tmp_path / SDK / "__pycache__").mkdir(parents=True)
    (tmp_path / SDK / "__pycache__" / "old.pyc").write_bytes(b"")
    (tmp_path / SDK / "old.py").write_bytes(b"")
    write(FILES, tmp_path)
    assert stale(FILES, tmp_path) == []
    assert not (tmp_path / SDK / "old.py").exists()


def test_the_engine_is_told_that_there_is_nothing_to_download() -> None:
    plugin = json.loads(without_download(b'{"resource": true, "name": "wix-data"}'))
    assert plugin == {"resource": False, "name": "wix-data"}
