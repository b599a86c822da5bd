"""One request per tick serves every wait for one kind of operation of one site."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic

from wix_data_provider.deadline import shared
from wix_data_provider.errors import ProtocolError
from wix_data_provider.waiter.outlast import TRANSIENT
from wix_data_provider.waiter.schedule import SHORTEST_S
from wix_data_provider.waiter.states import Outcome
from wix_data_provider.waiter.wait import Op, Wait

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    from wix_data_provider.clock import Clock
    from wix_data_provider.waiter.states import States


class Poller(Generic[Op]):
    """Looks at operations until they are finished, for as long as somebody waits.

    `fetch` gives those that exist, by ID. `fraction` tells how far one is (0 to 1), if known.
    `log` gets troubles that pass, `warn` statuses that are not in `states`, once each.
    """

    def __init__(
        self,
        fetch: Callable[[Collection[str]], Awaitable[Mapping[str, Op]]],
        states: States,
        clock: Clock,
        *,
        log: Callable[[str], None] = lambda _line: None,
        warn: Callable[[str], None] = lambda _line: None,
        fraction: Callable[[Op], float | None] = lambda _operation: None,
    ) -> None:
        self._fetch = fetch
        self._states = states
        self._clock = clock
        self._log = log
        self._warn = warn
        self._fraction = fraction
        self._waits: set[Wait[Op]] = set()
        self._came = asyncio.Event()
        self._ticking: asyncio.Task[None] | None = None
        self._last_tick = clock.now() - SHORTEST_S
        self._told: set[str] = set()

    async def wait(
        self,
        id: str,
        *,
        deadline: float,
        seen: Callable[[Op], None] | None = None,
        known: Op | None = None,
    ) -> Op:
        """The operation once it is finished, well or badly: the caller judges.

        `deadline` is a point on the clock. `known` is its state as just submitted or read: the
        first look then waits a second. `seen` is called at each fresh look.

        Raises: OperationTimedOut, OperationGone, ApiError (Wix refuses to show it).
        """
        if known is not None and self._is_finished(known):
            return known
        now = self._clock.now()
        wait = Wait(id, began=now, due=now if known is None else now + SHORTEST_S, last=known)
        timer = asyncio.create_task(self._time_out(wait, deadline))
        self._join(wait)
        try:
            return await self._finished(wait, seen)
        finally:
            timer.cancel()
            self._leave(wait)

    async def _finished(self, wait: Wait[Op], seen: Callable[[Op], None] | None) -> Op:
        while True:
            news = await wait.inbox.get()
            if isinstance(news, Exception):
                raise news
            if seen is not None:
                seen(news)
            if self._is_finished(news):
                return news

    def _is_finished(self, operation: Op) -> bool:
        return self._states.outcome(operation.status) is not Outcome.PENDING

    async def _time_out(self, wait: Wait[Op], deadline: float) -> None:
        """Runs apart from the ticks: a look that hangs must not hold up the deadline."""
        await self._clock.sleep(max(deadline - self._clock.now(), 0.0))
        wait.timed_out(self._clock.now())

    def _join(self, wait: Wait[Op]) -> None:
        self._waits.add(wait)
        self._came.set()
        if self._ticking is None:
            self._ticking = shared(self._tick_on())
            self._ticking.add_done_callback(self._broke)

    def _leave(self, wait: Wait[Op]) -> None:
        self._waits.discard(wait)
        if not self._waits and self._ticking is not None:
            self._ticking.cancel()
            self._ticking = None

    def _broke(self, ticking: asyncio.Task[None]) -> None:
        """A bug ended the ticks: no wait may hang because of it."""
        error = None if ticking.cancelled() else ticking.exception()
        if isinstance(error, Exception):
            self._ticking = None
            for wait in self._waits:
                wait.inbox.put_nowait(error)

    async def _tick_on(self) -> None:
        """Until it is cancelled by the last wait that leaves."""
        while True:
            await self._until_due()
            self._last_tick = self._clock.now()
            await self._tick(self._due_soon())

    async def _until_due(self) -> None:
        """Return when a look is due: a newcomer may bring that forward."""
        while (delay := self._next_due() - self._clock.now()) > 0:
            self._came.clear()
            naps = (
                asyncio.create_task(self._clock.sleep(delay)),
                asyncio.create_task(self._came.wait()),
            )
            try:
                await asyncio.wait(naps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for nap in naps:
                    nap.cancel()

    def _next_due(self) -> float:
        due = min(wait.due for wait in self._waits)
        return max(due, self._last_tick + SHORTEST_S)

    def _due_soon(self) -> list[Wait[Op]]:
        """Those due, and those past half their interval: looking early costs no request now
        and saves one soon."""
        now = self._clock.now()
        return [wait for wait in self._waits if wait.due - now <= wait.interval(now) / 2]

    async def _tick(self, waits: list[Wait[Op]]) -> None:
        look = asyncio.ensure_future(self._fetch({wait.id for wait in waits}))
        try:
            await asyncio.wait({look})
        finally:
            look.cancel()
        now = self._clock.now()
        self._tell(waits, look, now)
        for wait in waits:
            wait.due = now + wait.interval(now)

    def _tell(
        self, waits: list[Wait[Op]], look: asyncio.Future[Mapping[str, Op]], now: float
    ) -> None:
        error = None if look.cancelled() else look.exception()
        if look.cancelled() or isinstance(error, TRANSIENT):
            self._log(f"{error or 'the look was cut off'}; waiting on")
        elif isinstance(error, ProtocolError):
            self._log(f"{error}; waiting on for a moment")
            for wait in waits:
                wait.puzzled(error, now)
        elif isinstance(error, Exception):
            for wait in waits:
                wait.inbox.put_nowait(error)
        else:
            for wait in waits:
                self._tell_one(wait, look.result().get(wait.id), now)

    def _tell_one(self, wait: Wait[Op], operation: Op | None, now: float) -> None:
        if operation is None:
            wait.missed(now)
            return
        if not self._states.is_known(operation.status) and operation.status not in self._told:
            self._told.add(operation.status)
            self._warn(
                f"{wait.id}: unknown status {operation.status}, taken as not finished; look for "
                "a newer version of this provider"
            )
        wait.found(operation, self._fraction(operation), now)
