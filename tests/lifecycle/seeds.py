"""An operation at a Wix that a test makes up, and the machine that submits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.resources.stack import Report
from wix_data_provider.config import Config
from wix_data_provider.journal import Note
from wix_data_provider.lifecycle.submit import Submission, Submitter
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from wix_data_provider.lifecycle.submit import Begun

URN = "urn:pulumi:dev::shop::wix-data:index:Seed::it"
FIRST = "2026-01-01T00:00:00.000Z"
"""When the clock begins."""


@dataclass(frozen=True)
class Op:
    id: str
    status: str = "GROWING"


@dataclass
class Plan:
    """What a submit does: `error` instead of the answer; it begins `begins_s` later, or never."""

    error: Exception | None = None
    begins_s: float | None = 0


class Seeds(Submission[Op]):
    """Wix as a test wants it: `there` from when, by ID; `plans` are the submits to come."""

    by_mark = False

    def __init__(self, clock: FakeClock, mark: str = "m1") -> None:
        super().__init__(
            noun="seed",
            what="A seed of site s1",
            look_at="the beds",
            token="wix-data:index:Seed",
            site_id="s1",
            mark=mark,
        )
        self.clock = clock
        self.there: dict[str, float] = {}
        self.ended: dict[str, str] = {}
        self.requested_at: dict[str, datetime] = {}
        self.plans: list[Plan] = []
        self.sent = 0
        self.prepares_s = 0.0
        self.may_repeat = False
        self.still_running: list[Op] = []
        self.superseded: list[str] = []
        self.trouble: Exception | None = None

    @property
    def subject(self) -> str:
        return "seed"

    def listed(self) -> list[Op]:
        if self.trouble:
            raise self.trouble
        return [
            Op(id, self.ended.get(id, "GROWING"))
            for id, since in self.there.items()
            if since <= self.clock.now()
        ]

    async def prepare(self) -> Collection[str]:
        await self.clock.sleep(self.prepares_s)
        return [op.id for op in self.listed()]

    async def send(self) -> Op:
        self.sent += 1
        plan = self.plans.pop(0) if self.plans else Plan()
        id = f"s{self.sent}"
        if plan.begins_s is not None:
            self.there[id] = self.clock.now() + plan.begins_s
        await self.clock.sleep(0.1)
        if plan.error:
            raise plan.error
        return Op(id)

    async def by_id(self, id: str) -> Op | None:
        return next((op for op in self.listed() if op.id == id), None)

    async def running(self) -> list[Op]:
        return self.still_running

    async def candidates(self, note: Note) -> list[Op]:
        return [op for op in self.listed() if op.id not in {*note.listed, *(note.known or ())}]

    def requested(self, op: Op) -> datetime | None:
        return self.requested_at.get(op.id)

    def repeats(self, op: Op) -> bool:
        return op.status == "ROTTEN"

    async def harmless(self) -> bool:
        return self.may_repeat

    async def supersede(self, op: Op) -> None:
        self.superseded.append(op.id)


class Marked(Seeds):
    by_mark = True


class Machine:
    """Its journal; each command is a process of its own."""

    def __init__(self, folder: Path, clock: FakeClock) -> None:
        self.folder = folder
        self.clock = clock
        self.report = Report()
        self.session = self.started()

    def started(self) -> Session:
        self.session = Session(Config(), clock=self.clock, journal_in=self.folder)
        return self.session

    async def begin(self, seeds: Seeds, urn: str = URN) -> Begun[Op]:
        self.report = Report()
        return await Submitter(seeds, self.started(), urn, self.report).begin()

    def note(self, urn: str = URN) -> Note | None:
        return self.session.journal.open_note(urn)

    def noted(self, id: str | None = None, **others: object) -> None:
        """An earlier process left a note."""
        self.session.journal.open(Note(URN, "m1", "seed", FIRST, site_id="s1").evolve(**others))
        if id:
            self.session.journal.reached(URN, id)
