"""waiter/poller.py: ten thousand random lives of operations, and what a wait makes of each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.errors import (
    NotFound,
    OperationGone,
    OperationTimedOut,
    PermissionDenied,
    RateLimited,
    ServerError,
    TransportError,
)
from wix_data_provider.waiter.poller import Poller
from wix_data_provider.waiter.states import (
    BACKUP_STATES,
    DELETION_STATES,
    JOB_STATES,
    RESTORATION_STATES,
    Outcome,
    States,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tests.fake_clock import FakeClock

    Look = str | Exception | None

pytestmark = pytest.mark.anyio

KINDS = {
    "backups": BACKUP_STATES,
    "deletions": DELETION_STATES,
    "restorations": RESTORATION_STATES,
    "jobs": JOB_STATES,
}
SEQUENCES = 10_000 // len(KINDS)
TOGETHER = 50
"""Sequences at a time, each with a poller of its own."""
UNKNOWN = ("PAUSED", "", "ready", "COMPLETED_WITH_WARNINGS", "READY ", "succeeded")
FOR_GOOD = (NotFound("no such list", status=404), PermissionDenied("not permitted", status=403))
PASSING = (
    RateLimited("busy", status=429),
    RateLimited("busy", status=429, retry_after_s=40),
    ServerError("fault", status=500),
    ServerError("fault", status=503, retry_after_s=5),
    TransportError("the connection broke"),
    TransportError("no route", sent=False),
)


@dataclass(frozen=True)
class Op:
    id: str
    status: str


@dataclass
class Life:
    """One operation, look by look: each is a status, an absence (None), an error, or a number of
    seconds that the next look takes. The last one goes on for ever."""

    chance: Random
    states: States
    clock: FakeClock
    looks: list[Look | float] = field(default_factory=list)
    seen: list[Look] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.looks = [self._some() for _ in range(self.chance.randint(1, 12))]

    def _some(self) -> Look | float:
        kinds: list[tuple[int, Sequence[Look | float]]] = [
            (35, sorted(self.states.pending)),
            (15, UNKNOWN),
            (15, PASSING),
            (15, [None]),
            (5, [self.chance.uniform(0, 100)]),
            (3, FOR_GOOD),
            (12, sorted(self.states.succeeded | self.states.failed)),
        ]
        [kind] = self.chance.choices([some for _, some in kinds], [often for often, _ in kinds])
        return self.chance.choice(kind)

    def _next(self) -> Look | float:
        return self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]

    async def fetch(self, ids: Collection[str]) -> dict[str, Op]:
        look = self._next()
        while isinstance(look, float):
            await self.clock.sleep(look)
            look = self._next()
        self.seen.append(look)
        if isinstance(look, Exception):
            raise look
        return {id: Op(id, look) for id in ids} if look is not None else {}


@dataclass
class End:
    """How a wait ended, and when."""

    at: float
    operation: Op | None = None
    error: Exception | None = None


async def end_of(life: Life, deadline: float) -> End:
    poller = Poller(life.fetch, life.states, life.clock)
    try:
        operation = await poller.wait("it", deadline=deadline)
    except (OperationTimedOut, OperationGone, NotFound, PermissionDenied) as error:
        return End(life.clock.now(), error=error)
    return End(life.clock.now(), operation)


def judge(life: Life, end: End, deadline: float) -> None:
    """What must be true of every end."""
    assert end.at <= deadline
    last = life.seen[-1] if life.seen else None
    if end.operation is not None:
        outcome = life.states.outcome(end.operation.status)
        assert outcome is not Outcome.PENDING
        assert end.operation.status == last
        assert end.operation.status in life.states.succeeded | life.states.failed
    elif isinstance(end.error, OperationTimedOut):
        assert end.at == deadline
    elif isinstance(end.error, OperationGone):
        absences = [look for look in life.seen if not isinstance(look, Exception)][-3:]
        assert absences == [None] * 3
    else:
        assert end.error is last
    ended = [look for look in life.seen if isinstance(look, str) and is_end(life, look)]
    assert len(ended) <= 1, "a look after the end"


def is_end(life: Life, status: str) -> bool:
    return life.states.outcome(status) is not Outcome.PENDING


@pytest.mark.parametrize("states", KINDS.values(), ids=KINDS.keys())
async def test_no_false_green_and_no_endless_wait(clock: FakeClock, states: States) -> None:
    ends: list[End] = []
    async with clock.running():
        for first in range(0, SEQUENCES, TOGETHER):
            lives = [
                Life(Random(first + n), states, clock)  # noqa: S311
                for n in range(TOGETHER)
            ]
            deadlines = [clock.now() + life.chance.choice([5, 60, 600]) for life in lives]
            done = await asyncio.gather(*map(end_of, lives, deadlines))
            for life, end, deadline in zip(lives, done, deadlines, strict=True):
                judge(life, end, deadline)
            ends += done
    assert len(ends) == SEQUENCES
    assert clock.sleeping == 0
    kinds = {type(end.error) for end in ends}
    assert kinds == {type(None), OperationTimedOut, OperationGone, NotFound, PermissionDenied}
