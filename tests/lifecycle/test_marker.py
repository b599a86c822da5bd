"""lifecycle/marker.py: the mark in a job's name, by which a lost job is found again."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.lifecycle.garden import GardenArgs, Size
from wix_data_provider.lifecycle.marker import mark_of, marked, marker, unmarked
from wix_data_provider.lifecycle.values import Asset

INPUTS = {"collectionId": "products", "triggers": {"commit": "a", "runs": [1, 2]}}


def test_the_mark_is_the_same_in_every_process() -> None:
    code = (
        f"from wix_data_provider.lifecycle.marker import marker;print(marker('urn:a', {INPUTS!r}))"
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == marker("urn:a", INPUTS)


def test_the_order_of_inputs_does_not_count() -> None:
    assert marker("urn:a", dict(reversed(INPUTS.items()))) == marker("urn:a", INPUTS)


@pytest.mark.parametrize(
    ("urn", "inputs"),
    [
        ("urn:b", INPUTS),
        ("urn:a", {**INPUTS, "collectionId": "others"}),
        ("urn:a", {**INPUTS, "triggers": {"commit": "b", "runs": [1, 2]}}),
        ("urn:a", {**INPUTS, "triggers": {"commit": "a", "runs": [2, 1]}}),
        ("urn:a", {"collectionId": "products"}),
    ],
)
def test_another_resource_or_operation_has_another_mark(
    urn: str, inputs: dict[str, object]
) -> None:
    assert marker(urn, inputs) != marker("urn:a", INPUTS)


def test_of_an_asset_among_the_triggers_the_content_counts() -> None:
    here, there = Asset("ab", path="a.csv"), Asset("ab", path="elsewhere/a.csv")
    assert marker("u", {"triggers": {"f": here}}) == marker("u", {"triggers": {"f": there}})
    assert marker("u", {"triggers": {"f": here}}) != marker("u", {"triggers": {"f": Asset("cd")}})


@pytest.mark.parametrize("name", ["products", "", "a [pulumi:x] b", "ü" * 1000])
def test_a_marked_name_gives_the_name_back(name: str) -> None:
    assert unmarked(marked(name, "0123456789ab")) == name


def test_a_long_name_is_cut_the_mark_is_not() -> None:
    name = marked("x" * 5000, "0123456789ab")
    assert len(name) == 1024
    assert name.endswith(" [pulumi:0123456789ab]")


def test_only_a_mark_at_the_end_is_one() -> None:
    assert unmarked("[pulumi:0123456789ab] products") == "[pulumi:0123456789ab] products"


GARDEN = GardenArgs(plot="a", triggers={"run": 1}, seeds=Asset("ab", path="a.csv"))


@pytest.mark.parametrize(
    "other",
    [
        GARDEN.evolve(size=Size.LARGE),
        GARDEN.evolve(limit="5%"),
        GARDEN.evolve(key="secret"),
        GARDEN.evolve(seeds=Asset("ab", path="elsewhere/b.csv")),
    ],
)
def test_what_runs_nothing_does_not_change_the_mark(other: GardenArgs) -> None:
    assert mark_of("urn:a", other, {}) == mark_of("urn:a", GARDEN, {})


@pytest.mark.parametrize(
    ("urn", "other"),
    [
        ("urn:b", GARDEN),
        ("urn:a", GARDEN.evolve(plot="b")),
        ("urn:a", GARDEN.evolve(triggers={"run": 2})),
        ("urn:a", GARDEN.evolve(triggers=None)),
        ("urn:a", GARDEN.evolve(seeds=Asset("cd", path="a.csv"))),
    ],
)
def test_what_runs_it_changes_the_mark(urn: str, other: GardenArgs) -> None:
    assert mark_of(urn, other, {}) != mark_of("urn:a", GARDEN, {})


def test_the_mark_is_of_what_stands_instead_of_an_input() -> None:
    here, there = GARDEN.evolve(plot="here"), GARDEN.evolve(plot="there")
    assert mark_of("u", here, {"plot": "x"}) == mark_of("u", there, {"plot": "x"})
    assert mark_of("u", here, {"plot": "x"}) != mark_of("u", here, {"plot": "y"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"triggers": {}}, {"triggers": None}),
        (
            {"triggers": {"at": {"$date": "2024-01-01T02:00:00+02:00"}}},
            {"triggers": {"at": {"$date": "2024-01-01T00:00:00.000Z"}}},
        ),
    ],
)
def test_what_the_diff_takes_for_the_same_has_the_same_mark(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert mark_of("u", GARDEN.evolve(**one), {}) == mark_of("u", GARDEN.evolve(**other), {})
