"""Questions by name that are answered together: one request a second serves all that ask."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from wix_data_provider.deadline import in_time, shared
from wix_data_provider.waiter.schedule import SHORTEST_S

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

    from wix_data_provider.clock import Clock

T = TypeVar("T")


class Lookup(Generic[T]):
    """What there is under a name. `fetch` gives it for many names; those that it leaves out have
    nothing."""

    def __init__(
        self, fetch: Callable[[Collection[str]], Awaitable[Mapping[str, list[T]]]], clock: Clock
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._asked: dict[str, list[asyncio.Future[list[T]]]] = {}
        self._last = clock.now() - SHORTEST_S
        self._answering: asyncio.Task[None] | None = None

    async def of(self, name: str) -> list[T]:
        """As `fetch` gives it; raises what it raises, and RateLimited at the deadline."""
        answer: asyncio.Future[list[T]] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(name, []).append(answer)
        if self._answering is None:
            self._answering = shared(self._answer())
        return list(await in_time(answer, self._clock))

    async def _answer(self) -> None:
        while self._asked:
            await self._clock.sleep(self._last + SHORTEST_S - self._clock.now())
            asked, self._asked = self._asked, {}
            waiting = [answer for some in asked.values() for answer in some if not answer.done()]
            if waiting:
                self._last = self._clock.now()
                await self._ask(asked, waiting)
        self._answering = None

    async def _ask(
        self,
        asked: Mapping[str, list[asyncio.Future[list[T]]]],
        waiting: list[asyncio.Future[list[T]]],
    ) -> None:
        try:
            found = await self._fetch(asked.keys())
        except Exception as error:  # noqa: BLE001 - each of those who asked raises it
            for answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for name, answers in asked.items():
            for answer in answers:
                if not answer.done():
                    answer.set_result(found.get(name, []))
