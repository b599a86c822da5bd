"""The text of a file: UTF-8 in lines of bearable length, or a sentence about what it is instead."""

from __future__ import annotations

import codecs
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from wix_data_provider.content.source import BLOCK
from wix_data_provider.errors import ContentError
from wix_data_provider.lifecycle.wording import size as size_in_words

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from wix_data_provider.content.source import Content

LONGEST_LINE = 16 * 1024 * 1024  # far above the 512 KB that Wix takes for a whole item
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHERS = {
    b"PK\x03\x04": "a ZIP or Excel file",
    b"\xd0\xcf\x11\xe0": "an Excel file of an old kind",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF",
}
_PAGES = (b"<!doctype html", b"<html", b"<?xml")
_SAVE = "save it as UTF-8 (in Excel: “CSV UTF-8”)"


@contextmanager
def text_of(content: Content, newline: str, stop: threading.Event) -> Iterator[io.TextIOWrapper]:
    """The text without its byte order mark, read in blocks; it ends early once `stop` is set.

    Raises ContentError where the file cannot be read or is not text, also while it is read.
    """
    watched = _Watched(content, content.open(), newline, stop)
    try:
        with io.TextIOWrapper(
            io.BufferedReader(watched, BLOCK), encoding="utf-8-sig", newline=newline
        ) as text:
            yield text
    except UnicodeDecodeError:
        message = _not_utf8(content)
        raise ContentError(message) from None  # the other error holds content


def has_bom(content: Content) -> bool:
    """Whether the file begins with the byte order mark of UTF-8."""
    with content.open() as file:
        return file.read(3) == codecs.BOM_UTF8


class _Watched(io.RawIOBase):
    """Bytes on their way to the decoder: as long as they may be lines of text."""

    def __init__(
        self, content: Content, file: BinaryIO, newline: str, stop: threading.Event
    ) -> None:
        self._content = content
        self._breaks = (b"\n",) if newline else (b"\n", b"\r")
        self._stop = stop
        self._file = file
        self._position = 0  # of the next block
        self._line_start = 0  # of the line that this block ends in

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        block = b"" if self._stop.is_set() else self._file.read(len(target))
        target[: len(block)] = block
        self._check(block)
        self._position += len(block)
        return len(block)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _check(self, block: bytes) -> None:
        if self._position == 0:
            self._check_start(block)
        if b"\0" in block:
            self._refuse_nul(block)
        end = max(block.rfind(line_break) for line_break in self._breaks)
        if end >= 0:
            self._line_start = self._position + end + 1
        if self._position + len(block) - self._line_start > LONGEST_LINE:
            line = _line_at(self._content, self._line_start)
            raise ContentError(
                f"{self._content.name}, line {line}: longer than {size_in_words(LONGEST_LINE)}, so "
                "it is no row: is it another kind of file?"
            )

    def _check_start(self, block: bytes) -> None:
        if block.startswith(_UTF_16):
            self._refuse_utf_16()
        if kind := [words for magic, words in _OTHERS.items() if block.startswith(magic)]:
            raise ContentError(f"{self._content.name} is not text: it looks like {kind[0]}")
        start = block[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
        if start.startswith(_PAGES):
            raise ContentError(
                f"{self._content.name} is neither CSV nor JSONL: it is a web page or XML; look at "
                "where it comes from"
            )

    def _refuse_nul(self, block: bytes) -> None:
        start = block[:64]
        if self._position == 0 and any(start[::2]) != any(start[1::2]):
            self._refuse_utf_16()
        number = _line_at(self._content, self._position + block.index(b"\0"))
        raise ContentError(
            f"{self._content.name} is not text (a NUL byte in line {number}): is it another kind "
            "of file?"
        )

    def _refuse_utf_16(self) -> NoReturn:
        raise ContentError(
            f"{self._content.name} is not UTF-8 text: it is probably UTF-16, which Excel calls "
            f"“Unicode Text”; {_SAVE}"
        )


def _not_utf8(content: Content) -> str:
    """Where a text stops to be UTF-8, and what it probably is; read once more to find out."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = pending = 0  # of the next block; bytes before it that wait for it
    for block in content.blocks():
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            rest = error.object[error.start :]
            line = _line_at(content, position - pending + error.start)
            return (
                f"{content.name} is not UTF-8 text (byte 0x{rest[0]:02x} in line {line}): it is "
                f"probably {_guess(rest)}; {_SAVE}"
            )
        position += len(block)
        pending = len(decoder.getstate()[0])
    return f"{content.name} is not UTF-8 text: it ends within a character, so it is not whole"


def _guess(rest: bytes) -> str:
    """
    >>> _guess("é".encode("latin-1")), _guess("€".encode("cp1252"))
    ('Latin-1 (ISO 8859-1)', 'Windows-1252')
    """
    only_windows = any(0x80 <= byte < 0xA0 for byte in rest)  # noqa: PLR2004 - no letters of Latin-1
    return "Windows-1252" if only_windows else "Latin-1 (ISO 8859-1)"


def _line_at(content: Content, position: int) -> int:
    """The number of the line that a byte is in."""
    breaks = returns = 0
    for block in content.blocks():
        before = block[:position]
        breaks += before.count(b"\n")
        returns += before.count(b"\r")
        position -= len(before)
        if position == 0:
            break
    return (breaks or returns) + 1
