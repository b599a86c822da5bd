"""The budget of requests, for each site: at most so many in any minute.

Source: 200 requests per minute and app instance,
https://dev.wix.com/docs/rest/articles/get-started/rate-limits
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wix_data_provider.clock import Clock

WINDOW_S = 60.0


class RateLimit:
    """The budgets of all sites; a site's budget comes to be when it is first asked for."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._budgets: dict[str, Budget] = {}

    def site(self, site_id: str) -> Budget:
        """The one budget of this site."""
        return self._budgets.setdefault(site_id, Budget(self._per_minute, self._clock))


class Budget:
    """Places for requests to one site, first come first served, urgent ones before others."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._taken: deque[float] = deque()  # when, in the last minute
        self._paused_until = clock.now()
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()
        self._server: asyncio.Task[None] | None = None

    async def acquire(self, *, urgent: bool = False) -> None:
        """Return when one request may be sent; `urgent` (a submit) goes before polls."""
        if not self._queue() and self._delay() <= 0:
            self._taken.append(self._clock.now())
            return
        line = self._urgent if urgent else self._patient
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(place)
        self._server = self._server or asyncio.create_task(self._serve())
        try:
            await place
        finally:
            self._leave(line, place)

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long: Wix said 429."""
        self._paused_until = max(self._paused_until, self._clock.now() + seconds)

    def _queue(self) -> deque[asyncio.Future[None]]:
        return self._urgent or self._patient

    def _delay(self) -> float:
        """Seconds until the next place is free; forgets what is older than the window."""
        now = self._clock.now()
        while self._taken and self._taken[0] + WINDOW_S <= now:
            self._taken.popleft()
        full = len(self._taken) >= self._per_minute
        return max(self._paused_until - now, self._taken[0] + WINDOW_S - now if full else 0.0)

    async def _serve(self) -> None:
        while self._queue():
            delay = self._delay()
            if delay > 0:
                await self._clock.sleep(delay)
                continue
            place = self._queue().popleft()
            if not place.done():  # else its caller was cancelled a moment ago
                self._taken.append(self._clock.now())
                place.set_result(None)
        self._server = None

    def _leave(self, line: deque[asyncio.Future[None]], place: asyncio.Future[None]) -> None:
        """Forget a caller that was cancelled while in line, and stop serving an empty line."""
        if place in line:
            line.remove(place)
        if self._server is not None and not self._queue():
            self._server.cancel()
            self._server = None
