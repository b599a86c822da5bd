"""From the bytes of a CSV or JSONL file to its rows, in bounded memory.

Rules: docs/wix-api.md, "Files".
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from wix_data_emulator.errors import JobError

if TYPE_CHECKING:
    from collections.abc import Iterator

CSV, JSONL = "CSV", "JSONL"
FORMATS = (CSV, JSONL)
BOM = b"\xef\xbb\xbf"
LONGEST_LINE = 16 * 1024 * 1024
"""Characters; far beyond the largest item, so that one line cannot fill the memory."""


class Peekable(Protocol):
    """A stream whose beginning can be looked at."""

    def peek(self, size: int, /) -> bytes:
        """Bytes that the next read will return again."""


class BadFileError(JobError):
    """The file is not what its format says: a job that reads it fails with WDH0003."""

    def __init__(self, description: str) -> None:
        super().__init__("WDH0003", description)


@dataclass(frozen=True)
class Row:
    """One row or line: its place among the items, from 1, and its values."""

    number: int
    values: dict[str, object]


def detect_format(content: Peekable) -> str:
    """JSONL if the text begins with a brace, else CSV."""
    start = content.peek(4096).removeprefix(BOM).lstrip()
    return JSONL if start.startswith(b"{") else CSV


def read_rows(content: IO[bytes], file_format: str) -> Iterator[Row]:
    """Every row; CSV values are text. Closes the content at the end.

    Raises: BadFileError, wherever the file turns out to be wrong.
    """
    csv.field_size_limit(LONGEST_LINE)
    breaks = "" if file_format == CSV else "\n"
    with io.TextIOWrapper(content, encoding="utf-8-sig", newline=breaks) as text:
        rows = _csv_rows(text) if file_format == CSV else _json_rows(text)
        try:
            for number, values in enumerate(rows, start=1):
                yield Row(number, values)
        except UnicodeDecodeError as error:
            raise BadFileError("the file is not UTF-8 text") from error


def _csv_rows(text: IO[str]) -> Iterator[dict[str, object]]:
    reader = csv.reader(_lines(text), strict=True)
    try:
        header = next(reader, [])
        _check_header(header)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise BadFileError(
                    f"line {reader.line_num} has {len(cells)} cells, the header {len(header)}"
                )
            yield dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise BadFileError(f"line {reader.line_num} is not CSV: {error}") from error


def _check_header(header: list[str]) -> None:
    if not header:
        raise BadFileError("the file has no header")
    if not all(name.strip() for name in header):
        raise BadFileError("a column of the header has no name")
    if twice := [name for name in header if header.count(name) > 1]:
        raise BadFileError(f"column {twice[0]} is in the header twice")


def _json_rows(text: IO[str]) -> Iterator[dict[str, object]]:
    for number, line in enumerate(_lines(text), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise BadFileError(f"line {number} is not JSON") from error
        if not isinstance(value, dict):
            raise BadFileError(f"line {number} is not a JSON object")
        yield value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _lines(text: IO[str]) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        if len(line) >= LONGEST_LINE:
            raise BadFileError(f"a line has more than {LONGEST_LINE} characters")
        yield line
