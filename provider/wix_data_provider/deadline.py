"""Until when a call of the engine may go on: known to all that it asks for, however deep."""

from __future__ import annotations

import asyncio
import math
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.errors import RateLimited

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
    from contextlib import AbstractContextManager

    from wix_data_provider.clock import Clock
    from wix_data_provider.errors import WixDataError

T = TypeVar("T")

DEADLINE: ContextVar[float] = ContextVar("DEADLINE", default=math.inf)
"""Of the call that is being served, in seconds on the clock."""
READ_S = 900.0
"""Of what only reads, where a program can set no other time: many pages, in a long line."""
LOOK_S = 30.0
"""A look takes seconds: it is not cut short because the deadline has come."""
TOO_MANY = 429


def until(deadline: float) -> AbstractContextManager[None]:
    """What is asked inside has no more time than that."""
    return _deadline(min(deadline, DEADLINE.get()))


def at_least(deadline: float) -> AbstractContextManager[None]:
    """What is asked inside has that much time, also where the call's own is over."""
    return _deadline(max(deadline, DEADLINE.get()))


@contextmanager
def _deadline(deadline: float) -> Iterator[None]:
    token = DEADLINE.set(deadline)
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


async def in_time(
    work: Awaitable[T],
    clock: Clock,
    late: Callable[[], WixDataError] = lambda: out_of_time(
        "too many requests: they wait in line, or Wix refuses them (429)"
    ),
    *,
    grace_s: float = LOOK_S,
) -> T:
    """What `work` gives, unless the deadline comes before; it is cut off then, and has ended.

    It has `grace_s` at least; a submit, and what only leads to one, has none. Raises: what `late`
    makes, by itself RateLimited, as little else keeps Wix from answering for so long.
    """
    result, left_s = asyncio.ensure_future(work), DEADLINE.get() - clock.now()
    if left_s == math.inf:
        return await result
    result.add_done_callback(_seen)
    timer = asyncio.ensure_future(clock.sleep(max(left_s, grace_s)))
    try:
        await asyncio.wait({result, timer}, return_when=asyncio.FIRST_COMPLETED)
        if not result.done():
            raise late()
        return await result
    finally:
        timer.cancel()
        if result.cancel():
            await asyncio.wait({result})


@asynccontextmanager
async def held(
    lock: asyncio.Lock,
    clock: Clock,
    late: Callable[[], WixDataError],
    *,
    grace_s: float = 0.0,
    waiting: Callable[[], None] = lambda: None,
) -> AsyncIterator[None]:
    """The lock, unless the deadline comes before others let go of it: `late` makes the error.
    `waiting` is called where it is not free."""
    if not grace_s and clock.now() >= DEADLINE.get():
        raise late()
    coming = asyncio.ensure_future(lock.acquire())
    try:
        await asyncio.sleep(0)
        if not coming.done():
            waiting()
        await in_time(coming, clock, late, grace_s=grace_s)
    except BaseException:
        if not coming.cancel() and not coming.cancelled():  # it came, and is not used
            lock.release()
        raise
    try:
        yield
    finally:
        lock.release()


def out_of_time(why: str, retry_after_s: float | None = None) -> RateLimited:
    """Wix says 429, or would, and would still at the deadline."""
    words = (
        f"{why}; no time is left to try again: run it again later, or set requestsPerMinute to "
        "what Wix allows; `up` waits longer with higher customTimeouts"
    )
    return RateLimited(words, status=TOO_MANY, retry_after_s=retry_after_s)


def _seen(task: asyncio.Future[Any]) -> None:
    """asyncio would write an error to stderr that nobody waits for any more."""
    if not task.cancelled():
        task.exception()
