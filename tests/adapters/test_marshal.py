"""adapters/marshal.py: protobuf Struct to values, and back."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2

from wix_data_provider.adapters.marshal import from_struct, to_struct
from wix_data_provider.lifecycle.values import UNKNOWN, Asset, Secret

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ASSET = "c44067f5952c0a294b673a41bacd8c17"

BOTH_WAYS: dict[str, tuple[Any, Any]] = {
    # on the wire, and as a value
    "text": ("a", "a"),
    "empty text": ("", ""),
    "whole number": (3, 3),
    "negative": (-3, -3),
    "large": (2**40, 2**40),
    "fraction": (0.5, 0.5),
    "true": (True, True),
    "false": (False, False),
    "list": ([1, "a", [True]], [1, "a", [True]]),
    "empty list": ([], []),
    "map": ({"a": {"b.c": 1}}, {"a": {"b.c": 1}}),
    "empty map": ({}, {}),
    "null deep inside": ({"a": None, "b": [None]}, {"a": None, "b": [None]}),
    "unknown": (UNKNOWN_TEXT, UNKNOWN),
    "unknown deep inside": ({"a": [UNKNOWN_TEXT]}, {"a": [UNKNOWN]}),
    "secret": ({SIGNATURE: SECRET, "value": "x"}, Secret("x")),
    "secret map": ({SIGNATURE: SECRET, "value": {"a": [1]}}, Secret({"a": [1]})),
    "secret of something unknown": ({SIGNATURE: SECRET, "value": UNKNOWN_TEXT}, Secret(UNKNOWN)),
    "secret deep inside": ({"a": [{SIGNATURE: SECRET, "value": 1}]}, {"a": [Secret(1)]}),
    "secret in a secret": (
        {SIGNATURE: SECRET, "value": {"a": {SIGNATURE: SECRET, "value": 1}}},
        Secret({"a": Secret(1)}),
    ),
    "file asset": ({SIGNATURE: ASSET, "hash": "ab", "path": "a.csv"}, Asset("ab", path="a.csv")),
    "text asset": ({SIGNATURE: ASSET, "hash": "ab", "text": "a"}, Asset("ab", text="a")),
    "empty text asset": ({SIGNATURE: ASSET, "hash": "ab", "text": ""}, Asset("ab", text="")),
    "remote asset": (
        {SIGNATURE: ASSET, "hash": "ab", "uri": "https://a/b"},
        Asset("ab", uri="https://a/b"),
    ),
    "asset without content": ({SIGNATURE: ASSET, "hash": "ab"}, Asset("ab")),
    "secret asset": (
        {SIGNATURE: SECRET, "value": {SIGNATURE: ASSET, "hash": "ab", "text": "a"}},
        Secret(Asset("ab", text="a")),
    ),
}


def struct(wire: Any) -> struct_pb2.Struct:
    return json_format.ParseDict({"it": wire}, struct_pb2.Struct())


@pytest.mark.parametrize(("wire", "value"), BOTH_WAYS.values(), ids=BOTH_WAYS.keys())
def test_both_ways(wire: Any, value: Any) -> None:
    there = from_struct(struct(wire))
    assert there == {"it": value}
    assert type(there["it"]) is type(value)
    assert to_struct({"it": value}) == struct(wire)


def test_whole_numbers_come_as_such() -> None:
    """All numbers are doubles on the wire."""
    assert [type(value) for value in from_struct(struct([3.0, 3.5]))["it"]] == [int, float]


def test_null_properties_are_absent() -> None:
    assert from_struct(struct(None)) == {}
    assert to_struct({"it": None}) == struct_pb2.Struct()


def test_of_an_asset_the_ways_that_come_empty_do_not_count() -> None:
    wire = {SIGNATURE: ASSET, "hash": "ab", "path": "a.csv", "text": "", "uri": ""}
    assert from_struct(struct(wire)) == {"it": Asset("ab", path="a.csv")}


def test_a_map_with_another_signature_stays_a_map() -> None:
    wire = {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "hash": "ab"}  # an archive
    assert from_struct(struct(wire)) == {"it": wire}
