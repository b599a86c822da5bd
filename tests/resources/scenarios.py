"""What may be interrupted: a create and an update of each resource."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.programs import csv, importing
from tests.resources.stack import (
    BACKUP,
    DATA_MOVEMENT_JOB,
    EXPORT_JOB,
    IMPORT_JOB,
    LOCALIZATION_EXPORT_JOB,
    LOCALIZATION_IMPORT_JOB,
    RESTORATION,
    Stack,
)
from tests.resources.wix import RESTORE, SUBMIT, TAKE
from wix_data_provider.errors import ResourceInitFailed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix


def product(title: str) -> dict[str, Any]:
    return importing(csv("_id,title", f"1,{title}"))


def restoring(**others: Any) -> dict[str, Any]:
    return {"backupId": "latest", "acknowledgeDataLoss": True, **others}


def translating(german: str) -> dict[str, Any]:
    rows = csv("Collection ID,Item ID,Field Key,en,de", f"products,1,title,One,{german}")
    return {"source": rows, "languages": ["en", "de"], "maxRejected": "100%"}


def moving(run: int) -> dict[str, Any]:
    target = {"collectionId": "products", "writePolicy": "SKIP_EXISTING"}
    return {
        "source": {"wixDataCollection": {"collectionId": "products"}},
        "destination": {"wixDataCollection": target},
        "triggers": {"run": run},
    }


@dataclass
class Scenario:
    """What was there before, what is interrupted, and what a submit looks like. `harmless`: it
    may run a second time where an answer was lost."""

    token: str
    submit: str
    operation: str
    program: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    harmless: bool = True

    async def begin(self, wix: Wix, clock: FakeClock, journal: Path | None = None) -> Stack:
        """The stack as it is before the interrupted command; operations take 3 s."""
        wix.change(backupSeconds=3, jobSeconds=3, restorationSeconds=3)
        await wix.collection("products", "title")
        if self.token == RESTORATION:
            await wix.foreign_backups(1)
        stack = Stack(clock, self.token, journal_in=journal)
        if self.before:
            await stack.up(**self.before)
        wix.asked.clear()
        return stack

    async def newest(self, wix: Wix) -> str:
        """The ID of the operation that was submitted last."""
        if self.token == BACKUP:
            return next(iter(await wix.backups()))
        listed = await (wix.restorations if self.token == RESTORATION else wix.jobs)()
        return str(listed[0]["id"])


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
    "export": Scenario(EXPORT_JOB, SUBMIT, "jobId", {"collectionId": "products"}),
    "translations out": Scenario(
        LOCALIZATION_EXPORT_JOB, SUBMIT, "jobId", {"languages": ["en", "de"]}
    ),
    "translations in": Scenario(
        LOCALIZATION_IMPORT_JOB, SUBMIT, "jobId", translating("Eins"), harmless=False
    ),
    "move again": Scenario(
        DATA_MOVEMENT_JOB, SUBMIT, "jobId", moving(2), before=moving(1), harmless=False
    ),
    "restoration": Scenario(RESTORATION, RESTORE, "restorationId", restoring(), harmless=False),
    "restoration again, freeing the slot": Scenario(
        RESTORATION,
        RESTORE,
        "restorationId",
        restoring(triggers={"run": 2}, deleteBackupAfter=True),
        before=restoring(triggers={"run": 1}),
        harmless=False,
    ),
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
        assert stack.outputs[scenario.operation] == await scenario.newest(wix)
    await stack.up(**scenario.program)
    assert stack.red == []
    assert wix.count(scenario.submit) == 1
    assert stack.outputs[scenario.operation] == await scenario.newest(wix)
    asked = len(wix.asked)
    await stack.up(**scenario.program)
    assert len(wix.asked) == asked


def just_submitted(wix: Wix, scenario: Scenario) -> bool:
    return fnmatchcase(wix.asked[-1], scenario.submit)
