"""Rate limit: requests of the last minute, for each site.

Rules: docs/wix-api.md, "Callers and limits".
"""

from __future__ import annotations

import math
from collections import defaultdict, deque

from wix_data_emulator.errors import RefusedError

WINDOW_MS = 60_000


class RateLimiter:
    """Counts what was let through; a refused request does not count."""

    def __init__(self) -> None:
        self._passed: defaultdict[str, deque[int]] = defaultdict(deque)

    def check(self, site: str, *, limit: int, now_ms: int) -> None:
        """Let a request through, or not; a limit of 0 lets all through.

        Raises: RefusedError, 429 with Retry-After.
        """
        passed = self._passed[site]
        while passed and passed[0] <= now_ms - WINDOW_MS:
            passed.popleft()
        if limit and len(passed) >= limit:
            wait_s = math.ceil((passed[0] + WINDOW_MS - now_ms) / 1000)
            raise RefusedError(
                429,
                "RESOURCE_EXHAUSTED",
                f"more than {limit} requests per minute for site {site}",
                headers={"Retry-After": str(wait_s)},
            )
        passed.append(now_ms)

    def forget(self, site: str | None = None) -> None:
        """Begin anew, for one site or for all."""
        if site is None:
            self._passed.clear()
        else:
            self._passed.pop(site, None)
