"""The lines of a JSONL file as Wix reads it: a JSON object in each, which is an item."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wix_data_provider.content.findings import Lines
from wix_data_provider.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_COLUMNS = 10_000  # ten times what Wix allows


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class JsonlRows:
    """Iterate once for the items; `columns` and `problems` are known at the end."""

    def __init__(self, name: str, text: Iterable[str]) -> None:
        self._name = name
        self._lines = text
        self._columns: dict[str, None] = {}
        self._refused: set[str] = set()
        self._no_json, self._no_object, self._why = Lines(), Lines(), ""
        self._hint = ""  # until an item shows that it is JSONL
        self._any = False
        self._line, self._number = "", 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys of all items, in the order of the file."""
        return tuple(self._columns)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any], int]]:
        """Each item with its line, and the length of that."""
        columns = self._columns
        for number, line in enumerate(self._lines, start=1):
            item = self._item(number, line)
            if item is None:
                continue
            if not columns.keys() >= item.keys() and len(columns) < _MOST_COLUMNS:
                columns.update(dict.fromkeys(item))
                self._refused.update(key for key in item if key.startswith("$"))
            self._line, self._number = line, number
            self._hint = ""
            yield number, item, len(line)
        if not self._any:
            raise ContentError(f"{self._name} is empty: there is nothing to import")

    def problems(self) -> list[str]:
        """What Wix refuses the whole file for."""
        first = "the first: " if self._no_json.count > 1 else ""
        found = (
            (self._no_json, f"not JSON ({first}{self._why}){self._hint}"),
            (self._no_object, "not a JSON object: each line must be one item"),
        )
        return [f"{lines}: {words}" for lines, words in found if lines]

    def surprises(self) -> list[str]:
        """What Wix takes otherwise than it was meant."""
        many = len(self._columns) >= _MOST_COLUMNS
        return [f"the items have at least {_MOST_COLUMNS:,} different keys"] if many else []

    def id_of(self, item: dict[str, Any]) -> str | None:
        id = item.get("_id" if "_id" in item else "ID")
        return None if id == "" else id

    def flaw_of(self, item: dict[str, Any]) -> str | None:
        """Why Wix would reject the item, which is the one that came last."""
        if not isinstance(self.id_of(item), (str, type(None))):
            return "an `_id` that is no text"
        if self._refused and not self._refused.isdisjoint(item):
            return "a field that begins with `$`"
        if ("\\ud" in self._line or "\\uD" in self._line) and not _is_unicode(self._json(item)):
            return "half a character (`\\ud…` without its other half)"
        return None

    def size_of(self, item: dict[str, Any]) -> int:
        """Bytes that the item has at least, as JSON."""
        return len(self._json(item).encode(errors="replace"))

    def values_of(self, item: dict[str, Any]) -> dict[str, object]:
        """The values that are not null."""
        return {key: value for key, value in item.items() if value is not None}

    def _json(self, item: dict[str, Any]) -> str:
        """The item that came last, without spaces."""
        try:
            return json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        except RecursionError:  # it was just not too deep to be read
            raise ContentError(
                f"{self._name}, line {self._number}: nested too deep: write it flatter"
            ) from None

    def _item(self, number: int, line: str) -> dict[str, Any] | None:
        if not line.strip():
            return None
        if not self._any:
            self._look_at_first(number, line.strip())
        self._any = True
        try:
            item = _DECODER.decode(line)
        except json.JSONDecodeError as error:
            self._why = self._why or _why_not(error)
        except RecursionError:
            self._why = self._why or "nested too deep"
        except ValueError as error:  # a constant
            self._why = self._why or f"{error}"
        else:
            if isinstance(item, dict):
                return item
            self._no_object.add(number)
            return None
        self._no_json.add(number)
        return None

    def _look_at_first(self, number: int, line: str) -> None:
        if line.startswith("["):
            raise ContentError(
                f"{self._name}, line {number}: a JSON list, not JSONL: write one object a line, "
                "without the brackets around and the commas between them"
            )
        if line == "{":
            raise ContentError(
                f"{self._name}, line {number}: JSON over several lines, not JSONL: write each "
                "object in one line"
            )
        if not line.startswith("{"):
            self._hint = ", and no line is an item: is it CSV?"


def _why_not(error: json.JSONDecodeError) -> str:
    """
    >>> try: json.loads('{"a": 1},')
    ... except json.JSONDecodeError as error: _why_not(error)
    'a comma after the object, which JSONL has not, column 9'
    """
    why = error.msg
    if why == "Extra data":
        rest = error.doc[error.pos :].strip()
        why = "a comma after the object, which JSONL has not" if rest == "," else "more after it"
    return f"{why}, column {error.colno}"


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
