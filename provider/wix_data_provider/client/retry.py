"""Pure: which failures are tried again, and when.

A request that may have taken effect is repeated only if repeating does no harm (`idempotent`).
Source: https://dev.wix.com/docs/rest/articles/get-started/rate-limits (429); the rest is ours.
"""

from __future__ import annotations

import math
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from wix_data_provider.errors import RateLimited, ServerError, TransportError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from wix_data_provider.errors import WixDataError

MAX_ATTEMPTS = 5
"""Of one request, 429 not counted: that one ends only with the deadline."""
SHORTEST_S = 1.0
LONGEST_S = 60.0
RETRIED_STATUSES = frozenset({408, 500, 502, 503, 504})


def retry_delay(
    error: WixDataError,
    *,
    idempotent: bool,
    attempt: int,
    random: Callable[[], float],
    left_s: float = math.inf,
) -> float | None:
    """Seconds until the next try after the `attempt`th failure of this kind; None: give up, also
    where there is no time `left_s` until the deadline.

    >>> from wix_data_provider.errors import RateLimited, ServerError, TransportError
    >>> calm = lambda: 0.0
    >>> busy = RateLimited("busy", status=429, retry_after_s=7)
    >>> retry_delay(busy, idempotent=False, attempt=99, random=calm)
    7.0
    >>> retry_delay(busy, idempotent=False, attempt=1, random=calm, left_s=6) is None
    True
    >>> fault = ServerError("fault", status=503)
    >>> [retry_delay(fault, idempotent=True, attempt=n, random=calm) for n in (1, 2, 3, 4, 5)]
    [1.0, 2.0, 4.0, 8.0, None]
    >>> retry_delay(fault, idempotent=False, attempt=1, random=calm) is None
    True
    >>> never_left = TransportError("no route", sent=False)
    >>> retry_delay(never_left, idempotent=False, attempt=1, random=calm)
    1.0
    """
    delay = _delay(error, idempotent, attempt, random)
    return None if delay is None or delay > left_s else delay


def _delay(
    error: WixDataError, idempotent: bool, attempt: int, random: Callable[[], float]
) -> float | None:
    if isinstance(error, RateLimited):
        return _wait(error.retry_after_s, attempt, random)
    if attempt >= MAX_ATTEMPTS:
        return None
    if isinstance(error, TransportError):
        return _wait(None, attempt, random) if idempotent or not error.sent else None
    if isinstance(error, ServerError) and idempotent and error.status in RETRIED_STATUSES:
        return _wait(error.retry_after_s, attempt, random)
    return None


def _wait(retry_after_s: float | None, attempt: int, random: Callable[[], float]) -> float:
    if retry_after_s is not None:
        return max(float(retry_after_s), SHORTEST_S)
    step = SHORTEST_S * 2.0 ** min(attempt - 1, 10)
    return min(step + random() * step, LONGEST_S)


def seconds_of(retry_after: str | None, now: datetime) -> float | None:
    """The header Retry-After, a number of seconds or an HTTP date, as seconds from `now`.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
    >>> seconds_of("12", noon), seconds_of("Thu, 01 Jan 2026 12:01:00 GMT", noon)
    (12.0, 60.0)
    >>> seconds_of("Thu, 01 Jan 2026 11:00:00 GMT", noon), seconds_of("soon", noon)
    (0.0, None)
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max((parsedate_to_datetime(text) - now).total_seconds(), 0.0)
    except (TypeError, ValueError):  # not a date, or one without a zone
        return None
