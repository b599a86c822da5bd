"""The budget of requests, for each site: at most so many in any minute.

Source: 200 requests per minute and app instance,
https://dev.wix.com/docs/rest/articles/get-started/rate-limits
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_provider.deadline import DEADLINE, LOOK_S, TOO_MANY, in_time, shared
from wix_data_provider.errors import RateLimited, TransportError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wix_data_provider.clock import Clock

WINDOW_S = 60.0
AT_ONCE = 20
"""Requests under way to one site: more would only wait at Wix, until their answers are too late."""


@dataclass(eq=False)
class _Turn:
    """A caller in line, until `deadline`."""

    come: asyncio.Future[None]
    deadline: float

    def has_come(self) -> bool:
        done = self.come.done() and not self.come.cancelled()
        return done and self.come.exception() is None


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
        self._urgent: deque[_Turn] = deque()
        self._patient: deque[_Turn] = deque()
        self._came_back = asyncio.Event()
        self._server: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def place(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """One request may be sent inside; `urgent` (a submit) goes before polls.

        Raises: RateLimited where Wix wants to be left alone until after the deadline,
        TransportError where the deadline comes while it is in line.
        """
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
        for turn in (*self._urgent, *self._patient):
            if turn.deadline < self._paused_until and not turn.come.done():
                turn.come.set_exception(self._too_late())

    async def _turn(self, line: deque[_Turn]) -> None:
        if not self._queue() and self._delay() == 0:
            self._under_way += 1
            return
        if self._paused_until > DEADLINE.get():
            raise self._too_late()
        turn = _Turn(asyncio.get_running_loop().create_future(), DEADLINE.get())
        line.append(turn)
        self._server = self._server or shared(self._serve())
        try:
            grace_s = 0.0 if line is self._urgent else LOOK_S
            await in_time(turn.come, self._clock, self._too_long, grace_s=grace_s)
        except asyncio.CancelledError:
            if turn.has_come():
                self._under_way -= 1  # it came, and is not used
                self._came_back.set()
            raise
        finally:
            self._leave(line, turn)

    def _too_late(self) -> RateLimited:
        left_s = self._paused_until - self._clock.now()
        why = f"too many requests (429): Wix takes none for another {left_s:.0f} s"
        return RateLimited(why, status=TOO_MANY, retry_after_s=left_s)

    def _too_long(self) -> TransportError:
        words = (
            f"the line of requests to the site is too long for {self._per_minute} a minute: the "
            "time (customTimeouts) was over before this one was sent; raise requestsPerMinute or "
            "customTimeouts"
        )
        return TransportError(words, sent=False)

    def _queue(self) -> deque[_Turn]:
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
                if not turn.come.done():  # else its caller was cancelled a moment ago
                    self._under_way += 1
                    turn.come.set_result(None)
        self._server = None

    def _leave(self, line: deque[_Turn], turn: _Turn) -> None:
        """Forget a caller that was cancelled while in line, and stop serving an empty line."""
        if turn in line:
            line.remove(turn)
        if self._server is not None and not self._queue():
            self._server.cancel()
            self._server = None
