"""A submit whose answer is lost, late, or never left: every resource, create and update."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.scenarios import (
    Scenario,
    assert_nothing_lost,
    every_scenario,
    just_submitted,
    outcome,
)
from tests.resources.stack import Stack
from wix_data_provider.errors import LostAnswer, ResourceInitFailed, TransportError

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

LOST: dict[str, dict[str, Any]] = {
    "dropped before": {"phase": "before", "action": "drop"},
    "dropped after": {"phase": "after", "action": "drop"},
    "503 after": {"phase": "after", "action": "status", "status": 503},
    "500 before": {"phase": "before", "action": "status", "status": 500},
}


@every_scenario
@pytest.mark.parametrize("fault", LOST.values(), ids=LOST.keys())
async def test_a_lost_answer_is_told_and_not_repeated(
    wix: Wix, clock: FakeClock, scenario: Scenario, fault: dict[str, Any]
) -> None:
    stack = await scenario.begin(wix, clock)
    before = dict(stack.outputs)
    await wix.fault(scenario.submit, **fault)
    with pytest.raises(
        LostAnswer, match=r"was submitted, but the answer was lost.*Look at the site"
    ):
        await stack.up(**scenario.program)
    assert wix.count(scenario.submit) == 1
    assert stack.outputs == before


@every_scenario
async def test_a_submit_that_never_left_is_tried_again(
    wix: Wix, clock: FakeClock, scenario: Scenario
) -> None:
    stack = await scenario.begin(wix, clock)
    wix.down = True
    up = asyncio.create_task(stack.up(**scenario.program))
    await clock.sleep(5)
    wix.down = False
    await up
    assert wix.count(scenario.submit) == 1
    wix.down = True
    with pytest.raises(TransportError, match="no connection"):
        await Stack(clock, scenario.token).up(**scenario.program)


SLOW: dict[str, tuple[float, float, bool]] = {
    # seconds until the answer, of the operation, and whether the ID is kept
    "answered in time": (1, 3, True),
    "answered in time, and finished already": (1, 0, True),
    "too late": (30, 3, False),
}


@every_scenario
@pytest.mark.parametrize(("answer_s", "takes_s", "kept"), SLOW.values(), ids=SLOW.keys())
async def test_a_cancel_during_a_slow_submit_waits_a_moment_for_the_id(
    wix: Wix, clock: FakeClock, scenario: Scenario, *, answer_s: float, takes_s: float, kept: bool
) -> None:
    stack = await scenario.begin(wix, clock)
    wix.change(backupSeconds=takes_s, jobSeconds=takes_s, restorationSeconds=takes_s)
    wix.slow = {scenario.submit: answer_s}
    up = asyncio.create_task(stack.up(**scenario.program))
    struck: list[float] = []

    def strike(_: int) -> None:
        if just_submitted(wix, scenario) and not struck:
            struck.append(clock.now())
            up.cancel()

    wix.arrives = strike
    error = await outcome(up)
    assert clock.now() - struck[0] < 2
    assert type(error) is (ResourceInitFailed if kept else LostAnswer)
    if kept:
        await assert_nothing_lost(wix, stack, scenario, error)
    else:
        assert "canceled before Wix had answered" in str(error)
    await clock.sleep(60)
