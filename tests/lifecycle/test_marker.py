"""lifecycle/marker.py: the mark in a job's name, by which a lost job is found again."""

from __future__ import annotations

import subprocess
import sys

import pytest

from wix_data_provider.lifecycle.marker import marked, marker, unmarked
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
