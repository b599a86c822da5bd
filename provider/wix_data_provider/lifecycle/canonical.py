"""One form for values that mean the same: a change between them is none, and runs nothing."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any


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
    try:
        instant = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return text
    return instant.astimezone(timezone.utc).isoformat() if instant.tzinfo else text
