"""Operations of a test that finish by the clock, and what was asked about them."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_provider.waiter.poller import Poller
from wix_data_provider.waiter.states import JOB_STATES

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.fake_clock import FakeClock


@dataclass(frozen=True)
class Job:
    """One look at an operation."""

    id: str
    status: str
    fraction: float | None = None


@dataclass
class Plan:
    """It is `pending` until `ends`, then `final`; Wix does not show it in the times `hidden`."""

    ends: float
    final: str = "COMPLETED"
    pending: str = "IN_PROGRESS"
    hidden: tuple[tuple[float, float], ...] = ()
    tells_progress: bool = False

    def look(self, id: str, now: float) -> Job | None:
        if any(since <= now < until for since, until in self.hidden):
            return None
        status = self.final if now >= self.ends else self.pending
        return Job(id, status, min(now / self.ends, 1.0) if self.tells_progress else None)


class Operations:
    """Stands where the client stands."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.plans: dict[str, Plan] = {}
        self.looks: list[tuple[float, set[str]]] = []
        self.troubles: deque[Exception] = deque()
        self.takes_s = 0.0
        self.hang = False
        self.log: list[str] = []
        self.warnings: list[str] = []

    async def fetch(self, ids: Collection[str]) -> dict[str, Job]:
        self.looks.append((self.clock.now(), set(ids)))
        if self.hang:
            await asyncio.Event().wait()
        await self.clock.sleep(self.takes_s)
        if self.troubles:
            raise self.troubles.popleft()
        looks = ((id, self.plans[id].look(id, self.clock.now())) for id in ids)
        return {id: job for id, job in looks if job is not None}

    def poller(self) -> Poller[Job]:
        return Poller(
            self.fetch,
            JOB_STATES,
            self.clock,
            log=self.log.append,
            warn=self.warnings.append,
            fraction=lambda job: job.fraction,
        )

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.looks]
