"""client/retry.py: which failures are tried again, and when."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from wix_data_provider.client.retry import retry_delay, seconds_of
from wix_data_provider.errors import (
    ApiError,
    Conflict,
    ContentError,
    RateLimited,
    ServerError,
    TransportError,
    WixDataError,
)

FAULT = ServerError("fault", status=503)
BUSY = RateLimited("busy", status=429)
CASES: list[tuple[WixDataError, bool, int, float | None]] = [
    # failure, idempotent, attempt, delay without jitter
    (FAULT, True, 1, 1),
    (FAULT, True, 4, 8),
    (FAULT, True, 5, None),
    (FAULT, False, 1, None),
    (ServerError("fault", status=501), True, 1, None),
    (ServerError("too long", status=408), True, 1, 1),
    (ServerError("too long", status=408), False, 1, None),
    (ServerError("fault", status=503, retry_after_s=20), True, 1, 20),
    (BUSY, False, 1, 1),
    (BUSY, False, 5, 16),
    (BUSY, True, 500, 60),
    (RateLimited("busy", status=429, retry_after_s=300), False, 9, 300),
    (RateLimited("busy", status=429, retry_after_s=0), False, 1, 1),
    (TransportError("cut"), True, 2, 2),
    (TransportError("cut"), False, 1, None),
    (TransportError("no route", sent=False), False, 2, 2),
    (TransportError("no route", sent=False), False, 5, None),
    (Conflict("busy", status=409), True, 1, None),
    (ApiError("bad", status=400), True, 1, None),
    (ContentError("bad"), True, 1, None),
]


@pytest.mark.parametrize(("error", "idempotent", "attempt", "delay"), CASES)
def test_the_table(
    error: WixDataError, idempotent: bool, attempt: int, delay: float | None
) -> None:
    found = retry_delay(error, idempotent=idempotent, attempt=attempt, random=lambda: 0.0)
    assert found == delay


def test_jitter_at_most_doubles_and_never_passes_a_minute() -> None:
    def delay(attempt: int, random: float) -> float | None:
        return retry_delay(BUSY, idempotent=True, attempt=attempt, random=lambda: random)

    assert [delay(3, random) for random in (0.0, 0.5, 1.0)] == [4, 6, 8]
    assert delay(6, 1.0) == 60


NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 5 ", 5),
        ("-5", None),
        ("Thu, 01 Jan 2026 12:00:30 GMT", 30),
        ("Thu, 01 Jan 2026 11:59:00 GMT", 0),
        ("Thu, 01 Jan 2026 12:00:30", None),
        ("tomorrow", None),
    ],
)
def test_retry_after_is_read_as_number_or_date(header: str | None, seconds: float | None) -> None:
    assert seconds_of(header, NOON) == seconds
