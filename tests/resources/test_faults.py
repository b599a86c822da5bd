"""Submit at most once: every resource, every fault around its submit, until all is settled."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.faults import BadWire, Fault, Process
from tests.resources.scenarios import SCENARIOS, Scenario, every_scenario
from tests.resources.stack import BACKUP, RESTORATION
from tests.resources.truth import Truth

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

FAULTS = [
    Fault("drop", "before"),
    Fault("drop"),
    Fault("status", "before", status=500),
    Fault("status", status=503),
    Fault("delay", "before", seconds=5),
    Fault("delay", "before", seconds=35),  # it arrives when the client has given up
    Fault("delay", seconds=35),
    Fault("cancel", "before"),
    Fault("cancel"),
    Fault("kill", "before"),
    Fault("kill"),
]
VERY_LATE = Fault("delay", "before", seconds=60)
"""It arrives when all looks for it are over: what may run twice is submitted once more by then."""
every_fault = pytest.mark.parametrize("fault", FAULTS, ids=str)


@pytest.fixture
async def wire(wix: Wix, clock: FakeClock) -> AsyncIterator[BadWire]:
    """The way to Wix; nobody is left on it afterwards."""
    wire = BadWire(wix, clock)
    yield wire
    await wire.aclose()


@every_scenario
@every_fault
@pytest.mark.parametrize("times", [1, 2])
async def test_a_fault_at_the_submit(
    wire: BadWire, tmp_path: Path, scenario: Scenario, fault: Fault, times: int
) -> None:
    truth = await Truth.begin(scenario, wire, tmp_path)
    for _ in range(times):
        await truth.up(Process(fault, at=scenario.submit))
    await truth.settle()
    truth.hold()


@every_scenario
@pytest.mark.parametrize("lag_s", [0, 5])
async def test_an_engine_that_is_killed_before_it_saves_submits_nothing_twice(
    wix: Wix, wire: BadWire, tmp_path: Path, scenario: Scenario, lag_s: float
) -> None:
    truth = await Truth.begin(scenario, wire, tmp_path)
    wire.lag_s = lag_s
    for _ in range(2):
        assert await truth.up(Process(saves=False)) is None
    await truth.settle()
    truth.hold()
    assert wix.count(scenario.submit) == 1


@every_scenario
@pytest.mark.parametrize("lag_s", [0, 5])
async def test_a_plugin_that_is_killed_at_its_submit_submits_nothing_twice(
    wix: Wix, wire: BadWire, tmp_path: Path, scenario: Scenario, lag_s: float
) -> None:
    truth = await Truth.begin(scenario, wire, tmp_path)
    wire.lag_s = lag_s
    await truth.up(Process(Fault("kill"), at=scenario.submit))
    await truth.settle()
    truth.hold()
    assert wix.count(scenario.submit) == 1
    assert any("which an earlier run submitted" in words for words in truth.told)


@every_scenario
async def test_without_a_journal_only_what_has_a_mark_and_runs_is_found_again(
    wix: Wix, wire: BadWire, scenario: Scenario
) -> None:
    truth = await Truth.begin(scenario, wire, None)
    await truth.up(Process(Fault("kill"), at=scenario.submit))
    await truth.settle()
    marked = scenario.token not in {BACKUP, RESTORATION}
    assert wix.count(scenario.submit) == (1 if marked else 2)


@every_scenario
async def test_an_operation_for_other_inputs_is_told_and_not_taken_for_this_one(
    wire: BadWire, tmp_path: Path, scenario: Scenario
) -> None:
    truth = await Truth.begin(scenario, wire, tmp_path)
    await truth.up(Process(Fault("kill"), at=scenario.submit))
    [first] = await truth.new()
    await truth.settle(**truth.variant(1))
    truth.hold(operations=2)
    assert any(first in words and "an earlier run" in words for words in truth.told)
    assert truth.stack.outputs[scenario.operation] != first
    await truth.up(Process(Fault("kill"), at=scenario.submit))  # there, back, and there again
    await truth.settle(**truth.variant(1))
    truth.hold(operations=3)


CHUNKS, RUNS = 25, 40


@pytest.mark.parametrize("chunk", range(CHUNKS))
async def test_random_faults(
    wire: BadWire,
    tmp_path: Path,
    chunk: int,
    record_property: Callable[[str, object], None],
) -> None:
    twice = 0
    for seed in range(chunk * RUNS, (chunk + 1) * RUNS):
        twice += await random_run(Random(seed), wire, tmp_path / str(seed))  # noqa: S311
    record_property("operations beyond one", twice)


async def random_run(chance: Random, wire: BadWire, journal: Path) -> int:
    """How often something that may run twice did."""
    scenario = chance.choice(list(SCENARIOS.values()))
    await wire.wix.ask("POST", "/_emulator/reset")
    wire.wix.world.limiter.forget()
    truth = await Truth.begin(scenario, wire, journal)
    wire.lag_s = chance.choice([0, 0, 0.5, 3])
    changes = chance.random() < 0.25 and "deleteBackupAfter" not in scenario.program
    run = 0
    switches = 0
    for _ in range(chance.randint(1, 4)):
        if changes and chance.random() < 0.5:
            run, switches = 1 - run, switches + 1
        await truth.up(some_process(chance, scenario), **truth.variant(run))
        await truth.clock.sleep(chance.choice([0, 0, 1, 5, 60]))
    await truth.settle(**truth.variant(run))
    await truth.clock.sleep(100)
    truth.hold(1 + switches)
    return truth.twice(1 + switches)


def some_process(chance: Random, scenario: Scenario) -> Process:
    at: dict[str, Any] = {"at": scenario.submit}
    if chance.random() < 0.4:
        at = {"number": chance.randint(1, 15)}
    faults = [*FAULTS, VERY_LATE] if scenario.harmless else FAULTS
    return Process(chance.choice(faults), **at, saves=chance.random() < 0.8)
