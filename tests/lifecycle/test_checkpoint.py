"""lifecycle/checkpoint.py: once Wix has given an ID, no path may lose it."""

from __future__ import annotations

import asyncio

import pytest

from tests.lifecycle.garden import GardenState
from wix_data_provider.errors import OperationTimedOut, ResourceInitFailed
from wix_data_provider.lifecycle.checkpoint import Checkpoint

STATE = GardenState(plot="a", status="GROWING")


def checkpoint() -> Checkpoint[GardenState]:
    return Checkpoint("g1", STATE, what="garden g1")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            asyncio.CancelledError(),
            "canceled while Wix was working on garden g1",
        ),
        (
            OperationTimedOut("g1", last=None, waited_s=60),
            "garden g1: not seen at Wix within 60 s; the next `pulumi up` waits on",
        ),
        (ZeroDivisionError("oops"), "garden g1: internal error, ZeroDivisionError: oops"),
    ],
    ids=["cancel", "an error of ours", "a bug"],
)
def test_whatever_ends_the_block_early_keeps_id_and_state(
    error: BaseException, reason: str
) -> None:
    with pytest.raises(ResourceInitFailed) as kept, checkpoint():
        raise error
    assert kept.value.id == "g1"
    assert kept.value.state == {
        "plot": "a",
        "size": "small",
        "limit": 0,
        "open": False,
        "status": "GROWING",
    }
    assert kept.value.reasons[0].startswith(reason)
    assert kept.value.__cause__ is error


def test_the_state_last_reached_is_kept() -> None:
    point = checkpoint()
    point.reach(STATE.evolve(harvest=1))
    point.reach(STATE.evolve(harvest=2))
    with pytest.raises(ResourceInitFailed) as kept, point:
        raise ValueError
    assert kept.value.state["harvest"] == 2


def test_a_verdict_passes_as_it_is() -> None:
    with pytest.raises(ResourceInitFailed) as kept, checkpoint() as point:
        raise point.failed(["too dry"])
    assert kept.value.reasons == ["too dry"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_the_end_of_the_process_passes(error: type[BaseException]) -> None:
    with pytest.raises(error), checkpoint():
        raise error


def test_nothing_happens_where_all_is_well() -> None:
    with checkpoint() as point:
        point.reach(STATE)
