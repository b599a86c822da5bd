"""lifecycle/values.py: unknown, secret and asset, at any depth."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.lifecycle.values import (
    UNKNOWN,
    Asset,
    Secret,
    has_secret,
    has_unknown,
    plain,
)


@pytest.mark.parametrize(
    ("value", "unknown", "secret"),
    [
        (None, False, False),
        ("x", False, False),
        (UNKNOWN, True, False),
        (Secret("x"), False, True),
        (Secret(UNKNOWN), True, True),
        ([1, {"a": [UNKNOWN]}], True, False),
        ({"a": {"b": Secret(1)}}, False, True),
        ({"a": [Secret({"b": [UNKNOWN]})]}, True, True),
        (Asset("", text="x"), False, False),
        ({}, False, False),
    ],
)
def test_what_is_unknown_or_secret(value: Any, *, unknown: bool, secret: bool) -> None:
    assert (has_unknown(value), has_secret(value)) == (unknown, secret)


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        ("x", "x"),
        (Secret("x"), "x"),
        ([Secret({"a": Secret(1)}), 2], [{"a": 1}, 2]),
        (Secret(UNKNOWN), UNKNOWN),
        (Secret(Asset("ab")), Asset("ab")),
        (None, None),
    ],
)
def test_plain(value: Any, bare: Any) -> None:
    assert plain(value) == bare


def test_no_secret_is_in_a_repr() -> None:
    assert repr({"key": Secret("hunter2")}) == "{'key': Secret(…)}"


def test_unknown_shows_itself() -> None:
    assert repr([UNKNOWN]) == "[UNKNOWN]"
