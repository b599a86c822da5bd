"""What is in a file, read once from front to back in flat memory, before it is sent."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
from itertools import takewhile
from typing import TYPE_CHECKING

from wix_data_provider.content.csv_rows import CsvRows
from wix_data_provider.content.items import Items
from wix_data_provider.content.jsonl_rows import JsonlRows
from wix_data_provider.content.text import LONGEST_LINE, has_bom, text_of
from wix_data_provider.errors import ContentError
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wix_data_provider.content.source import Content


class Survey(Record):
    """What a file holds that Wix would take.

    `columns` in the order of the file; `without_id`: rows that no `_id` or `ID` identifies;
    `duplicates`: rows with the ID of an earlier row; `rejects`: rows that Wix would reject,
    which the caller tolerates; `warnings`: sentences without the file's name. `sample`: the
    first rows, each with its line and its values, those of a CSV as text.
    """

    rows: int
    columns: tuple[str, ...] = ()
    without_id: int = 0
    format: str = "CSV"
    bom: bool = False
    duplicates: int = 0
    rejects: int = 0
    warnings: tuple[str, ...] = ()
    sample: tuple[tuple[int, Mapping[str, object]], ...] = ()


def _none(rejects: int, rows: int) -> bool:  # noqa: ARG001 - the signature of `tolerates`
    return rejects == 0


async def survey(
    content: Content,
    format: str,
    *,
    policy: str | None = None,
    tolerates: Callable[[int, int], bool] = _none,
) -> Survey:
    """Read the whole file (CSV or JSONL) in a thread; a cancel ends the thread soon.

    `policy` is the write policy (empty: not known yet) where rows become items of a collection;
    without one nothing is said of items. `tolerates(rejects, rows)` tells whether so many rows
    may be rejected: then they are warnings.

    Raises ContentError, with everything that Wix would refuse: empty, not text, no rows, broken.
    """
    stop = threading.Event()
    try:
        return await asyncio.to_thread(_survey, content, format, policy, tolerates, stop)
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
    csv.field_size_limit(LONGEST_LINE)
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


def _survey(
    content: Content,
    format: str,
    policy: str | None,
    tolerates: Callable[[int, int], bool],
    stop: threading.Event,
) -> Survey:
    reader, newline = _READERS[format]
    with text_of(content, newline, stop) as text:
        rows = reader(content.name, text)
        items = Items(rows, policy)
    rejections = [] if policy is None else items.rejections()
    tolerated = not rejections or tolerates(items.rejects, items.count)
    if problems := [*rows.problems(), *([] if tolerated else rejections)]:
        way_out = "" if rows.problems() else "; correct that, or tolerate it with `maxRejected`"
        raise ContentError(f"{content.name}, {'; '.join(problems)}{way_out}")
    if items.count == 0:
        raise ContentError(f"{content.name} has a header but no rows: there is nothing to import")
    surprises = [] if policy is None else items.surprises()
    return Survey(
        items.count,
        rows.columns,
        items.without_id,
        format=format,
        bom=has_bom(content),
        duplicates=items.duplicates.count,
        rejects=0 if policy is None else items.rejects,
        warnings=(*rows.surprises(), *rejections, *surprises),
        sample=tuple(items.sample),
    )


_READERS: dict[str, tuple[type[CsvRows | JsonlRows], str]] = {
    "CSV": (CsvRows, ""),
    "JSONL": (JsonlRows, "\n"),
}  # with what ends a line
