"""Pure: how long an operation may still take, from the progress seen so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Sample = tuple[float, float]
    """When it was seen, in seconds on any clock, and the fraction done, 0 to 1."""

MINUTE_S = 60
HOUR_S = 3600


def seconds_left(samples: Sequence[Sample]) -> float | None:
    """Seconds from the last sample to the end, at the pace of the later half of the time seen.

    None while nothing moves or too little was seen.

    >>> seconds_left([(0, 0.0), (10, 0.1), (20, 0.2)])
    80.0
    >>> seconds_left([(0, 0.0), (10, 0.5), (20, 0.6)])    # it slowed down
    40.0
    >>> seconds_left([(5, 0.3)]) is None, seconds_left([(0, 0.3), (9, 0.3)]) is None
    (True, True)
    """
    if not samples:
        return None
    (began, _), (now, done) = samples[0], samples[-1]
    middle = (began + now) / 2
    since, before = next((at, part) for at, part in reversed(samples) if at <= middle)
    if now <= since or done <= before:
        return None
    return round((1 - done) * (now - since) / (done - before), 3)


def about(seconds: float) -> str:
    """The time left, as exact as a guess can be.

    >>> [about(seconds) for seconds in (2, 38, 95, 600, 9000)]
    ['a few seconds left', 'about 40 s left', 'about 2 min left', 'about 10 min left', \
'about 2.5 h left']
    """
    rounded = round(seconds, -1)
    if rounded < 10:  # noqa: PLR2004 - less than that is not worth a number
        return "a few seconds left"
    if rounded < MINUTE_S:
        return f"about {rounded:.0f} s left"
    if seconds < HOUR_S:
        return f"about {seconds / MINUTE_S:.0f} min left"
    return f"about {seconds / HOUR_S:.1f} h left"
