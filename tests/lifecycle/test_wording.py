"""lifecycle/wording.py: numbers and times as people read them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from wix_data_provider.lifecycle.wording import age, count, duration, iso, size

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_900, tzinfo=timezone.utc)


def test_count() -> None:
    assert [count(n, "row") for n in (0, 1, 1240)] == ["0 rows", "1 row", "1,240 rows"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (0.9, "0 seconds"),
        (1, "1 second"),
        (59.9, "59 seconds"),
        (60, "1 minute"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (86_399, "23 hours"),
        (86_400, "1 day"),
        (864_000, "10 days"),
    ],
)
def test_duration(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_age() -> None:
    assert age(NOW - timedelta(hours=2), NOW) == "2 hours ago"
    assert age(NOW + timedelta(hours=2), NOW) == "0 seconds ago"  # clocks differ
    assert age(None, NOW) == "at a time that Wix does not tell"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KB"),
        (1024**2, "1.0 MB"),
        (5 * 1024**4, "5120.0 GB"),
    ],
)
def test_size(number: int, words: str) -> None:
    assert size(number) == words


def test_iso() -> None:
    assert iso(NOW) == "2026-01-02T03:04:05.678Z"
    assert iso(None) is None
