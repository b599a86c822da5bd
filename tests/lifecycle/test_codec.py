"""lifecycle/codec.py: plain values to typed properties, and back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lifecycle.garden import Bed, GardenArgs, GardenState, Size
from wix_data_provider.lifecycle.codec import decode, encode
from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.values import UNKNOWN, Asset, Secret

SEEDS = Asset("ab", text="x")


@pytest.mark.parametrize(
    ("name", "value", "typed"),
    [
        ("size", "large", Size.LARGE),
        ("beds", [{"plant": "leek", "rows": 3}], [Bed(plant="leek", rows=3)]),
        ("beds", [{"plant": "leek", "rows": 3.0}], [Bed(plant="leek", rows=3)]),
        ("beds", [], []),
        ("limit", 3, 3),
        ("limit", 3.0, 3),
        ("limit", "5%", "5%"),
        ("seeds", SEEDS, SEEDS),
        ("triggers", {"a": {"b": [1, None, True]}}, {"a": {"b": [1, None, True]}}),
        ("triggers", {"a": Secret("x")}, {"a": "x"}),
        ("open", True, True),
        ("ratio", 2, 2),
        ("ratio", 0.5, 0.5),
        ("key", Secret("hunter2"), "hunter2"),
        ("key", None, None),
        ("size", None, Size.SMALL),
    ],
)
def test_decode(name: str, value: Any, typed: Any) -> None:
    decoded, problems = decode(GardenArgs, {"plot": "a", name: value})
    assert problems == []
    assert decoded is not None
    assert getattr(decoded, name) == typed


MISFITS: dict[str, tuple[dict[str, Any], str]] = {
    "missing": ({"plot": None}, "`plot` is missing: a string is required"),
    "string": ({"plot": 3}, "`plot` must be a string, not 3"),
    "enum": ({"size": "huge"}, "`size` must be `small` or `large`, not 'huge'"),
    "enum of another type": ({"size": 3}, "`size` must be `small` or `large`, not 3"),
    "list": ({"beds": "leek"}, "`beds` must be a list, not 'leek'"),
    "in a list": ({"beds": ["leek"]}, "`beds[0]` must be a map, not 'leek'"),
    "in an object": ({"beds": [{}]}, "in `beds[0]`: `plant` is missing: a string is required"),
    "part of a whole number": (
        {"beds": [{"plant": "a", "rows": 1.5}]},
        "in `beds[0]`: `rows` must be a whole number, not 1.5",
    ),
    "no number at all": (
        {"beds": [{"plant": "a", "rows": float("nan")}]},
        "in `beds[0]`: `rows` must be a whole number, not nan",
    ),
    "union": ({"limit": True}, "`limit` must be a whole number or a string, not True"),
    "asset": (
        {"seeds": "a.csv"},
        "`seeds` must be an asset (a FileAsset, StringAsset or RemoteAsset), not 'a.csv'",
    ),
    "map": ({"triggers": [1]}, "`triggers` must be a map, not a list"),
    "boolean": ({"open": "yes"}, "`open` must be true or false, not 'yes'"),
    "number": ({"ratio": True}, "`ratio` must be a number, not True"),
    "an asset for a text": ({"plot": SEEDS}, "`plot` must be a string, not an asset"),
}


@pytest.mark.parametrize(("values", "reason"), MISFITS.values(), ids=MISFITS.keys())
def test_what_does_not_fit_is_told_in_a_sentence(values: dict[str, Any], reason: str) -> None:
    typed, problems = decode(GardenArgs, {"plot": "a", **values})
    assert typed is None
    assert [problem.reason for problem in problems] == [reason]
    assert [problem.property for problem in problems] == list(values)


def test_every_problem_is_told_at_once() -> None:
    _, problems = decode(GardenArgs, {"size": "huge", "open": 1})
    assert [problem.property for problem in problems] == ["plot", "size", "open"]


@pytest.mark.parametrize(
    "values",
    [
        {"key": 12345},
        {"plot": Secret(12345)},
        {"beds": Secret(["12345"])},
        {"beds": [Secret("12345")]},
    ],
    ids=str,
)
def test_no_secret_is_in_a_problem(values: dict[str, Any]) -> None:
    _, [problem] = decode(GardenArgs, {"plot": "a", **values})
    assert problem.reason.startswith(f"`{next(iter(values))}` must be a ")
    assert "12345" not in problem.reason


@pytest.mark.parametrize(
    "value", [UNKNOWN, Secret(UNKNOWN), [{"plant": UNKNOWN}], [UNKNOWN, {"plant": "leek"}]], ids=str
)
def test_what_is_not_known_yet_is_named_and_left_at_its_default(value: Any) -> None:
    typed, problems = decode(GardenArgs, {"plot": "a", "beds": value, "size": UNKNOWN})
    assert problems == []
    assert typed is not None
    assert typed.unknown == {"beds", "size"}
    assert (typed.beds, typed.size) == (None, Size.SMALL)


class Shed(Inputs):
    bed: Bed = field("The bed beside it.")


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ({"plant": UNKNOWN, "rows": 2}, (None, 2)),
        ({"plant": "leek", "rows": Secret(UNKNOWN)}, ("leek", None)),
        ({"plant": UNKNOWN, "rows": "two"}, None),
        (UNKNOWN, None),
    ],
    ids=str,
)
def test_of_an_object_what_is_known_can_be_read(value: Any, known: Any) -> None:
    typed, problems = decode(Shed, {"bed": value})
    assert problems == []
    assert typed is not None
    assert typed.unknown == {"bed"}
    assert (typed.bed and (typed.bed.plant, typed.bed.rows)) == known


def test_encode_is_the_way_back_and_leaves_out_what_is_not_there() -> None:
    values = {
        "plot": "a",
        "size": "large",
        "beds": [{"plant": "leek"}, {"plant": "kale", "rows": 2}],
        "limit": "5%",
        "triggers": {"a": {"b": [1]}},
        "open": False,
        "status": "READY",
    }
    typed, _ = decode(GardenState, values)
    assert typed is not None
    encoded = encode(typed)
    assert encoded == values
    assert type(encoded["size"]) is str
