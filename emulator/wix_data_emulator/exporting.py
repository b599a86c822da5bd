"""From items to the bytes of a CSV or JSONL file. Rules: docs/wix-api.md, "Files"."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from wix_data_emulator.comparing import value_at
from wix_data_emulator.reading import CSV

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wix_data_emulator.columns import Column

PIECE_CHARACTERS = 256 * 1024
"""A piece of a file ends with the line that reaches this."""
DATE_LENGTH = len("2024-12-31")


def header_of(columns: Sequence[Column]) -> str:
    """The first line of a CSV file."""
    return _csv_line(column.header for column in columns)


def write_pieces(
    items: Iterable[Mapping[str, object]], file_format: str, columns: Sequence[Column]
) -> Iterator[bytes]:
    """The lines of items, in pieces that fit into memory."""
    lines: list[str] = []
    size = 0
    for item in items:
        lines.append(_line(item, file_format, columns))
        size += len(lines[-1])
        if size >= PIECE_CHARACTERS:
            yield "".join(lines).encode()
            lines, size = [], 0
    if lines:
        yield "".join(lines).encode()


def to_cell(value: object, field_type: str = "ANY") -> str:
    """The text of a value in a CSV cell.

    >>> to_cell(None), to_cell(True), to_cell(1.5), to_cell(["a"])
    ('', 'true', '1.5', '["a"]')
    >>> to_cell({"$date": "2024-12-31T00:00:00.000Z"}, "DATE")
    '2024-12-31'
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and list(value) == ["$date"]:
        text = str(value["$date"])
        return text[:DATE_LENGTH] if field_type == "DATE" else text
    return json.dumps(value, ensure_ascii=False)


def _line(item: Mapping[str, object], file_format: str, columns: Sequence[Column]) -> str:
    if file_format == CSV:
        return _csv_line(to_cell(value_at(item, column.key), column.type) for column in columns)
    return json.dumps(item, ensure_ascii=False) + "\n"


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
