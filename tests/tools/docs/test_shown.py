"""tools/docs/shown.py: a page shows a file as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.docs.shown import shown_files, with_shown_files

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "# A\n\n<!-- from: a.py -->\n```python\nold = 1\n```\n\nText.\n\n```python\nmine = 1\n```\n"


def test_the_block_after_the_mark_becomes_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("new = r'\\1'\n", encoding="utf-8")
    assert with_shown_files(PAGE, tmp_path) == PAGE.replace("old = 1", "new = r'\\1'")


def test_an_empty_block_is_filled(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("new = 2\n", encoding="utf-8")
    empty = PAGE.replace("old = 1\n", "")
    assert with_shown_files(empty, tmp_path) == PAGE.replace("old = 1", "new = 2")


def test_only_marked_blocks_are_files() -> None:
    assert shown_files(PAGE) == ["a.py"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        with_shown_files(PAGE, tmp_path)
