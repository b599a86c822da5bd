"""The budget of requests, for each site: at most so many in any minute.

Source: 200 requests per minute and app instance,
https://dev.wix.com/docs/rest/articles/get-started/rate-limits
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wix_data_provider.clock import Clock

WINDOW_S = 60.0
AT_ONCE = 20
"""Requests under way to one site: more would only wait at Wix, until their answers are too late."""


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
    """Places for requests to one site, first come first served, urgent ones before others.

    Wix counts a request when it arrives, somewhere between its leaving and its answer: it counts
    here from the one until a minute after the other.
    """

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._answered: deque[float] = deque()  # when, in the last minute
        self._under_way = 0
        self._paused_until = clock.now()
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()
        self._came_back = asyncio.Event()
        self._server: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def place(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """One request may be sent inside; `urgent` (a submit) goes before polls."""
        await self._turn(self._urgent if urgent else self._patient)
        try:
            yield
        finally:
            self._under_way -= 1
            self._answered.append(self._clock.now())
            self._came_back.set()

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long: Wix said 429."""
        self._paused_until = max(self._paused_until, self._clock.now() + seconds)

    async def _turn(self, line: deque[asyncio.Future[None]]) -> None:
        if not self._queue() and self._delay() == 0:
            self._under_way += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(turn)
        self._server = self._server or asyncio.create_task(self._serve())
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._under_way -= 1  # it came, and is not used
                self._came_back.set()
            raise
        finally:
            self._leave(line, turn)

    def _queue(self) -> deque[asyncio.Future[None]]:
        return self._urgent or self._patient

    def _delay(self) -> float | None:
        """Seconds until the next place is free; None: an answer has to come first. Forgets what
        is older than the window."""
        now = self._clock.now()
        while self._answered and self._answered[0] + WINDOW_S <= now:
            self._answered.popleft()
        if self._under_way >= min(AT_ONCE, self._per_minute):
            return None
        full = len(self._answered) + self._under_way >= self._per_minute
        free_at = self._answered[0] + WINDOW_S if full else now
        return max(self._paused_until, free_at) - now

    async def _serve(self) -> None:
        while self._queue():
            delay = self._delay()
            if delay is None:
                self._came_back.clear()
                await self._came_back.wait()
            elif delay > 0:
                await self._clock.sleep(delay)
            else:
                turn = self._queue().popleft()
                if not turn.done():  # else its caller was cancelled a moment ago
                    self._under_way += 1
                    turn.set_result(None)
        self._server = None

    def _leave(self, line: deque[asyncio.Future[None]], turn: asyncio.Future[None]) -> None:
        """Forget a caller that was cancelled while in line, and stop serving an empty line."""
        if turn in line:
            line.remove(turn)
        if self._server is not None and not self._queue():
            self._server.cancel()
            self._server = None
