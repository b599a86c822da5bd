"""What is asked right behind a wait: it outlasts what the wait has outlasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wix_data_provider.deadline import DEADLINE, LOOK_S
from wix_data_provider.errors import RateLimited, ServerError, TransportError
from wix_data_provider.waiter.schedule import LONGEST_S

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wix_data_provider.clock import Clock

T = TypeVar("T")

TRANSIENT = (RateLimited, ServerError, TransportError)
"""Errors of a look that say nothing about the operation: the next look may tell."""


async def outlast(work: Callable[[], Awaitable[T]], clock: Clock) -> T:
    """What `work` gives, begun anew while Wix is away, until the deadline."""
    ends = max(DEADLINE.get(), clock.now() + LOOK_S)
    while True:
        try:
            return await work()
        except TRANSIENT:
            if clock.now() + LONGEST_S >= ends:
                raise
        await clock.sleep(LONGEST_S)
