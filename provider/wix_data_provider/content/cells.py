"""Whether a value is what a field of a collection holds. Pure.

A sentence's end where it is not; None where it is, or where the field takes anything.
Formats: https://support.wix.com/en/article/cms-formatting-your-csv-file-to-import-content
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeGuard

MOST_NUMBER = 2_147_483_647  # documented for imports in the dashboard

_NUMBER = re.compile(r"[+-]?(\d{1,300}(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([:.]\d{1,3})?)?", re.ASCII)
_CLOCK = r"([01]?\d|2[0-3]):[0-5]?\d"
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?)?",
    re.ASCII,
)
_SLASHES = re.compile(rf"(\d\d?)/(\d\d?)/(\d{{4}})( {_CLOCK})?", re.ASCII)
_SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?", re.ASCII)  # days since 1900: from 1954 on

_NO_NUMBER = "no number such as 12.5"
_TOO_LARGE = f"beyond ±{MOST_NUMBER:,}, the limit that Wix documents"
_NO_BOOLEAN = "neither `true` nor `false`"
_NO_DATE = "no date such as 2024-05-31"
_NO_DATE_TIME = "no date and time such as 2024-05-31T10:30"
_NO_TIME = "no time such as 10:30"
_OF_EXCEL = ", but perhaps a serial number of Excel"
_NO_LIST = "no list in JSON"
_NO_OBJECT = "no object in JSON"


def problem_of_text(text: object, type: str | None) -> str | None:
    """Of a cell that is not empty.

    >>> problem_of_text("1,5", "NUMBER"), problem_of_text("1.5", "NUMBER")
    ('no number such as 12.5', None)
    """
    check = _TEXTS.get(type or "")
    return check(str(text).strip()) if check else None


def problem_of_value(value: object, type: str | None) -> str | None:
    """Of a value in JSON that is not null.

    >>> problem_of_value("12", "NUMBER"), problem_of_value(12, "NUMBER")
    ('no number such as 12.5', None)
    """
    check = _VALUES.get(type or "")
    return check(value) if check else None


def orders_of(text: str) -> tuple[bool, bool]:
    """Whether a text is a date with slashes whose month comes first, and whether it is one whose
    day does. One that is the same day either way is neither.

    >>> orders_of("03/04/2024"), orders_of("31/05/2024 10:30"), orders_of("05/05/2024")
    ((True, True), (False, True), (False, False))
    """
    slashes = _SLASHES.fullmatch(text.strip())
    if slashes is None:
        return False, False
    first, second, year = int(slashes[1]), int(slashes[2]), int(slashes[3])
    if first == second:
        return False, False
    return _is_day(year, first, second), _is_day(year, second, first)


def _number(text: str) -> str | None:
    if not _NUMBER.fullmatch(text):
        return _NO_NUMBER
    return _TOO_LARGE if abs(float(text)) > MOST_NUMBER else None


def _boolean(text: str) -> str | None:
    return None if text.lower() in ("true", "false") else _NO_BOOLEAN


def _day(text: str, problem: str) -> str | None:
    """
    >>> _day("2024-02-30", "no date"), _day("31/05/2024", "no date")
    ('no date', None)
    """
    if iso := _ISO.fullmatch(text):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
        return None if _is_day(year, month, day) else problem
    if slashes := _SLASHES.fullmatch(text):
        first, second, year = int(slashes[1]), int(slashes[2]), int(slashes[3])
        either = _is_day(year, first, second) or _is_day(year, second, first)
        return None if either else problem
    return f"{problem}{_OF_EXCEL}" if _SERIAL.fullmatch(text) else problem


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _date(text: str) -> str | None:
    return _day(text, _NO_DATE)


def _date_time(text: str) -> str | None:
    return _day(text, _NO_DATE_TIME)


def _time(text: str) -> str | None:
    return None if _TIME.fullmatch(text) else _NO_TIME


def _json(check: Callable[[object], str | None]) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        return check(value)

    return read


def _is_list(value: object) -> str | None:
    return None if isinstance(value, list) else _NO_LIST


def _is_object(value: object) -> str | None:
    return None if isinstance(value, dict) else _NO_OBJECT


def _is_number(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _NO_NUMBER
    return _TOO_LARGE if abs(value) > MOST_NUMBER else None


def _is_boolean(value: object) -> str | None:
    return None if isinstance(value, bool) else _NO_BOOLEAN


def _is_iso(text: object) -> TypeGuard[str]:
    """Nothing converts other forms in JSON."""
    return isinstance(text, str) and _ISO.fullmatch(text) is not None


def _is_date(value: object) -> str | None:
    text = value.get("$date") if isinstance(value, dict) else value
    return _date(text) if _is_iso(text) else _NO_DATE


def _is_date_time(value: object) -> str | None:
    text = value.get("$date") if isinstance(value, dict) else None
    wrong = not _is_iso(text) or _date_time(text)
    return 'no date such as {"$date": "2024-05-31T10:30:00.000Z"}' if wrong else None


def _is_time(value: object) -> str | None:
    return _time(value) if isinstance(value, str) else _NO_TIME


_LISTS = ("ARRAY", "ARRAY_STRING", "ARRAY_DOCUMENT", "MULTI_REFERENCE", "MEDIA_GALLERY")
_OBJECTS = ("OBJECT", "ADDRESS")
_VALUES: dict[str, Callable[[object], str | None]] = {
    "NUMBER": _is_number,
    "BOOLEAN": _is_boolean,
    "DATE": _is_date,
    "DATETIME": _is_date_time,
    "TIME": _is_time,
    **dict.fromkeys(_LISTS, _is_list),
    **dict.fromkeys(_OBJECTS, _is_object),
}
_TEXTS: dict[str, Callable[[str], str | None]] = {
    "NUMBER": _number,
    "BOOLEAN": _boolean,
    "DATE": _date,
    "DATETIME": _date_time,
    "TIME": _time,
    **dict.fromkeys(_LISTS, _json(_is_list)),
    **dict.fromkeys(_OBJECTS, _json(_is_object)),
}
