"""A clock that stands still until a test moves it."""

from __future__ import annotations

import asyncio
import heapq
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

START = datetime(2026, 1, 1, tzinfo=timezone.utc)


class FakeClock:
    """Time for tests, starting at 0 s, which is START as time of day.

    Either the test moves it (`await clock.advance(10)`), or inside `async with clock.running():`
    it jumps to the next sleeper whenever no task can go on. Sleepers wake in the order of their
    times, and each runs as far as it can before the next one wakes. Work in threads and on
    sockets is not seen: a test with either moves the clock itself.
    """

    def __init__(self) -> None:
        self._now = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._slept = asyncio.Event()

    def now(self) -> float:
        return self._now

    def utc(self) -> datetime:
        return START + timedelta(seconds=self._now)

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._order), woken))
        self._slept.set()
        await woken

    async def advance(self, seconds: float) -> None:
        """Let that much time pass, and all that happens in it."""
        until = self._now + seconds
        await settle()
        while self._next_at() <= until:
            await self._wake_next()
        self._now = until
        await settle()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Time passes by itself: to the next sleeper, whenever all else is idle."""
        runner = asyncio.create_task(self._run())
        try:
            yield
        finally:
            runner.cancel()
            with suppress(asyncio.CancelledError):
                await runner

    @property
    def sleeping(self) -> int:
        """How many sleepers there are: 0 after a test means that nothing was left behind."""
        return sum(not woken.done() for _, _, woken in self._sleepers)

    async def _run(self) -> None:
        while True:
            await settle()
            if self._next_at() < float("inf"):
                await self._wake_next()
            else:
                self._slept.clear()
                await self._slept.wait()

    def _next_at(self) -> float:
        while self._sleepers and self._sleepers[0][2].done():  # cancelled meanwhile
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else float("inf")

    async def _wake_next(self) -> None:
        self._now, _, woken = heapq.heappop(self._sleepers)
        woken.set_result(None)
        await settle()


async def settle() -> None:
    """Return when no other task of the loop can go on without time or the outside."""
    loop: Any = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(0)
        if not loop._ready:
            return
