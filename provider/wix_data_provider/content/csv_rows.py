"""The rows of a CSV as Wix reads it: commas, double quotes, a header, as many cells in each row.

Formats: https://support.wix.com/en/article/cms-formatting-your-csv-file-to-import-content
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from wix_data_provider.content.findings import Lines, shown
from wix_data_provider.content.text import LONGEST_LINE
from wix_data_provider.errors import ContentError
from wix_data_provider.lifecycle.wording import listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IDENTIFIERS = ("_id", "ID")
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_NOTE = re.compile(r'"?sep=.?"?', re.IGNORECASE)
_JSON = re.compile(r'\{\s*"|\{$|\[\s*[{\["]|\[$')
_QUOTE = "quote cells with commas (no space before the quote)"
_UNCLOSED = "field larger than field limit", "unexpected end of data"


class CsvRows:
    """Iterate once for the rows of the right width; `problems` are known at the end."""

    def __init__(self, name: str, text: Iterable[str]) -> None:
        csv.field_size_limit(LONGEST_LINE)
        lines = iter(text)
        first = next(lines, None)
        if first is None:
            raise ContentError(f"{name} is empty: there is nothing to import")
        if problem := _problem_of_line_1(first):
            raise ContentError(f"{name}, line 1: {problem}")
        self._reader = csv.reader(chain([first], lines), strict=True)
        self._few, self._many, self._again, self._broken = Lines(), Lines(), Lines(), ""
        self._header = self._read_header()
        self.columns = tuple(column.strip() for column in self._header)
        self._at = _identifying(self.columns)
        self._refused = [i for i, name in enumerate(self.columns) if name.startswith("$")]

    def __iter__(self) -> Iterator[tuple[int, list[str], int]]:
        """Each row with the line that it begins in, and its length in characters."""
        if self._broken:
            return
        reader, width, last = self._reader, len(self._header), self._header[-1]
        line = reader.line_num + 1
        try:
            for row in reader:
                begin, line = line, reader.line_num + 1
                if len(row) == width:
                    if row[-1] == last and self._is_header(row):
                        self._again.add(begin)
                    yield begin, row, sum(map(len, row))
                elif row:  # not a blank line
                    (self._few if len(row) < width else self._many).add(begin)
        except csv.Error as error:
            self._break(line, error)

    def problems(self) -> list[str]:
        """What Wix refuses the whole file for."""
        columns = f"cells than the header has columns ({len(self._header):,})"
        return [
            *_problems_of(self._header),
            *([f"{self._few}: fewer {columns}"] if self._few else []),
            *([f"{self._many}: more {columns}, {_QUOTE}"] if self._many else []),
            *([self._broken] if self._broken else []),
        ]

    def surprises(self) -> list[str]:
        """What Wix takes otherwise than it was meant."""
        twice = [shown(name) for name in _twice(self.columns)]
        odd = [shown(name) for name in dict.fromkeys(self.columns) if not name.isprintable()]
        return [
            *(
                [f"several columns are called {listing(twice)}: the last one counts"]
                if twice
                else []
            ),
            *([f"invisible characters are in column names: {listing(odd)}"] if odd else []),
            *([f"{self._again}: the header once more (were files joined?)"] if self._again else []),
        ]

    def id_of(self, row: list[str]) -> str | None:
        id = row[self._at] if self._at is not None else ""
        return id if id and not id.isspace() else None

    def flaw_of(self, row: list[str]) -> str | None:
        """Why Wix would reject the item."""
        if self._refused and any(row[i] for i in self._refused):
            return "a field that begins with `$`"
        return None

    def size_of(self, row: list[str]) -> int:
        """Bytes that the item has at least, as JSON."""
        cells = zip(self.columns, row, strict=True)
        return sum(len(name) + len(cell.encode()) + 6 for name, cell in cells if cell)

    def values_of(self, row: list[str]) -> dict[str, object]:
        """The cells that are not empty."""
        cells = zip(self.columns, row, strict=True)
        return {name: cell for name, cell in cells if cell}

    def _is_header(self, row: list[str]) -> bool:
        """Also with the mark that the second of two joined files begins with."""
        return [row[0].removeprefix("\ufeff"), *row[1:]] == self._header

    def _read_header(self) -> list[str]:
        try:
            return next(self._reader)
        except csv.Error as error:
            self._break(1, error)
            return []

    def _break(self, line: int, error: csv.Error) -> None:
        """Reading ends here: what follows a broken quote means nothing."""
        if str(error).startswith(_UNCLOSED):
            self._broken = f"line {line}: a quote is opened in this row and never closed"
        else:
            self._broken = (
                f"line {self._reader.line_num}: text follows a closed quote: write a quote inside "
                "of a quoted cell twice, and look whether one is missing before (reading ended "
                "here)"
            )


def _problem_of_line_1(line: str) -> str | None:
    """
    >>> _problem_of_line_1("_id;title\\n")
    'the columns are separated by semicolons: separate them by commas (save it as CSV with commas)'
    >>> _problem_of_line_1('"a;b",c\\n')
    """
    text = line.strip()
    if not text:
        return "it is blank: the first line must name the columns"
    if _JSON.match(text):
        return "it is JSON, not CSV: set `format` to `JSONL` where each line is one JSON object"
    if _NOTE.fullmatch(text):
        rest = "" if "," in text else ", and separate the columns by commas"
        note = "it is a note for Excel (`sep=`), and the header must come first"
        return f"{note}: remove the line{rest}"
    bare = "".join(line.rstrip("\r\n").split('"')[::2])  # what is outside of quotes
    used = [words for delimiter, words in _DELIMITERS.items() if delimiter in bare]
    if used and "," not in bare:
        return (
            f"the columns are separated by {used[0]}: separate them by commas (save it as CSV "
            "with commas)"
        )
    return None


def _problems_of(header: list[str]) -> list[str]:
    unnamed = Lines(*(i for i, name in enumerate(header, start=1) if not name.strip()))
    twice = [shown(name) for name in _twice(header)]
    remove = "remove those that are empty"
    return [
        *([f"line 1: no name for column{str(unnamed)[4:]}: {remove}"] if unnamed else []),
        *([f"line 1: several columns called {listing(twice)}"] if twice else []),
    ]


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1 and name.strip()]


def _identifying(columns: tuple[str, ...]) -> int | None:
    """Where the ID of a row is: in `_id`, or in `ID` where there is no `_id`.

    >>> _identifying(("ID", "title")), _identifying(("ID", "_id")), _identifying(("title",))
    (0, 1, None)
    """
    return next((columns.index(name) for name in IDENTIFIERS if name in columns), None)
