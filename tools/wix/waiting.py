"""Until an operation has ended: one look after the other, quick at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tools.wix.stopped import Broken

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from wix_data_provider.clock import Clock

Found = TypeVar("Found")

FIRST_S = 0.2
LONGEST_S = 5.0
GROWTH = 1.5
JOB_S = 900.0
BACKUP_S = 1800.0
SOON_S = 120.0
"""For what should be over in a moment."""


async def until(
    look: Callable[[], Awaitable[Found | None]], clock: Clock, *, within_s: float, what: str
) -> Found:
    """The first thing that `look` finds.

    Raises: Broken, if that takes too long.
    """
    began, pause = clock.now(), FIRST_S
    while (found := await look()) is None:
        if clock.now() - began > within_s:
            raise Broken(f"{what} did not come within {within_s:.0f} s")
        await clock.sleep(pause)
        pause = min(pause * GROWTH, LONGEST_S)
    return found
