"""adapters/python_values.py: what pulumi.dynamic hands over, and what goes back."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from pulumi.output import Unknown

from wix_data_provider.adapters.python_values import ASSET, NULL, from_python, hashed, to_python
from wix_data_provider.errors import ContentError
from wix_data_provider.lifecycle.values import UNKNOWN, Asset, Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = {"sha256": "", "path": "a.csv"}


def test_what_arrives() -> None:
    unknown = Unknown()  # type: ignore[no-untyped-call]
    given = {
        "__provider": "gASV",
        "__urn": "urn:a",
        "keep": 2.0,
        "part": 0.5,
        "deep": {"list": [1.0, unknown, {NULL: True}], "soldAt": {NULL: True}},
        "source": {ASSET: FILE},
        "unknown": unknown,
    }
    assert from_python(given) == {
        "keep": 2,
        "part": 0.5,
        "deep": {"list": [1, UNKNOWN, None], "soldAt": None},
        "source": Asset("", path="a.csv"),
        "unknown": UNKNOWN,
    }
    assert isinstance(from_python(given)["keep"], int)


def test_what_goes_back() -> None:
    values = {
        "a": Secret("x"),
        "b": [{"c": UNKNOWN, "e": None}, None],
        "source": Asset("ab", text=""),
        "d": 1,
        "absent": None,
    }
    back = to_python(values)
    unknown = back["b"][0].pop("c")
    assert isinstance(unknown, Unknown)
    assert back == {
        "a": "x",
        "b": [{"e": {NULL: True}}, {NULL: True}],
        "source": {ASSET: {"sha256": "ab", "text": ""}},
        "d": 1,
    }


async def no_web(uri: str, take: Callable[[bytes], None]) -> None:
    take(uri.encode())


@pytest.mark.anyio
async def test_assets_are_hashed_at_any_depth_and_keep_their_place_only_when_asked(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    sha256 = {text: hashlib.sha256(text.encode()).hexdigest() for text in ("x", "https://a/b")}
    file = Asset("", path=str(tmp_path / "a.csv"))
    given: Any = {"list": [file, Asset("", text="x")], "web": Asset("", uri="https://a/b"), "n": 1}
    assert await hashed(given, no_web, keep=False) == {
        "list": [Asset(sha256["x"]), Asset(sha256["x"])],
        "web": Asset(sha256["https://a/b"]),
        "n": 1,
    }
    assert await hashed(file, no_web, keep=True) == file.evolve(sha256=sha256["x"])
    with pytest.raises(ContentError, match=r"gone\.csv"):
        await hashed(Asset("", path=str(tmp_path / "gone.csv")), no_web, keep=True)
