"""What may be interrupted: a create and an update of each resource."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing
from tests.resources.stack import BACKUP, IMPORT_JOB, Stack
from tests.resources.wix import SUBMIT, TAKE
from wix_data_provider.errors import ResourceInitFailed

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix


def product(title: str) -> dict[str, Any]:
    return importing(csv("_id,title", f"1,{title}"))


@dataclass
class Scenario:
    """What was there before, what is interrupted, and what a submit looks like."""

    token: str
    submit: str
    operation: str
    program: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)

    async def begin(self, wix: Wix, clock: FakeClock) -> Stack:
        """The stack as it is before the interrupted command; operations take 3 s."""
        wix.change(backupSeconds=3, jobSeconds=3)
        await wix.collection("products", "title")
        stack = Stack(clock, self.token)
        if self.before:
            await stack.up(**self.before)
        wix.asked.clear()
        return stack


SCENARIOS = {
    "backup": Scenario(BACKUP, TAKE, "backupId", {"triggers": {"commit": "a"}}),
    "rotation": Scenario(
        BACKUP,
        TAKE,
        "backupId",
        {"triggers": {"commit": "b"}, "keep": 1},
        before={"triggers": {"commit": "a"}, "keep": 1},
    ),
    "import": Scenario(IMPORT_JOB, SUBMIT, "jobId", product("One")),
    "import again": Scenario(IMPORT_JOB, SUBMIT, "jobId", product("Two"), before=product("One")),
}
every_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())


async def outcome(command: asyncio.Task[None]) -> BaseException | None:
    await asyncio.wait({command})
    return asyncio.CancelledError() if command.cancelled() else command.exception()


async def assert_nothing_lost(
    wix: Wix, stack: Stack, scenario: Scenario, error: BaseException | None
) -> None:
    """Either nothing was submitted or the ID is kept; and the next `up` makes it good."""
    if wix.count(scenario.submit) == 0:
        assert isinstance(error, asyncio.CancelledError), error
    else:
        assert error is None or isinstance(error, ResourceInitFailed), error
        assert stack.outputs[scenario.operation] == await newest(wix)
    await stack.up(**scenario.program)
    assert stack.red == []
    assert wix.count(scenario.submit) == 1
    assert stack.outputs[scenario.operation] == await newest(wix)
    asked = len(wix.asked)
    await stack.up(**scenario.program)
    assert len(wix.asked) == asked


async def newest(wix: Wix) -> str:
    ids = list(await wix.backups()) or [str(job["id"]) for job in await wix.jobs()]
    return ids[0]


def just_submitted(wix: Wix, scenario: Scenario) -> bool:
    return wix.asked[-1] == scenario.submit
