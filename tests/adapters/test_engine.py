"""adapters/engine.py: texts to the engine's display."""

from __future__ import annotations

import time

import grpc
import pytest

from tests.adapters.plugin import SEVERITY, engine
from wix_data_provider.adapters.engine import EngineLog, EngineReport
from wix_data_provider.adapters.oldest import OLDEST

pytestmark = pytest.mark.anyio


async def test_texts_arrive_in_the_order_they_came() -> None:
    async with engine() as there:
        log = EngineLog()
        log.connect(there.address)
        for number in range(50):
            log.debug(f"line {number}")
        await log.flush()
        assert [one.message for one in there.told] == [f"line {number}" for number in range(50)]
        log.warn("and one more")
        await log.flush()
        assert there.texts(SEVERITY.Value("WARNING")) == ["and one more"]


async def test_a_report_is_about_one_resource() -> None:
    async with engine() as there:
        log = EngineLog()
        log.connect(there.address)
        report = EngineReport(log, "urn:a")
        report.status("working")
        report.info("five rows")
        report.warning("one rejected")
        await log.flush()
        assert [(one.message, one.urn, one.ephemeral) for one in there.told] == [
            ("working", "urn:a", True),
            ("five rows", "urn:a", False),
            ("one rejected", "urn:a", False),
        ]
        assert [SEVERITY.Name(one.severity) for one in there.told] == ["INFO", "INFO", "WARNING"]


async def test_a_status_is_sent_when_it_changes() -> None:
    """Nothing is deduplicated over there: in CI each is a line."""
    async with engine() as there:
        log = EngineLog()
        log.connect(there.address)
        one, other = EngineReport(log, "urn:a"), EngineReport(log, "urn:b")
        for text in ("a", "a", "b", "b", "a"):
            one.status(text)
        other.status("a")
        await log.flush()
        assert [told.message for told in there.told] == ["a", "b", "a", "a"]


async def test_without_an_engine_nothing_is_queued() -> None:
    log = EngineLog()
    log.debug("nobody reads it")
    await log.flush()
    async with engine() as there:
        log.connect(there.address)
        log.debug("now somebody does")
        await log.flush()
        assert [one.message for one in there.told] == ["now somebody does"]


async def test_an_engine_that_is_gone_holds_nothing_up() -> None:
    log = EngineLog()
    log.connect("127.0.0.1:9")
    for _ in range(20):
        log.debug("into the void")
    began = time.monotonic()
    await log.flush()
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    ("refuses", "warns"),
    [
        (None, False),
        (grpc.StatusCode.UNKNOWN, True),
        (grpc.StatusCode.UNIMPLEMENTED, True),
        (grpc.StatusCode.UNAVAILABLE, False),
    ],
    ids=["new enough", "too old", "too old to be asked", "leaving"],
)
async def test_an_old_engine_is_told_to_be_replaced(
    refuses: grpc.StatusCode | None, warns: bool
) -> None:
    async with engine() as there:
        there.refuses = refuses
        log = EngineLog()
        log.connect(there.address)
        await log.ask_its_version()
        await log.flush()
        assert there.wanted == [f">={OLDEST}"]
        assert [OLDEST in text for text in there.texts(SEVERITY.Value("WARNING"))] == [True] * warns


async def test_where_there_is_no_engine_nobody_is_asked_for_a_version() -> None:
    await EngineLog().ask_its_version()
