"""One wait: what was seen of its operation, and when to look next. No time passes in here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from wix_data_provider.errors import Operation, OperationGone, OperationTimedOut
from wix_data_provider.waiter.estimate import seconds_left
from wix_data_provider.waiter.schedule import next_look_in

if TYPE_CHECKING:
    from wix_data_provider.errors import ProtocolError
    from wix_data_provider.waiter.estimate import Sample

Op = TypeVar("Op", bound=Operation)

GONE_AFTER_LOOKS = 3
GONE_AFTER_S = 10.0
"""Both must be reached: the lists of Wix may lag behind a submit for a moment."""
ODD_AFTER_LOOKS = 3
ODD_AFTER_S = 30.0
"""Both must be reached: a gateway may answer in the place of Wix for a moment."""


@dataclass(eq=False)
class Wait(Generic[Op]):
    """A caller that waits for an operation; times are seconds on the poller's clock."""

    id: str
    began: float
    due: float
    last: Op | None = None
    inbox: asyncio.Queue[Op | Exception] = field(default_factory=asyncio.Queue)
    samples: list[Sample] = field(default_factory=list)
    absent_looks: int = 0
    absent_since: float = 0.0
    odd_looks: int = 0
    odd_since: float = 0.0

    def found(self, operation: Op, fraction: float | None, now: float) -> None:
        """The operation was looked at."""
        self.last = operation
        self.absent_looks = self.odd_looks = 0
        if fraction is not None:
            self.samples.append((now, fraction))
        self.inbox.put_nowait(operation)

    def missed(self, now: float) -> None:
        """Wix did not show the operation."""
        self.odd_looks = 0
        self.absent_looks += 1
        if self.absent_looks == 1:
            self.absent_since = now
        if self.absent_looks >= GONE_AFTER_LOOKS and now - self.absent_since >= GONE_AFTER_S:
            seen = f"it was {self.last.status} when last seen" if self.last else "it was never seen"
            words = f"{self.id}: Wix does not show it any more ({seen}); look at the site"
            self.inbox.put_nowait(OperationGone(words, id=self.id, last=self.last))

    def puzzled(self, error: ProtocolError, now: float) -> None:
        """An answer did not fit our model."""
        self.odd_looks += 1
        if self.odd_looks == 1:
            self.odd_since = now
        if self.odd_looks >= ODD_AFTER_LOOKS and now - self.odd_since >= ODD_AFTER_S:
            self.inbox.put_nowait(error)

    def timed_out(self, now: float) -> None:
        """The deadline passed."""
        error = OperationTimedOut(self.id, last=self.last, waited_s=now - self.began)
        self.inbox.put_nowait(error)

    def interval(self, now: float) -> float:
        """Seconds between looks at present."""
        return next_look_in(now - self.began, seconds_left(self.samples))
