"""content/text.py: the text of a file in lines of bearable length."""

from __future__ import annotations

import codecs
import io
import threading
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.content.source import BLOCK, Content
from wix_data_provider.content.text import LONGEST_LINE, text_of
from wix_data_provider.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path


def lines(data: bytes, newline: str = "") -> list[str]:
    with text_of(Content("a.csv", data=data), newline, threading.Event()) as text:
        return list(text)


def test_the_byte_order_mark_is_no_text() -> None:
    assert lines(codecs.BOM_UTF8 + "é\r\nb".encode()) == ["é\r\n", "b"]


def test_characters_on_the_border_of_two_blocks_are_whole() -> None:
    data = b"x" * (BLOCK - 1) + "é\n".encode()
    assert lines(data) == ["x" * (BLOCK - 1) + "é\n"]


@pytest.mark.parametrize("before", [BLOCK - 2, BLOCK - 1, BLOCK, 3 * BLOCK + 5])
def test_the_line_of_a_wrong_byte_is_right_in_every_block(before: int) -> None:
    text = b"a\n" * (before // 2) + "€".encode() + b"\xe9\n"
    with pytest.raises(ContentError, match=rf"byte 0xe9 in line {before // 2 + 1}\)"):
        lines(text)


def test_the_line_of_a_wrong_byte_is_right_where_lines_end_with_a_return() -> None:
    with pytest.raises(ContentError, match=r"byte 0xff in line 3\)"):
        lines(b"a\rb\r\xff\r")


def test_no_content_is_in_the_chain_of_the_error() -> None:
    with pytest.raises(ContentError) as error:
        lines(b"secret\xff")
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


@pytest.mark.parametrize("newline", ["", "\n"])
def test_a_line_without_end_is_no_row_and_does_not_fill_the_memory(newline: str) -> None:
    data = b"_id\n" + b"x" * (LONGEST_LINE + 3 * BLOCK)
    with pytest.raises(ContentError) as error:
        lines(data, newline)
    assert str(error.value) == (
        "a.csv, line 2: longer than 16.0 MB, so it is no row: is it another kind of file?"
    )


def test_a_return_ends_a_line_of_a_csv_alone() -> None:
    data = (b"x" * 1023 + b"\r") * ((LONGEST_LINE + 3 * BLOCK) // 1024)
    assert len(lines(data)) == len(data) // 1024
    with pytest.raises(ContentError, match="line 1: longer than"):
        lines(data, "\n")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = Content("a.csv", tmp_path / "a.csv")
    with (
        pytest.raises(ContentError, match=r"^a\.csv cannot be read: No such file"),
        text_of(missing, "", threading.Event()),
    ):
        pass


def test_a_stop_ends_the_text() -> None:
    stop = threading.Event()
    data = b"a\n" * BLOCK
    with text_of(Content("a.csv", data=data), "", stop) as text:
        assert next(text) == "a\n"
        stop.set()
        assert sum(map(len, text)) < BLOCK


def test_the_file_is_closed_at_the_end() -> None:
    opened = io.BytesIO(b"a\n")

    class Once(Content):
        def open(self) -> io.BytesIO:
            return opened

    with text_of(Once("a.csv"), "", threading.Event()):
        assert not opened.closed
    assert opened.closed
