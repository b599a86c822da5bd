"""lifecycle/strict.py: nothing that a program gives is dropped in silence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lifecycle.garden import Bed, GardenArgs
from wix_data_provider.lifecycle.codec import Problem, decode
from wix_data_provider.lifecycle.strict import decode_inputs, hushed
from wix_data_provider.lifecycle.values import UNKNOWN, Secret

LOST: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "at the top": (
        {"opn": True},
        ("opn", "there is no property `opn`; did you mean `open`?"),
    ),
    "in a list": (
        {"beds": [{"plant": "leek"}, {"plant": "kale", "row": 3}]},
        ("beds", "in `beds[1]`: there is no property `row`; did you mean `rows`?"),
    ),
    "beside what is not known yet": (
        {"beds": [{"plant": UNKNOWN, "row": 3}]},
        ("beds", "in `beds[0]`: there is no property `row`; did you mean `rows`?"),
    ),
    "in a secret": (
        {"beds": Secret([{"plant": "leek", "row": 3}])},
        ("beds", "in `beds[0]`: there is no property `row`; did you mean `rows`?"),
    ),
    "like no other": (
        {"beds": [{"plant": "leek", "zzz": 3}]},
        ("beds", "in `beds[0]`: there is no property `zzz`; there are: plant, rows"),
    ),
    "empty": ({"plot": ""}, ("plot", "`plot` is empty: give it a value")),
    "empty in a list": (
        {"beds": [{"plant": ""}]},
        ("beds", "in `beds[0]`: `plant` is empty: give it a value"),
    ),
}


@pytest.mark.parametrize(("values", "problem"), LOST.values(), ids=LOST.keys())
def test_what_would_be_dropped_is_told_at_every_depth(
    values: dict[str, Any], problem: tuple[str, str]
) -> None:
    _, found = decode_inputs(GardenArgs, {"plot": "a", **values})
    assert [(one.property, one.reason) for one in found] == [problem]


@pytest.mark.parametrize(
    "values",
    [
        {"triggers": {"opn": {"plant": ""}}, "key": ""},
        {"version": "0.1.0", "__internal": {}, "__defaults": []},
    ],
    ids=["free", "the engine's own"],
)
def test_free_values_and_those_of_the_engine_are_no_problem(values: dict[str, Any]) -> None:
    typed, found = decode_inputs(GardenArgs, {"plot": "a", **values})
    assert found == []
    assert typed is not None


def test_an_empty_name_is_as_good_as_a_missing_one() -> None:
    assert decode_inputs(GardenArgs, {"plot": ""})[0] is None


SHOWN = [
    ({"plot": Secret("hush")}, "not 'hush'"),
    ({"plot": Secret("hu\\sh")}, "not 'hu\\\\sh'"),
    ({"beds": [{"plant": Secret("hush")}]}, "`hush` grows nowhere"),
    ({"limit": Secret(12345)}, "at most 3, not 12345"),
]


@pytest.mark.parametrize(("values", "reason"), SHOWN, ids=[reason for _, reason in SHOWN])
def test_a_reason_that_would_show_a_secret_is_not_said(values: dict[str, Any], reason: str) -> None:
    [name] = values
    [problem] = hushed([Problem(name, reason)], values)
    assert problem.property == name
    assert problem.reason.startswith(f"`{name}` is refused, and why is not said")


@pytest.mark.parametrize("plot", ["hush", Secret("other"), Secret("")], ids=repr)
def test_what_shows_no_secret_is_said(plot: Any) -> None:
    problem = Problem("plot", "not 'hush'")
    assert hushed([problem], {"plot": plot}) == [problem]


def test_a_state_may_hold_more_than_this_version_knows() -> None:
    typed, found = decode(GardenArgs, {"plot": "", "opn": 1, "beds": [{"plant": "", "row": 3}]})
    assert found == []
    assert typed is not None
    assert typed.beds == [Bed(plant="")]
