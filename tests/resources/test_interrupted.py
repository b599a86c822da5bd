"""Submit at most once, wait at least once: every resource, interrupted anywhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.resources.scenarios import (
    SCENARIOS,
    Scenario,
    assert_nothing_lost,
    every_scenario,
    just_submitted,
    outcome,
    product,
)
from tests.resources.stack import BACKUP, RESTORATION
from tests.resources.wix import JOBS, SITE, SUBMIT, TAKE
from wix_data_provider.errors import RateLimited, ResourceInitFailed

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

LOOKS = {BACKUP: "LIST_BACKUPS", RESTORATION: "LIST_RESTORATIONS"}


@every_scenario
@pytest.mark.parametrize("when", ["arrives", "answers"])
@pytest.mark.parametrize("number", range(1, 15))
async def test_cancel_at_any_request(
    wix: Wix, clock: FakeClock, scenario: Scenario, when: str, number: int
) -> None:
    stack = await scenario.begin(wix, clock)
    command = asyncio.create_task(stack.up(**scenario.program))
    struck: list[float] = []

    def strike(count: int) -> None:
        if count == number:
            struck.append(clock.now())
            asyncio.get_running_loop().call_soon(command.cancel)

    setattr(wix, when, strike)
    error = await outcome(command)
    assert not struck or clock.now() - struck[0] < 2
    assert struck or error is None
    await assert_nothing_lost(wix, stack, scenario, error)


@every_scenario
async def test_the_sweep_of_requests_reaches_the_end(
    wix: Wix, clock: FakeClock, scenario: Scenario
) -> None:
    stack = await scenario.begin(wix, clock)
    await stack.up(**scenario.program)
    assert 4 < len(wix.asked) < 15


@every_scenario
async def test_cancel_at_any_step_of_the_loop(
    wix: Wix, clock: FakeClock, scenario: Scenario
) -> None:
    for steps in range(0, 200, 3):
        await wix.ask("POST", "/_emulator/reset")
        wix.world.limiter.forget()
        stack = await scenario.begin(wix, clock)
        command = asyncio.create_task(stack.up(**scenario.program))
        for _ in range(steps):
            await asyncio.sleep(0)
        command.cancel()
        error = await outcome(command)
        await assert_nothing_lost(wix, stack, scenario, error)


@every_scenario
@pytest.mark.parametrize("timeout", [0.5, 2, 3.5])
async def test_a_timeout_keeps_the_id(
    wix: Wix, clock: FakeClock, scenario: Scenario, timeout: float
) -> None:
    stack = await scenario.begin(wix, clock)
    stack.timeout = timeout
    try:
        await stack.up(**scenario.program)
    except ResourceInitFailed as error:
        assert "the next `pulumi up` waits on" in str(error)  # noqa: PT017 - or it was in time
    else:
        assert timeout > 3
    stack.timeout = 0
    await assert_nothing_lost(wix, stack, scenario, None)


@every_scenario
async def test_a_network_cut_for_good_keeps_the_id(
    wix: Wix, clock: FakeClock, scenario: Scenario
) -> None:
    stack = await scenario.begin(wix, clock)

    def cut(_: int) -> None:
        wix.down = just_submitted(wix, scenario)

    wix.answers = cut
    stack.timeout = 60
    with pytest.raises(ResourceInitFailed, match=r"still .* after 60 s"):
        await stack.up(**scenario.program)
    wix.down = False
    await assert_nothing_lost(wix, stack, scenario, None)


@every_scenario
async def test_a_network_cut_for_a_while_is_waited_out(
    wix: Wix, clock: FakeClock, scenario: Scenario
) -> None:
    stack = await scenario.begin(wix, clock)

    async def cut() -> None:
        wix.down = True
        await clock.sleep(40)
        wix.down = False

    cuts: list[asyncio.Task[None]] = []
    wix.answers = lambda _: (
        cuts.append(asyncio.create_task(cut())) if just_submitted(wix, scenario) else None
    )
    await stack.up(**scenario.program)
    assert len(cuts) == 1
    assert wix.count(scenario.submit) == 1


@every_scenario
async def test_a_refused_look_keeps_the_id(wix: Wix, clock: FakeClock, scenario: Scenario) -> None:
    stack = await scenario.begin(wix, clock)
    denied = LOOKS.get(scenario.token, "DATA_JOB_LIST")

    def deny(_: int) -> None:
        if just_submitted(wix, scenario):
            wix.change(sites={SITE: {"denied": [denied]}})

    wix.answers = deny
    with pytest.raises(ResourceInitFailed, match="not permitted"):
        await stack.up(**scenario.program)
    wix.answers = lambda _: None
    wix.change(sites={})
    await assert_nothing_lost(wix, stack, scenario, None)


async def test_an_edited_file_stops_the_old_job_before_the_second_submit(
    wix: Wix, clock: FakeClock
) -> None:
    stack = await SCENARIOS["import"].begin(wix, clock)
    wix.change(jobSeconds=60)
    stack.timeout = 5
    with pytest.raises(ResourceInitFailed):
        await stack.up(**product("One"))
    stack.timeout = 0
    first = stack.outputs["jobId"]
    await stack.up(**product("Two"))
    stopped = wix.asked.index(f"POST {JOBS}/{first}/terminate")
    assert [at for at, call in enumerate(wix.asked) if call == SUBMIT][1] > stopped
    assert await wix.titles("products") == ["Two"]


async def test_new_triggers_after_a_cancel_wait_for_the_old_backup_and_take_one_more(
    wix: Wix, clock: FakeClock
) -> None:
    stack = await SCENARIOS["backup"].begin(wix, clock)
    stack.timeout = 1
    with pytest.raises(ResourceInitFailed):
        await stack.up(triggers={"commit": "a"})
    stack.timeout = 0
    await stack.up(triggers={"commit": "b"})
    assert wix.count(TAKE) == 2
    assert list((await wix.backups()).values()) == ["READY", "READY"]


@every_scenario
async def test_a_submit_that_wix_never_has_time_for_ends_with_the_deadline(
    wix: Wix, clock: FakeClock, scenario: Scenario
) -> None:
    stack = await scenario.begin(wix, clock)
    stack.timeout, began = 60, clock.now()
    busy = {"action": "status", "status": 429, "headers": {"Retry-After": "7"}}
    await wix.fault(scenario.submit, times=1000, **busy)
    with pytest.raises((RateLimited, ResourceInitFailed), match="no time is left to try again"):
        await stack.up(**scenario.program)
    assert 50 < clock.now() - began <= 60
    await wix.ask("DELETE", "/_emulator/faults")
    submits = wix.count(scenario.submit)
    await stack.up(**scenario.program)
    assert wix.count(scenario.submit) == submits + 1
