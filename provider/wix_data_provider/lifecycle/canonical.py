"""One form for values that mean the same: a change between them is none, and runs nothing."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
"""What every Python reads the same once its fraction has six digits: 3.11 reads more than 3.10."""


def canonical(value: Any) -> Any:
    """Of an operation input: nothing at all is None, and an instant in a filter is in UTC.

    >>> canonical({}), canonical([]), canonical({"a": {}})
    (None, None, {'a': {}})
    >>> canonical({"at": {"$date": "2024-01-01T02:00:00.000+02:00"}})
    {'at': {'$date': '2024-01-01T00:00:00+00:00'}}
    """
    return None if value in ({}, []) else _spelt(value)


def _spelt(value: Any) -> Any:
    if isinstance(value, list):
        return [_spelt(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"$date"}:
        return {"$date": _instant(value["$date"])}
    return {name: _spelt(item) for name, item in value.items()}


def _instant(text: Any) -> Any:
    """As Wix writes instants; what is none stays as it is."""
    parts = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        return text
    minute, second, fraction, offset = parts.groups("")
    clock = f"{second or '00'}.{fraction[:6]:0<6}"
    try:
        instant = datetime.fromisoformat(f"{minute}:{clock}{offset.replace('Z', '+00:00')}")
        return instant.astimezone(timezone.utc).isoformat()
    except (ValueError, OverflowError):  # no such day, or one before the first
        return text
