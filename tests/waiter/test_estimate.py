"""waiter/estimate.py: how long it may still take."""

from __future__ import annotations

import pytest

from wix_data_provider.waiter.estimate import about, seconds_left


def test_a_steady_pace_is_foreseen_exactly() -> None:
    samples = [(1000 + second, second / 200) for second in range(51)]
    assert seconds_left(samples) == 150


def test_the_recent_pace_counts() -> None:
    slow_then_quick = [(0.0, 0.0), (50.0, 0.1), (100.0, 0.6)]
    assert seconds_left(slow_then_quick) == 40


def test_a_wait_that_begins_midway_is_not_misled() -> None:
    assert seconds_left([(0.0, 0.9), (10.0, 0.92)]) == 40


@pytest.mark.parametrize(
    "samples",
    [
        [],
        [(0.0, 0.5)],
        [(0.0, 0.5), (0.0, 0.6)],
        [(0.0, 0.5), (9.0, 0.5)],
        [(0.0, 0.5), (9.0, 0.4)],
        [(0.0, 0.5), (10.0, 0.9), (20.0, 0.9), (30.0, 0.9)],
    ],
)
def test_nothing_is_foreseen_while_nothing_moves(samples: list[tuple[float, float]]) -> None:
    assert seconds_left(samples) is None


def test_what_is_done_has_nothing_left() -> None:
    assert seconds_left([(0.0, 0.5), (10.0, 1.0)]) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a few seconds left"),
        (4, "a few seconds left"),
        (12, "about 10 s left"),
        (54, "about 50 s left"),
        (56, "about 1 min left"),
        (3599, "about 60 min left"),
        (5400, "about 1.5 h left"),
    ],
)
def test_the_words_are_as_exact_as_a_guess(seconds: float, words: str) -> None:
    assert about(seconds) == words
