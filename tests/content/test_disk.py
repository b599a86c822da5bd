"""content/disk.py: all of a block, or an error that names the file."""

from __future__ import annotations

import errno
from io import FileIO
from typing import TYPE_CHECKING, Any

import pytest

from wix_data_provider.content.disk import PIECE_BYTES, write_whole
from wix_data_provider.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = bytes(range(256)) * 400 + b"more"  # 6.25 pieces


class Disk(FileIO):
    """Takes at most `at_once` bytes of a write, and `room` in all."""

    at_once, room = PIECE_BYTES, len(BLOCK)

    def write(self, given: Any, /) -> int:
        piece = memoryview(given)[: min(self.at_once, self.room)]
        if not piece:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= len(piece)
        return super().write(piece)


@pytest.mark.parametrize("at_once", [1000, PIECE_BYTES, 10 * PIECE_BYTES])
@pytest.mark.parametrize("block", [BLOCK, memoryview(BLOCK), b""], ids=["bytes", "view", "nothing"])
def test_all_of_it_is_written(tmp_path: Path, at_once: int, block: bytes | memoryview) -> None:
    with Disk(tmp_path / "a", "w") as file:
        file.at_once = at_once
        write_whole(file, block, "a")
    assert (tmp_path / "a").read_bytes() == block


def test_a_full_disk_is_told_with_the_name(tmp_path: Path) -> None:
    with Disk(tmp_path / "a", "w") as file:
        file.room = 3 * PIECE_BYTES + 5
        with pytest.raises(ContentError, match=r"^b\.csv cannot be written: No space left"):
            write_whole(file, BLOCK, "b.csv")
