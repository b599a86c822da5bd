"""waiter/schedule.py: when to look next."""

from __future__ import annotations

import pytest

from wix_data_provider.waiter.schedule import next_look_in


@pytest.mark.parametrize("age_s", [0, 1, 9, 11, 100, 149, 151, 10_000])
def test_without_progress_it_is_a_tenth_of_the_age_within_bounds(age_s: float) -> None:
    assert next_look_in(age_s) == min(max(age_s / 10, 1), 15)


@pytest.mark.parametrize("age_s", [10, 100, 1000, 100_000])
@pytest.mark.parametrize("left_s", [0.0, 0.5, 2.0, 7.0, 14.0, 29.0, 31.0, 500.0])
def test_a_foreseen_end_is_seen_at_most_three_seconds_late(age_s: float, left_s: float) -> None:
    end = age_s + left_s
    now = age_s
    while now < end:
        now += next_look_in(now, end - now)
    assert now <= end + 3


def test_progress_never_delays_a_look() -> None:
    assert next_look_in(20, 5000) == next_look_in(20)


def test_an_overdue_end_is_not_looked_for_all_the_time() -> None:
    assert next_look_in(1000, 0) == 3
