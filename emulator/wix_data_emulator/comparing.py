"""How values of items compare: by kind first, then by value.

Kinds in order: nothing, boolean, number, text, date, anything else.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wix_data_emulator.instants import from_iso

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING, BOOLEAN, NUMBER, TEXT, DATE, OTHER = range(6)
Rank = tuple[int, "int | float | str"]


def value_at(item: Mapping[str, object], path: str) -> object:
    """The value at a dotted path; None where there is none.

    >>> value_at({"size": {"width": 3}}, "size.width")
    3
    """
    if path in item:
        return item[path]
    value: object = item
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def rank(value: object) -> Rank:
    """Kind and key of a value: ranks compare where values would not.

    >>> rank(2) < rank("1"), rank(None) < rank(False)
    (True, True)
    """
    if value is None:
        return NOTHING, 0
    if isinstance(value, bool):
        return BOOLEAN, value
    if isinstance(value, (int, float)):
        return NUMBER, value
    if isinstance(value, str):
        return TEXT, value
    instant = _date_of(value)
    if instant is not None:
        return DATE, instant
    return OTHER, json.dumps(value, sort_keys=True)


def rank_pair(actual: object, expected: object) -> tuple[Rank, Rank]:
    """Both ranks; text beside a date is read as a date (job filters write dates bare)."""
    left, right = rank(actual), rank(expected)
    if left[0] == DATE and right[0] == TEXT:
        right = _as_date(right)
    elif left[0] == TEXT and right[0] == DATE:
        left = _as_date(left)
    return left, right


def equal(actual: object, expected: object) -> bool:
    """Equality; a list equals a value when one of its elements does."""
    left, right = rank_pair(actual, expected)
    if left == right:
        return True
    return isinstance(actual, list) and any(equal(element, expected) for element in actual)


def _date_of(value: object) -> int | None:
    if isinstance(value, dict) and list(value) == ["$date"] and isinstance(value["$date"], str):
        return from_iso(value["$date"])
    return None


def _as_date(text: Rank) -> Rank:
    instant = from_iso(str(text[1]))
    return text if instant is None else (DATE, instant)
