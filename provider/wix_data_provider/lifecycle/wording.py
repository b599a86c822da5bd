"""Numbers and times as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def count(number: int, thing: str) -> str:
    """
    >>> count(1, "row"), count(1240, "row")
    ('1 row', '1,240 rows')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def listing(names: Sequence[str], most: int = 10) -> str:
    """
    >>> listing(["a", "b"]), listing(["a", "b", "c", "d"], most=2)
    ('a, b', 'a, b and 2 more')
    """
    rest = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def duration(seconds: float) -> str:
    """The largest unit that fits.

    >>> duration(0.2), duration(95), duration(7300), duration(3 * 86400)
    ('0 seconds', '1 minute', '2 hours', '3 days')
    """
    for size, unit in _UNITS:
        if seconds >= size:
            return count(int(seconds // size), unit)
    return "0 seconds"


def age(then: datetime | None, now: datetime) -> str:
    """How long ago something was, for a sentence."""
    if then is None:
        return "at a time that Wix does not tell"
    return f"{duration(max(0.0, (now - then).total_seconds()))} ago"


def size(number: int) -> str:
    """Bytes, in the unit that reads best.

    >>> size(900), size(5995), size(120 * 1024**2)
    ('900 B', '5.9 KB', '120.0 MB')
    """
    amount, unit = float(number), "B"
    for larger in ("KB", "MB", "GB"):
        if amount < 1024:  # noqa: PLR2004 - bytes to a kilobyte
            break
        amount, unit = amount / 1024, larger
    return f"{int(amount)} B" if unit == "B" else f"{amount:.1f} {unit}"


def iso(moment: datetime | None) -> str | None:
    """As Wix writes it: UTC with milliseconds and Z."""
    if moment is None:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
