"""Instants: milliseconds since 1970 inside, ISO 8601 UTC with milliseconds and Z outside."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def to_iso(instant_ms: int) -> str:
    """The wire's form of an instant.

    >>> to_iso(1500)
    '1970-01-01T00:00:01.500Z'
    """
    moment = EPOCH + timedelta(milliseconds=instant_ms)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_iso_or_none(instant_ms: int | None) -> str | None:
    """As `to_iso`; an instant that has not come is None."""
    return None if instant_ms is None else to_iso(instant_ms)


def from_iso(text: str) -> int | None:
    """Milliseconds of an ISO date-time; without an offset it is UTC; None if it is no date.

    >>> from_iso("1970-01-01T00:00:01.500Z"), from_iso("1970-01-01T00:00:01.5Z")
    (1500, 1500)
    >>> from_iso("soon") is None
    True
    """
    try:
        moment = datetime.fromisoformat(_six_digits(text.strip().replace("Z", "+00:00")))
    except ValueError:
        return None
    return from_datetime(moment)


def _six_digits(text: str) -> str:
    """The fraction of the second as Python 3.10 reads it, too."""
    return re.sub(r"\.(\d+)", lambda found: f".{found[1][:6]:0<6}", text)


def from_datetime(moment: datetime) -> int:
    """Milliseconds of a `datetime`; a naive one is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return (aware - EPOCH) // timedelta(milliseconds=1)
