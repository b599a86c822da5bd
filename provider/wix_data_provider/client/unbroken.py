"""A request that begins something is not cut off: its answer may be the only word of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from wix_data_provider.clock import Clock

T = TypeVar("T")

GRACE_S = 1.5  # the engine kills a plugin that answers a cancel too late; users expect 2 s


async def unbroken(
    exchange: Coroutine[Any, Any, T], clock: Clock, failed: Callable[[str], str]
) -> T:
    """The answer of `exchange`, also when a cancel comes meanwhile: it then strikes right after.

    Raises TransportError (`failed` makes a sentence of the reason) where a cancel came and the
    answer does not follow soon; the cancel strikes after that, too.
    """
    task = asyncio.ensure_future(exchange)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:  # it has left: from here on this says nothing of the request
        in_time = await _ended_soon(task, clock)
    current = asyncio.current_task()
    assert current is not None  # noqa: S101 - we are running in one
    current.cancel()  # strikes at the next await, where a checkpoint keeps the ID
    if in_time and not task.cancelled():
        return task.result()
    raise TransportError(failed("canceled before Wix had answered"))


async def _ended_soon(task: asyncio.Future[Any], clock: Clock) -> bool:
    timer = asyncio.ensure_future(clock.sleep(GRACE_S))
    either: set[asyncio.Future[Any]] = {task, timer}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:  # a second one, or the end of the process
        pass
    finally:
        timer.cancel()
    return task.done() or not task.cancel()
