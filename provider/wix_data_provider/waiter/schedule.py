"""Pure: when to look next at an operation."""

from __future__ import annotations

SHORTEST_S = 1.0
LONGEST_S = 15.0
PART_OF_AGE = 0.1
"""What took a minute may be seen 6 s late: a tenth more waiting is hardly felt."""

AFTER_THE_END_S = 1.0
"""A look this long after the foreseen end finds it over, most of the time."""
LATEST_S = 3.0
"""How late a foreseen end is seen; also the pace of looks while it is overdue."""


def next_look_in(age_s: float, left_s: float | None = None) -> float:
    """Seconds until the next look at an operation of this age, with so much left, if foreseen.

    Quick at first, then a tenth of the age, at most 15 s:

    >>> [next_look_in(age_s) for age_s in (0, 5, 40, 100, 150, 3600)]
    [1.0, 1.0, 4.0, 10.0, 15.0, 15.0]

    An end in sight is seen at most 3 s late:

    >>> [next_look_in(3600, left_s) for left_s in (60, 12, 4, 1, 0)]
    [15.0, 13.0, 5.0, 3.0, 3.0]
    """
    regular = min(max(age_s * PART_OF_AGE, SHORTEST_S), LONGEST_S)
    if left_s is None:
        return regular
    return min(regular, max(left_s + AFTER_THE_END_S, LATEST_S))
