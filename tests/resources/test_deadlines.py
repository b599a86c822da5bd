"""`customTimeouts` hold wherever a call waits for another, and nothing is submitted after them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import THREE, fill
from tests.resources.programs import csv, importing, items
from tests.resources.scenarios import outcome, restoring
from tests.resources.stack import BACKUP, CONFIG, EXPORT_JOB, RESTORATION, Stack
from tests.resources.wix import JOBS, SUBMIT, TAKE
from wix_data_provider.deadline import LOOK_S
from wix_data_provider.errors import (
    RateLimited,
    Refused,
    ResourceInitFailed,
    TransportError,
    WixDataError,
)
from wix_data_provider.lifecycle.values import Asset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

LOGS = f"GET {JOBS}/*/logs"
ONE = csv("_id,title", "1,One")


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("requests_per_minute", [1, 2, 3])
async def test_in_a_long_line_of_requests(
    wix: Wix, clock: FakeClock, requests_per_minute: int
) -> None:
    """Looks have a little longer; they are several, and the submit is the last."""
    await fill(wix, "products", *THREE)
    slowly = CONFIG.evolve(requests_per_minute=requests_per_minute)
    stack = Stack(clock, EXPORT_JOB, config=slowly, timeout=20)
    with pytest.raises((RateLimited, TransportError), match="requestsPerMinute"):
        await stack.up(collectionId="products")
    assert 20 <= clock.now() <= 20 + LOOK_S
    assert wix.count(SUBMIT) == 0
    stack.timeout = 0
    await stack.up(collectionId="products")
    assert wix.count(SUBMIT) == 1


async def test_behind_a_restoration_that_waits_for_one_of_before(
    wix: Wix, clock: FakeClock, tmp_path: Path
) -> None:
    [id] = await wix.foreign_backups(1)
    wix.change(restorationSeconds=1800)
    killed = Stack(clock, RESTORATION, journal_in=tmp_path)
    up = asyncio.create_task(killed.up(**restoring(backupId=id)))
    await clock.sleep(5)
    up.cancel()
    await outcome(up)
    restoration = Stack(clock, RESTORATION, journal_in=tmp_path, attached=True)
    up = asyncio.create_task(restoration.up(**restoring(backupId=id, triggers={"run": 2})))
    await clock.sleep(5)
    backup = Stack(clock, BACKUP, timeout=120, attached=True)
    backup.process, began = restoration.process, clock.now()
    with pytest.raises(Refused, match="passed while another backup or restoration"):
        await backup.up()
    assert (clock.now() - began, wix.count(TAKE)) == (120, 0)
    up.cancel()
    await outcome(up)


async def test_while_logs_are_read_and_the_next_up_reads_on(
    wix: Wix, clock: FakeClock, job: Stack
) -> None:
    wix.change(jobSeconds=5)
    wix.slow = {LOGS: 2}
    program = importing(items(1, bad=3000), format="JSONL", maxRejected=3000)
    job.timeout, began = 10, clock.now()
    with pytest.raises(ResourceInitFailed, match="its logs were not read in time") as error:
        await job.up(**program)
    assert clock.now() - began < 10 + LOOK_S
    assert f"import job {job.outputs['jobId']}: it is " in str(error.value)
    job.timeout = 0
    await job.up(**program)
    assert (job.red, job.outputs["itemsRejected"], wix.count(SUBMIT)) == ([], 3000, 1)


@pytest.mark.parametrize(
    ("slow", "source", "words"),
    [
        ("PUT /_files/*", ONE, "passed while the text was uploaded"),
        (
            "GET /a.csv",
            Asset(ONE.sha256, uri="https://files.test/a.csv"),
            "passed while the remote source was read",
        ),
    ],
    ids=["upload", "remote source"],
)
async def test_while_a_file_is_on_its_way(
    wix: Wix, clock: FakeClock, job: Stack, *, slow: str, source: Asset, words: str
) -> None:
    wix.slow = {slow: 500}
    job.timeout, began = 60, clock.now()
    with pytest.raises(WixDataError, match=words):
        await job.up(**importing(source))
    assert (clock.now() - began, wix.count(SUBMIT), job.id) == (60, 0, "")


async def test_while_the_exported_file_comes_in_and_the_next_up_downloads_it(
    wix: Wix, clock: FakeClock, tmp_path: Path
) -> None:
    await fill(wix, "products", *THREE)
    program: dict[str, Any] = {"collectionId": "products", "downloadTo": str(tmp_path / "a.csv")}
    export = Stack(clock, EXPORT_JOB, timeout=100)
    wix.slow, began = {"GET /_files/*": 500}, clock.now()
    with pytest.raises(ResourceInitFailed, match=r"was not downloaded to .*a\.csv; the next"):
        await export.up(**program)
    assert (clock.now() - began, names(tmp_path)) == (100, [])
    export.timeout = 0
    await export.up(**program)
    assert (export.red, export.outputs["rows"], wix.count(SUBMIT)) == ([], 3, 1)
