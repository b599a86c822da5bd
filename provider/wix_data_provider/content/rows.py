"""What is in a file, read once from front to back in flat memory, before it is sent.

Formats: https://support.wix.com/en/article/cms-formatting-your-csv-file-to-import-content
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import threading
from itertools import takewhile
from typing import TYPE_CHECKING

from wix_data_provider.errors import ContentError
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wix_data_provider.content.source import Content

IDENTIFIERS = ("_id", "ID")
_FIELD_LIMIT = 16 * 1024 * 1024  # far above the 512 KB that Wix takes for a whole item
_OFTEN = 1000  # rows between two looks at `stop`


class Survey(Record):
    """`columns` in the order of the file; `without_id`: rows that no `_id` or `ID` identifies."""

    rows: int
    columns: tuple[str, ...] = ()
    without_id: int = 0


async def survey(content: Content, format: str) -> Survey:
    """Read the whole file (CSV or JSONL) in a thread; a cancel ends the thread soon.

    Raises ContentError: empty, not text, no rows, broken.
    """
    stop = threading.Event()
    try:
        return await asyncio.to_thread(_survey, content, format, stop)
    finally:
        stop.set()


async def count_rows(content: Content, format: str) -> int:
    """How many rows a whole and well-formed file has: 0 for a header alone, or for nothing.

    Raises ContentError where the file cannot be read, or is no CSV.
    """
    stop = threading.Event()
    try:
        return await asyncio.to_thread(_count, content, format, stop)
    finally:
        stop.set()


def _count(content: Content, format: str, stop: threading.Event) -> int:
    csv.field_size_limit(_FIELD_LIMIT)
    _, newline = _READERS[format]
    encoding, errors = "utf-8-sig", "replace"  # letters do not matter here
    with io.TextIOWrapper(content.open(), encoding, errors, newline) as text:
        lines = takewhile(lambda _: not stop.is_set(), text)
        if format != "CSV":
            return sum(1 for line in lines if line.strip())
        try:
            return max(0, sum(1 for row in csv.reader(lines) if row) - 1)
        except csv.Error as error:
            raise ContentError(f"{content.name} is no CSV: {error}") from error


def _survey(content: Content, format: str, stop: threading.Event) -> Survey:
    reader, newline = _READERS[format]
    with io.TextIOWrapper(content.open(), encoding="utf-8-sig", newline=newline) as text:
        try:
            found = reader(content.name, text, stop)
        except UnicodeDecodeError as error:
            raise ContentError(
                f"{content.name} is not UTF-8 text (byte 0x{error.object[error.start]:02x} at "
                "a place where none may be): save it as UTF-8"
            ) from error
    if found.rows == 0 and not stop.is_set():
        raise ContentError(f"{content.name} has a header but no rows: there is nothing to import")
    return found


def _csv(name: str, text: io.TextIOWrapper, stop: threading.Event) -> Survey:
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(_lines(name, text), strict=True)
    try:
        header = next(reader, None)
        if not header or not any(header):
            raise ContentError(f"{name} is empty: there is nothing to import")
        identifying = _identifying([column.strip() for column in header])
        rows = without_id = 0
        for row in reader:
            if not row:
                continue  # a blank line
            rows += 1
            without_id += not any(row[i].strip() for i in identifying if i < len(row))
            if rows % _OFTEN == 0 and stop.is_set():
                break
    except csv.Error as error:
        raise ContentError(f"{name}, line {reader.line_num}: {error}; quote it as CSV") from error
    return Survey(rows, tuple(column.strip() for column in header), without_id)


def _identifying(columns: list[str]) -> list[int]:
    """Where the ID of a row is: in `_id`, or in `ID` where there is no `_id`.

    >>> _identifying(["ID", "title"]), _identifying(["ID", "_id"]), _identifying(["title"])
    ([0], [1], [])
    """
    name = next((name for name in IDENTIFIERS if name in columns), None)
    return [i for i, column in enumerate(columns) if column == name]


def _jsonl(name: str, text: io.TextIOWrapper, stop: threading.Event) -> Survey:
    columns: dict[str, None] = {}
    rows = without_id = 0
    for number, line in enumerate(_lines(name, text), start=1):
        if not line.strip():
            continue
        item = _item(name, number, line)
        rows += 1
        columns.update(dict.fromkeys(item))
        without_id += not any(item.get(key) for key in IDENTIFIERS)
        if rows % _OFTEN == 0 and stop.is_set():
            break
    if rows == 0:
        raise ContentError(f"{name} is empty: there is nothing to import")
    return Survey(rows, tuple(columns), without_id)


def _item(name: str, number: int, line: str) -> dict[str, object]:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise ContentError(f"{name}, line {number}: not JSON ({error})") from error
    if not isinstance(item, dict):
        raise ContentError(f"{name}, line {number}: not a JSON object: each line must be one item")
    return item


def _lines(name: str, text: io.TextIOWrapper) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise ContentError(
                f"{name} is not text (it has NUL bytes): is it another kind of file?"
            )
        yield line


_READERS = {"CSV": (_csv, ""), "JSONL": (_jsonl, "\n")}  # with what ends a line
