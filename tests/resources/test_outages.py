"""Wix is away right after it told of a good end: that turns nothing red that is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.resources.programs import importing, items
from tests.resources.wix import SUBMIT, TAKE
from wix_data_provider.errors import ResourceInitFailed
from wix_data_provider.resources.restore_points import CLEAN_UP_S

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


class Outage:
    """No route for `seconds`, from the first answer on that has `word` so many `times`; or, with a
    `status`, only that for an answer."""

    def __init__(
        self, wix: Wix, seconds: float, word: str, times: int = 1, status: int | None = None
    ) -> None:
        self.wix = wix
        self.status = status
        self.seconds = seconds
        self.word = f'"{word}"'.encode()
        self.times = times
        self.ends: float | None = None
        wix.wire = self._carry

    async def _carry(self, request: httpx.Request) -> httpx.Response:
        if self.ends is not None and self.wix.clock.now() < self.ends:
            if self.status is not None:
                return httpx.Response(self.status)
            raise httpx.ConnectError("no route to the host", request=request)
        answer = await self.wix.handle(request)
        body = await answer.aread()
        if self.ends is None and body.count(self.word) == self.times:
            self.ends = self.wix.clock.now() + self.seconds
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


PARTLY = importing(items(3, bad=1), format="JSONL", maxRejected=1)


async def test_a_job_whose_logs_cannot_be_read_for_a_while(wix: Wix, job: Stack) -> None:
    outage = Outage(wix, 300, "PARTIALLY_SUCCESSFUL")
    await job.up(**PARTLY)
    assert outage.ends is not None
    assert (job.red, job.outputs["itemsRejected"]) == ([], 1)


async def test_a_job_whose_logs_cannot_be_read_until_the_deadline(
    wix: Wix, clock: FakeClock, job: Stack
) -> None:
    Outage(wix, 3600, "PARTIALLY_SUCCESSFUL")
    job.timeout, began = 120, clock.now()
    with pytest.raises(ResourceInitFailed, match="no connection"):
        await job.up(**PARTLY)
    assert 90 <= clock.now() - began <= 120
    await clock.sleep(3600)
    await job.up(**PARTLY)
    assert (job.red, job.outputs["itemsRejected"], wix.count(SUBMIT)) == ([], 1, 1)


async def test_a_rotation_goes_on_once_wix_is_back(wix: Wix, backup: Stack) -> None:
    await backup.up(keep=1, triggers={"commit": "a"})
    first = backup.outputs["backupId"]
    outage = Outage(wix, 60, "READY", times=2)
    await backup.up(keep=1, triggers={"commit": "b"})
    assert outage.ends is not None
    assert (backup.red, backup.report.warnings) == ([], [])
    assert (await wix.backups())[first] == "DELETED"


@pytest.mark.parametrize("status", [None, 403])
async def test_a_rotation_without_a_look_at_the_slots_is_green_with_warnings(
    wix: Wix, clock: FakeClock, backup: Stack, status: int | None
) -> None:
    await backup.up(keep=1, triggers={"commit": "a"})
    first = backup.outputs["backupId"]
    Outage(wix, 3600, "READY", times=2, status=status)
    began = clock.now()
    await backup.up(keep=1, triggers={"commit": "b"})
    assert clock.now() - began < CLEAN_UP_S + 120
    listing, deleting = backup.report.warnings
    assert "the new backup is READY, but whether Wix deleted one to make room" in listing
    assert f"backup {first} is beyond keep (1) and could not be deleted" in deleting
    assert (backup.red, backup.outputs["previousBackupIds"]) == ([], [first])
    await clock.sleep(3600)
    await backup.up(keep=1, triggers={"commit": "c"})
    assert (backup.outputs["previousBackupIds"], wix.count(TAKE)) == ([], 3)
