"""Until when a call of the engine may go on: known to all that it asks for, however deep."""

from __future__ import annotations

import asyncio
import math
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.errors import RateLimited

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine, Iterator

    from wix_data_provider.clock import Clock

T = TypeVar("T")

DEADLINE: ContextVar[float] = ContextVar("DEADLINE", default=math.inf)
"""Of the call that is being served, in seconds on the clock."""
READ_S = 300.0
"""Of what only reads, where a program can set no other time."""
LOOK_S = 30.0
"""A look takes seconds: it is not cut short because the deadline has come."""
TOO_MANY = 429


@contextmanager
def until(deadline: float) -> Iterator[None]:
    """What is asked inside has no more time than that."""
    token = DEADLINE.set(min(deadline, DEADLINE.get()))
    try:
        yield
    finally:
        DEADLINE.reset(token)


def shared(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """A task for all who want its result: the deadline of the first one is not that of the rest."""
    context = copy_context()
    context.run(DEADLINE.set, math.inf)
    task: asyncio.Task[T] = context.run(asyncio.ensure_future, work)
    task.add_done_callback(_seen)
    return task


async def in_time(work: Awaitable[T], clock: Clock) -> T:
    """What others work at, unless the deadline comes before.

    Raises: RateLimited, as nothing else keeps Wix from answering for so long.
    """
    result, left_s = asyncio.ensure_future(work), DEADLINE.get() - clock.now()
    if left_s == math.inf:
        return await result
    timer = asyncio.ensure_future(clock.sleep(max(left_s, LOOK_S)))
    try:
        await asyncio.wait({result, timer}, return_when=asyncio.FIRST_COMPLETED)
        if not result.done():
            raise out_of_time("too many requests to Wix (429)")
        return await result
    finally:
        timer.cancel()
        result.cancel()


def out_of_time(why: str, retry_after_s: float | None = None) -> RateLimited:
    """Wix says 429, and would still at the deadline."""
    words = (
        f"{why}; no time is left to try again: run it again later, or lower requestsPerMinute; "
        "`up` waits longer with higher customTimeouts"
    )
    return RateLimited(words, status=TOO_MANY, retry_after_s=retry_after_s)


def _seen(task: asyncio.Task[Any]) -> None:
    """asyncio would write an error to stderr that nobody waits for any more."""
    if not task.cancelled():
        task.exception()
