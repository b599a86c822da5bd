"""What really happened at Wix, against what the state, the journal and the user were told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.resources.faults import Process
from tests.resources.stack import BACKUP, RESTORATION
from wix_data_provider.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.faults import BadWire
    from tests.resources.scenarios import Scenario
    from tests.resources.stack import Stack

GOOD = {"READY", "COMPLETED", "PARTIALLY_SUCCESSFUL"}
MOST_UPS = 8


@dataclass(repr=False)
class Truth:
    """One scenario, from its beginning until it is settled. `told` is all that users saw."""

    scenario: Scenario
    wire: BadWire
    stack: Stack
    before: set[str] = field(default_factory=set)
    saved: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    errors: list[BaseException | None] = field(default_factory=list)
    asked: int = 0
    began: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def begin(cls, scenario: Scenario, wire: BadWire, journal: Path | None) -> Truth:
        wire.lag_s = 0
        stack = await scenario.begin(wire.wix, wire.clock, journal)
        truth = cls(scenario, wire, stack)
        truth.before = set(await truth.new())
        return truth

    def __repr__(self) -> str:
        return "\n".join(["", *map(repr, self.errors), *self.told, f"{self.began} {self.saved}"])

    @property
    def clock(self) -> FakeClock:
        return self.wire.clock

    def variant(self, run: int) -> dict[str, Any]:
        """The program, or one that asks for another operation."""
        if run == 0:
            return self.scenario.program
        spare = {"whenFull": "evictOldest"} if self.scenario.token == BACKUP else {}
        return {**self.scenario.program, **spare, "triggers": {"another": run}}

    async def up(self, process: Process | None = None, **program: Any) -> BaseException | None:
        """One more `up`, and what it told."""
        process = process or Process()
        error = await self.wire.run(process, self.stack, **(program or self.scenario.program))
        self.errors.append(error)
        report = self.stack.report
        self.told += [*report.infos, *report.warnings, str(error or "")]
        outputs = self.stack.outputs
        self.saved |= {outputs[self.scenario.operation]} if outputs else set()
        self.saved |= set(outputs.get("previousBackupIds", ()))
        return error

    async def settle(self, **program: Any) -> None:
        """Until an `up` goes well; one more then has nothing to do. Where several might be the
        one, the user changes `triggers`, as the message says."""
        for _ in range(MOST_UPS):
            error = await self.up(**program)
            if error is None:
                break
            if isinstance(error, Refused):
                program, self.asked = self.variant(2), self.asked + 1
        assert self.errors[-1] is None, self
        asked = len(self.wire.wix.asked)
        assert await self.up(**program) is None
        assert len(self.wire.wix.asked) == asked
        self.began = await self.new()

    def hold(self, operations: int = 1) -> None:
        """Green is true, nothing is lost, and nothing ran twice that must not."""
        operation = self.stack.outputs[self.scenario.operation]
        assert self.began[operation] in GOOD, self
        assert len(self.lost()) <= self.known_without_id(), self
        if not self.scenario.harmless:
            assert self.twice(operations) == 0, self

    def lost(self) -> list[str]:
        """Operations that neither the state had, nor a note has, nor any message names."""
        words = "\n".join([*self.told, *self._notes()])
        return [id for id in self.began if id not in self.saved and id not in words]

    def known_without_id(self) -> int:
        """How many lost submits the user was told to be repeated, or the journal remembers."""
        repeats = sum("submitting once more" in words for words in self.told)
        return repeats + sum('"id": null' in note for note in self._notes())

    def twice(self, operations: int = 1) -> int:
        return max(len(self.began) - operations - self.asked, 0)

    async def new(self) -> dict[str, str]:
        """What began since the beginning, with its status."""
        wix = self.wire.wix
        if self.scenario.token == BACKUP:
            found = await wix.backups()
        else:
            restores = self.scenario.token == RESTORATION
            listed = await (wix.restorations() if restores else wix.jobs())
            found = {one["id"]: one["status"] for one in listed}
        return {id: status for id, status in found.items() if id not in self.before}

    def _notes(self) -> list[str]:
        folder = self.stack.journal_in
        return [file.read_text() for file in folder.glob("*")] if folder else []
