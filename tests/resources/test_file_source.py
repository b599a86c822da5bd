"""resources/file_source.py: which source a program names, and its format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wix_data_provider.errors import ContentError
from wix_data_provider.lifecycle.codec import decode
from wix_data_provider.lifecycle.values import UNKNOWN, Asset
from wix_data_provider.resources.file_source import (
    check_format,
    check_source,
    content_of,
    missing,
    source_known,
    way,
)
from wix_data_provider.resources.import_job import ImportJobArgs
from wix_data_provider.resources.site import join

if TYPE_CHECKING:
    from pathlib import Path

    from wix_data_provider.lifecycle.resource import Checked


def args(**values: Any) -> ImportJobArgs:
    typed, problems = decode(
        ImportJobArgs, {"collectionId": "c", "writePolicy": "OVERWRITE", **values}
    )
    assert typed is not None, problems
    return typed


def checked_source(inputs: ImportJobArgs) -> Checked:
    return join(check_source(inputs), check_format(inputs, inputs.format))


@pytest.mark.parametrize(
    ("source", "format"),
    [
        ({"sourcePath": "a/b.csv"}, "CSV"),
        ({"sourcePath": "a/b.JSONL"}, "JSONL"),
        ({"source": Asset("", path="b.ndjson")}, "JSONL"),
        ({"source": Asset("", uri="https://example.com/b.csv?x=.jsonl")}, "CSV"),
        ({"sourcePath": "b.csv", "format": "JSONL"}, None),  # as given
        ({"source": Asset("", text="x"), "format": "CSV"}, None),
        ({"fileId": "temporary-files/b.csv.dat"}, None),  # Wix looks
        ({"sourcePath": "b", "format": UNKNOWN}, None),
        ({"source": UNKNOWN}, UNKNOWN),
        ({"sourcePath": UNKNOWN, "format": "CSV"}, None),
    ],
)
def test_the_format_is_that_of_the_name_unless_given(source: dict[str, Any], format: Any) -> None:
    checked = checked_source(args(**source))
    assert not checked.problems
    assert checked.effective.get("format") == format


@pytest.mark.parametrize(
    ("source", "name", "words"),
    [
        ({}, "source", "give exactly one of"),
        ({"sourcePath": "a.csv", "fileId": "f"}, "source", "not several"),
        ({"source": UNKNOWN, "fileId": "f"}, "source", "not several"),
        ({"sourcePath": ""}, "sourcePath", "`sourcePath` is empty: give it a value"),
        ({"fileId": ""}, "fileId", "`fileId` is empty: give it a value"),
        ({"sourcePath": "a.xlsx"}, "sourcePath", "'a.xlsx' does not tell the format"),
        ({"source": Asset("", text="x")}, "source", "a text has no name"),
        ({"sourcePath": "", "format": "CSV"}, "sourcePath", "`sourcePath` is empty"),
        ({"fileId": ""}, "fileId", "`fileId` is empty"),
    ],
)
def test_what_is_wrong_with_a_source(source: dict[str, Any], name: str, words: str) -> None:
    [problem] = checked_source(args(**source)).problems
    assert problem.property == name
    assert words in problem.reason


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ({"sourcePath": "a.csv"}, True),
        ({"source": UNKNOWN}, False),
        ({"sourcePath": UNKNOWN}, False),
        ({"sourcePath": "a", "format": UNKNOWN}, False),
        ({"sourcePath": "a.csv", "triggers": UNKNOWN}, True),
    ],
)
def test_source_known(source: dict[str, Any], *, known: bool) -> None:
    assert source_known(args(**source)) is known


def test_missing_is_a_path_where_nothing_is(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    assert missing(args(sourcePath=str(file)))
    file.touch()
    assert not missing(args(sourcePath=str(file)))
    assert not missing(args(fileId="f"))


def test_a_path_that_cannot_be_looked_at_is_an_error_that_names_the_property(
    tmp_path: Path,
) -> None:
    endless = tmp_path / "endless.csv"
    endless.symlink_to(endless)
    for path in (str(endless), f"{'a' * 300}.csv"):
        with pytest.raises(ContentError, match=r"`sourcePath` cannot be looked at: .*\.csv \("):
            missing(args(sourcePath=path))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ({"fileId": "f"}, "fileId"),
        ({"sourcePath": "a.csv"}, "sourcePath"),
        ({"source": Asset("", text="x")}, "source"),
    ],
)
def test_way(source: dict[str, Any], name: str) -> None:
    assert way(args(**source)) == name


@pytest.mark.anyio
async def test_a_remote_source_needs_a_connection() -> None:
    remote = args(source=Asset("", uri="https://example.com/a.csv"))
    with pytest.raises(ContentError, match="no credentials"):
        async with content_of(remote, None):
            pass


@pytest.mark.anyio
async def test_a_file_at_wix_has_no_content_here() -> None:
    async with content_of(args(fileId="f"), None) as content:
        assert content is None
