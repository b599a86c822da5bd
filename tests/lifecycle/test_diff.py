"""lifecycle/diff.py: what changed, from the marks of the properties."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lifecycle.garden import GardenArgs, GardenState
from wix_data_provider.lifecycle.codec import decode
from wix_data_provider.lifecycle.diff import Change, Diff, changes, reasons
from wix_data_provider.lifecycle.values import UNKNOWN, Asset

STATE = {
    "plot": "a",
    "beds": [{"plant": "leek"}, {"plant": "kale", "rows": 2}],
    "triggers": {"commit": "1", "a.b": 1, "deep": {"x": [1, 2]}},
    "status": "READY",
}


def changed(**values: Any) -> list[Change]:
    state, _ = decode(GardenState, STATE)
    program = {name: value for name, value in STATE.items() if name != "status"} | values
    inputs, problems = decode(GardenArgs, program)
    assert state is not None
    assert inputs is not None, problems
    return changes(inputs, state)


def test_nothing_changed() -> None:
    assert changed() == []
    assert changed(size="small", limit=0, open=False) == []  # the defaults, written out


@pytest.mark.parametrize(
    ("values", "path", "kind", "runs", "replace"),
    [
        ({"plot": "b"}, "plot", "update", True, True),
        ({"size": "large"}, "size", "update", False, False),
        ({"limit": "5%"}, "limit", "update", False, False),
        ({"key": "new"}, "key", "add", False, False),
        ({"beds": None}, "beds", "delete", True, False),
        ({"beds": [{"plant": "leek"}]}, "beds", "update", True, False),
        ({"beds": [{"plant": "leek"}, {"plant": "kale"}]}, "beds[1].rows", "delete", True, False),
        (
            {"triggers": {**STATE["triggers"], "commit": "2"}},  # type: ignore[dict-item]
            "triggers.commit",
            "update",
            True,
            False,
        ),
        (
            {"triggers": {**STATE["triggers"], "a.b": 2}},  # type: ignore[dict-item]
            'triggers["a.b"]',
            "update",
            True,
            False,
        ),
        (
            {"triggers": {**STATE["triggers"], "deep": {"x": [1, 3]}}},  # type: ignore[dict-item]
            "triggers.deep.x[1]",
            "update",
            True,
            False,
        ),
    ],
)
def test_one_change(
    values: dict[str, Any], path: str, kind: Any, *, runs: bool, replace: bool
) -> None:
    assert changed(**values) == [Change(path, kind, runs=runs, replace=replace)]


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("", 'triggers[""]'),
        ("a[0]", 'triggers["a[0]"]'),
        ('say "hi"', r'triggers["say \"hi\""]'),
        (r"C:\data", r'triggers["C:\data"]'),
        (r"a\"b", r'triggers["a\\"b"]'),
        ("C:\\data\\", "triggers"),  # the engine would read on beyond the quotation mark
    ],
)
def test_a_path_is_one_that_the_engine_can_read(key: str, path: str) -> None:
    args, _ = decode(GardenArgs, {"plot": "a", "triggers": {key: 2}})
    state, _ = decode(GardenState, {"plot": "a", "triggers": {key: 1}, "status": "READY"})
    assert args is not None
    assert state is not None
    assert changes(args, state) == [Change(path, runs=True)]


@pytest.mark.parametrize(("old", "new"), [(1, True), (False, 0), ([1], [True])], ids=str)
def test_a_bool_is_no_number(old: Any, new: Any) -> None:
    args, _ = decode(GardenArgs, {"plot": "a", "triggers": {"x": new}})
    state, _ = decode(GardenState, {"plot": "a", "triggers": {"x": old}, "status": "READY"})
    assert args is not None
    assert state is not None
    path = "triggers.x[0]" if isinstance(old, list) else "triggers.x"
    assert changes(args, state) == [Change(path, runs=True)]


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert changed(triggers={**STATE["triggers"], "a.b": 1.0}) == []  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            {"$eq": None},
            {"$ne": None},
            [('triggers.x["$eq"]', "delete"), ('triggers.x["$ne"]', "add")],
        ),
        ({}, {"soldAt": None}, [("triggers.x.soldAt", "add")]),
        ({"soldAt": None}, {}, [("triggers.x.soldAt", "delete")]),
        ({"soldAt": None}, {"soldAt": 1}, [("triggers.x.soldAt", "update")]),
        ({"soldAt": None}, {"soldAt": None}, []),
    ],
    ids=str,
)
def test_null_is_not_absent_in_a_free_value(
    old: dict[str, Any], new: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    args, _ = decode(GardenArgs, {"plot": "a", "triggers": {"x": new}})
    state, _ = decode(GardenState, {"plot": "a", "triggers": {"x": old}, "status": "READY"})
    assert args is not None
    assert state is not None
    assert [(change.path, change.kind) for change in changes(args, state)] == found


def test_null_is_absent_in_a_declared_object() -> None:
    assert changed(beds=[{"plant": "leek", "rows": None}, {"plant": "kale", "rows": 2}]) == []


@pytest.mark.parametrize("nothing", [None, {}], ids=str)
@pytest.mark.parametrize("before", [None, {}], ids=str)
def test_an_empty_map_says_as_much_as_none(before: Any, nothing: Any) -> None:
    args, _ = decode(GardenArgs, {"plot": "a", "triggers": nothing})
    state, _ = decode(GardenState, {"plot": "a", "triggers": before, "status": "READY"})
    assert args is not None
    assert state is not None
    assert changes(args, state) == []


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("2024-01-01T00:00:00.000Z", "2024-01-01T00:00:00Z", True),
        ("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", True),
        ("2024-01-01T00:00Z", "2024-01-01T00:00:00Z", True),
        ("2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.500000Z", True),
        ("2024-01-01T00:00:00.1234567Z", "2024-01-01T00:00:00.123456+00:00", True),
        ("0001-01-01T00:00:00+01:00", "0001-01-01T00:00:00+02:00", False),
        ("2024-02-30T00:00:00Z", "2024-02-30T00:00:00.0Z", False),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:01Z", False),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00", False),
        ("soon", "Soon", False),
        (1, 1.0, True),
    ],
)
def test_an_instant_of_a_filter_is_the_same_however_it_is_spelt(
    old: Any, new: Any, *, same: bool
) -> None:
    args, _ = decode(GardenArgs, {"plot": "a", "triggers": {"x": [{"$date": new}]}})
    state, _ = decode(
        GardenState, {"plot": "a", "triggers": {"x": [{"$date": old}]}, "status": "READY"}
    )
    assert args is not None
    assert state is not None
    found = [] if same else [Change('triggers.x[0]["$date"]', runs=True)]
    assert changes(args, state) == found


def test_what_is_not_known_yet_is_a_change() -> None:
    assert changed(plot=UNKNOWN, size=UNKNOWN) == [
        Change("plot", runs=True, replace=True, unknown=True),
        Change("size", unknown=True),
    ]


def test_what_is_no_output_is_not_compared_here() -> None:
    assert changed(seeds=Asset("ab")) == []


def test_a_diff_replaces_if_one_change_does() -> None:
    assert not Diff([Change("a"), Change("b", runs=True)]).replaces
    assert Diff([Change("a"), Change("b", replace=True)]).replaces
    assert not Diff().replaces


def test_reasons_name_what_runs_the_operation() -> None:
    found = [Change("a"), Change("b", runs=True), Change("c", runs=True, unknown=True)]
    assert reasons(found) == "b changed, c is not known yet"
    assert reasons([Change("a")]) == ""
    assert reasons([Change("status", runs=True, why="the last one is FAILED")]) == (
        "the last one is FAILED"
    )
