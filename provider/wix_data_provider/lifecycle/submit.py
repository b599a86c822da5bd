"""Submit at most once: a request that begins an operation is awaited to its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.errors import LostAnswer, ProtocolError, ServerError, TransportError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from wix_data_provider.clock import Clock

T = TypeVar("T")

GRACE_S = 1.5  # the engine kills a plugin that answers a cancel too late; users expect 2 s


async def submit(call: Coroutine[Any, Any, T], *, what: str, look_at: str, clock: Clock) -> T:
    """The answer of `call`, also when a cancel comes meanwhile: it then strikes right after.

    Raises LostAnswer where the request may have taken effect and its answer did not come.
    `what` is submitted ("a backup of site …"), `look_at` tells where it would be seen.
    """
    task = asyncio.ensure_future(call)
    try:
        answer = await _to_its_end(task, clock)
    except (TransportError, ServerError, ProtocolError) as error:
        if isinstance(error, TransportError) and not error.sent:
            raise
        raise _lost(what, look_at, str(error)) from error
    if answer is None:
        raise _lost(what, look_at, "canceled before Wix had answered")
    return answer[0]


async def _to_its_end(task: asyncio.Future[T], clock: Clock) -> tuple[T] | None:
    try:
        return (await asyncio.shield(task),)
    except asyncio.CancelledError:
        timer = asyncio.ensure_future(clock.sleep(GRACE_S))
        either: set[asyncio.Future[Any]] = {task, timer}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        timer.cancel()
        if not task.done():
            task.cancel()
            return None
        current = asyncio.current_task()
        assert current is not None  # noqa: S101 - we are running in one
        current.cancel()  # strikes at the next await, where a checkpoint keeps the ID
        return (task.result(),)


def _lost(what: str, look_at: str, cause: str) -> LostAnswer:
    return LostAnswer(
        f"{what} was submitted, but the answer was lost ({cause}). Wix may be working on it, so it "
        f"is not submitted again now. Look at {look_at}; once you know, run `pulumi up` again: if "
        "it is there, `pulumi import` it first, else it will be submitted anew"
    )
