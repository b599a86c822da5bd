"""From the text of a CSV cell to a value of the collection's field type.

Text that does not convert stays as it is. Rules: docs/wix-api.md, "Files".
"""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from typing import TYPE_CHECKING

from wix_data_emulator.instants import from_datetime, from_iso, to_iso

if TYPE_CHECKING:
    from collections.abc import Callable

DATE_FORMATS = ("%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y", "%d/%m/%Y")
"""The dashboard's, tried in this order after ISO."""
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[:.](\d{1,3}))?)?")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
LONGEST_NUMBER = 300


def convert(text: str, field_type: str) -> object:
    """The value of a cell that is not empty.

    >>> convert("12", "NUMBER"), convert("TRUE", "BOOLEAN"), convert("12", "TEXT")
    (12, True, '12')
    >>> convert("dozen", "NUMBER")
    'dozen'
    """
    converter = CONVERTERS.get(field_type)
    value = converter(text.strip()) if converter else None
    return text if value is None else value


def _number(text: str) -> int | float | None:
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    value = float(text)
    if not math.isfinite(value):
        return None
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else value


def _boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _date_time(text: str) -> dict[str, str] | None:
    instant = _instant(text)
    return None if instant is None else {"$date": to_iso(instant)}


def _date(text: str) -> str | None:
    instant = _instant(text)
    return None if instant is None else to_iso(instant)[:10]


def _instant(text: str) -> int | None:
    instant = from_iso(text)
    for form in DATE_FORMATS:
        if instant is not None:
            break
        instant = _parse(text, form)
    return instant


def _parse(text: str, form: str) -> int | None:
    try:
        return from_datetime(datetime.strptime(text, form))
    except ValueError:
        return None


def _time(text: str) -> str | None:
    found = TIME.fullmatch(text)
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups(default="0")
    return f"{hours}:{minutes}:{seconds:>02}.{fraction:>03}"


def _json(kind: type[list[object]] | type[dict[str, object]]) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, kind) else None

    return read


CONVERTERS: dict[str, Callable[[str], object]] = {
    "NUMBER": _number,
    "BOOLEAN": _boolean,
    "DATE": _date,
    "DATETIME": _date_time,
    "TIME": _time,
    "ARRAY": _json(list),
    "ARRAY_STRING": _json(list),
    "ARRAY_DOCUMENT": _json(list),
    "MULTI_REFERENCE": _json(list),
    "MEDIA_GALLERY": _json(list),
    "OBJECT": _json(dict),
    "ADDRESS": _json(dict),
}
