"""lifecycle/provider.py: plain values in, plain values out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.garden import GardenArgs, GardenResource, Size
from tests.resources.stack import Report
from wix_data_provider.config import Config
from wix_data_provider.errors import ConfigError, ProtocolError, ResourceInitFailed
from wix_data_provider.journal import Note
from wix_data_provider.lifecycle.provider import Call, Provider
from wix_data_provider.lifecycle.values import UNKNOWN, Asset, Secret
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio

TOKEN = GardenResource.token
STATE = {"plot": "a", "size": "small", "limit": 0, "open": False, "status": "READY", "harvest": 3}
THERE_ARE = "there are: plot, size, beds, limit, seeds, triggers, key, open, ratio"


@pytest.fixture
def session(clock: FakeClock, tmp_path: Path) -> Session:
    return Session(Config(), clock=clock, journal_in=tmp_path)


@pytest.fixture
def provider(session: Session) -> Provider:
    return Provider(session, {TOKEN: GardenResource})


def call(timeout: float = 0, token: str = TOKEN) -> Call:
    return Call(token, "urn:g", Report(), timeout)


def told(request: Call) -> list[str]:
    assert isinstance(request.report, Report)
    return request.report.statuses


async def test_check_fills_in_what_is_effective(provider: Provider) -> None:
    inputs = {"plot": "North", "size": "large", "version": "0.1.0"}
    assert await provider.check(call(), inputs) == ({**inputs, "plot": "north"}, [])


async def test_check_keeps_secrets_secret_and_unknowns_unknown(provider: Provider) -> None:
    inputs = {"plot": Secret("North"), "triggers": {"a": Secret("x"), "b": UNKNOWN}}
    assert await provider.check(call(), inputs) == ({**inputs, "plot": Secret("north")}, [])


@pytest.mark.parametrize(
    ("inputs", "problems"),
    [
        ({"plot": "moon"}, [("plot", "nothing grows there")]),
        (
            {"plott": "a"},
            [
                ("plott", "there is no property `plott`; did you mean `plot`?"),
                ("plot", "`plot` is missing: a string is required"),
            ],
        ),
        (
            {"plot": "a", "zzz": 1, "qqq": 1},
            [(name, f"there is no property `{name}`; {THERE_ARE}") for name in ("qqq", "zzz")],
        ),
    ],
)
async def test_check_tells_every_problem(
    provider: Provider, inputs: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    _, found = await provider.check(call(), inputs)
    assert [(problem.property, problem.reason) for problem in found] == problems


async def test_check_shows_the_newest_inputs_to_the_session(
    provider: Provider, session: Session
) -> None:
    await provider.check(call(), {"plot": "a", "size": "large"})
    newest = session.newest("urn:g")
    assert isinstance(newest, GardenArgs)
    assert newest.size is Size.LARGE
    assert session.newest("urn:other") is None


async def test_diff_compares_with_the_outputs(provider: Provider) -> None:
    diff = await provider.diff(call(), "g1", {"plot": "b", "size": "large"}, STATE)
    assert [(change.path, change.replace) for change in diff.changes] == [
        ("plot", True),
        ("size", False),
    ]


async def test_create_answers_id_and_outputs(provider: Provider) -> None:
    id, outputs = await provider.create(
        call(), {"plot": "a", "seeds": Asset("ab", text="x")}, preview=False
    )
    assert id == "g1"
    assert outputs == {"plot": "a", "size": "small", "limit": 0, "open": False, "status": "READY"}


async def test_outputs_are_secret_where_the_property_or_the_input_is(provider: Provider) -> None:
    inputs = {"plot": "a", "key": "hunter2", "triggers": {"a": Secret("x")}}
    _, outputs = await provider.create(call(), inputs, preview=False)
    assert outputs["key"] == Secret("hunter2")
    assert outputs["triggers"] == Secret({"a": "x"})
    assert outputs["plot"] == "a"
    secret = {**inputs, "plot": Secret("READY")}
    _, outputs = await provider.create(call(), secret, preview=False)
    assert outputs["status"] == Secret("READY")  # it tells what an input is
    kept = provider.half_made(call(), {"triggers": {"a": "x"}, "plot": "a"}, inputs)
    assert kept == {"triggers": Secret({"a": "x"}), "plot": "a"}


async def test_preview_of_create_echoes_what_is_known(provider: Provider) -> None:
    inputs = {"plot": UNKNOWN, "size": "large", "triggers": {"a": Secret(UNKNOWN)}}
    id, outputs = await provider.create(call(), inputs, preview=True)
    assert id == ""
    assert outputs == {
        "plot": UNKNOWN,
        "size": "large",
        "limit": 0,
        "open": False,
        "triggers": Secret({"a": Secret(UNKNOWN)}),
        "status": UNKNOWN,
        "harvest": 5,
    }


async def test_preview_of_update_shows_the_new_inputs_and_leaves_absent_what_stays_absent(
    provider: Provider,
) -> None:
    state = {name: value for name, value in STATE.items() if name != "harvest"}
    outputs = await provider.update(
        call(), "g1", {"plot": "a", "size": "large"}, state, preview=True
    )
    assert outputs == {**state, "size": "large"}


async def test_update_answers_the_new_outputs(provider: Provider) -> None:
    outputs = await provider.update(call(), "g1", {"plot": "a", "open": True}, STATE, preview=False)
    assert outputs == {**STATE, "open": True, "harvest": 7}


async def test_read_answers_id_inputs_and_outputs(provider: Provider) -> None:
    inputs = {"plot": "a"}
    assert await provider.read(call(), "g1", inputs, STATE) == (
        "g1",
        inputs,
        {**STATE, "harvest": 9},
    )


async def test_read_without_state_is_an_import(provider: Provider) -> None:
    found = await provider.read(call(), "g1", {}, {})
    assert found is not None
    assert found[1] == {"plot": "found", "size": "small", "limit": 0, "open": False}
    assert found[2] == {**found[1], "status": "READY"}
    assert await provider.read(call(), "nowhere", {}, {}) is None


@pytest.mark.parametrize(
    ("timeout", "until"),
    [(0, (160, 130, 120)), (7.5, (107.5, 107.5, 107.5))],
    ids=["default", "set"],
)
async def test_deadlines_are_those_of_the_program_or_the_defaults(
    provider: Provider, clock: FakeClock, timeout: float, until: tuple[float, float, float]
) -> None:
    await clock.advance(100)
    request = call(timeout)
    await provider.create(request, {"plot": "a"}, preview=False)
    await provider.update(request, "g1", {"plot": "a"}, STATE, preview=False)
    await provider.delete(request, "g1", STATE)
    create, update, delete = until
    assert told(request) == [
        f"until {create:.0f}",
        f"until {update:.0f}",
        f"until {delete:.0f}, READY",
    ]


async def test_a_half_made_resource_passes_as_it_is(provider: Provider) -> None:
    with pytest.raises(ResourceInitFailed) as kept:
        await provider.create(call(), {"plot": "wet"}, preview=False)
    assert (kept.value.id, kept.value.reasons) == ("wet", ["still wet"])


async def test_an_unknown_token_says_which_there_are(provider: Provider) -> None:
    with pytest.raises(ConfigError, match=f"no resource x:y:Z; this version has: {TOKEN}"):
        await provider.check(call(token="x:y:Z"), {})


async def test_what_check_had_not_passed_is_a_protocol_error(provider: Provider) -> None:
    with pytest.raises(ProtocolError, match="`plot` is missing"):
        await provider.create(call(), {}, preview=False)


NOTE = Note("urn:g", "m1", "a garden", "2026-01-01T00:00:00.000Z")


@pytest.mark.parametrize("request_of", ["diff", "update", "read", "delete"])
async def test_every_state_that_the_engine_shows_closes_what_it_has(
    provider: Provider, session: Session, request_of: str
) -> None:
    session.journal.open(NOTE)
    if request_of == "diff":
        await provider.diff(call(), "g1", {"plot": "a"}, STATE)
    elif request_of == "update":
        await provider.update(call(), "g1", {"plot": "a"}, STATE, preview=False)
    elif request_of == "read":
        await provider.read(call(), "g1", {"plot": "a"}, STATE)
    else:
        await provider.delete(call(), "g1", STATE)
    assert session.journal.open_note("urn:g") is None


async def test_a_preview_of_a_create_tells_of_what_an_earlier_run_submitted(
    provider: Provider, session: Session
) -> None:
    session.journal.open(NOTE)
    request = call()
    await provider.create(request, {"plot": "a"}, preview=True)
    assert isinstance(request.report, Report)
    assert request.report.infos[0] == (
        "an earlier run submitted this at 2026-01-01T00:00:00.000Z, and its end was not saved: "
        "`up` looks for that operation before it submits anything, and goes on with it where the "
        "inputs are the same"
    )
    assert session.journal.open_note("urn:g") == NOTE
