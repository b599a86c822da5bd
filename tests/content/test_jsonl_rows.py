"""content/jsonl_rows.py: what is an item of a JSONL file."""

from __future__ import annotations

import pytest

from wix_data_provider.content.jsonl_rows import JsonlRows
from wix_data_provider.errors import ContentError


def read(*lines: str) -> tuple[list[tuple[int, str | None]], JsonlRows]:
    rows = JsonlRows("a.jsonl", lines)
    return [(line, rows.flaw_of(item)) for line, item, _ in rows], rows


def problems(*lines: str) -> list[str]:
    return read(*lines)[1].problems()


def test_items_have_their_lines_and_blank_lines_are_none() -> None:
    found, rows = read("\n", '{"a": 1}\n', " \r\n", '{"b": 2}')
    assert found == [(2, None), (4, None)]
    assert rows.columns == ("a", "b")
    assert rows.problems() == []


def test_a_broken_line_is_named_with_the_reason() -> None:
    assert problems('{"a": 1}', '{"b": ') == ["line 2: not JSON (Expecting value, column 7)"]


def test_of_many_broken_lines_ten_are_named_and_all_are_counted() -> None:
    lines = ['{"a": 1}', *["{'a': 1}"] * 34]
    assert problems(*lines) == [
        (
            "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 24 more: not JSON (the first: Expecting "
            "property name enclosed in double quotes, column 2)"
        )
    ]


def test_lines_that_are_no_objects_are_told_from_broken_ones() -> None:
    assert problems('{"a": 1}', "[1]", "x", "2", "null") == [
        "line 3: not JSON (Expecting value, column 1)",
        "lines 2, 4, 5: not a JSON object: each line must be one item",
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": -Infinity}', "-Infinity is not JSON"),
        ('{"a": ' + "[" * 200_000, "nested too deep"),
    ],
)
def test_what_only_python_takes_for_json_is_none(line: str, why: str) -> None:
    assert problems(line) == [f"line 1: not JSON ({why})"]


@pytest.mark.parametrize("lines", [["[\n", '{"a": 1},\n', "]\n"], ["\n", '[{"a": 1}]\n']])
def test_a_json_list_is_called_one(lines: list[str]) -> None:
    with pytest.raises(ContentError, match="a JSON list, not JSONL: write one object a line"):
        read(*lines)


def test_json_over_several_lines_is_called_so() -> None:
    with pytest.raises(ContentError, match=r"line 2: JSON over several lines, not JSONL: write"):
        read("\n", "{\n", '  "_id": "a"\n', "}\n")


def test_a_comma_between_items_and_two_items_in_a_line_are_told() -> None:
    assert problems('{"_id": "a"},\n', '{"_id": "b"}\n') == [
        "line 1: not JSON (a comma after the object, which JSONL has not, column 13)"
    ]
    assert problems('{"_id": "a"} {"_id": "b"}\n') == [
        "line 1: not JSON (more after it, column 14)"
    ]


def test_a_csv_is_asked_for_where_no_line_is_an_item() -> None:
    assert problems("_id,t\n", "1,a\n") == [
        (
            "lines 1, 2: not JSON (the first: Expecting value, column 1), and no line is an item: "
            "is it CSV?"
        )
    ]
    assert problems("oops\n", "{}\n") == ["line 1: not JSON (Expecting value, column 1)"]


FLAWS = {
    '{"_id": 7}': "an `_id` that is no text",
    '{"_id": 0}': "an `_id` that is no text",
    '{"ID": {"$oid": "1"}}': "an `_id` that is no text",
    '{"$a": 1}': "a field that begins with `$`",
    '{"a": "\\ud83d"}': "half a character (`\\ud…` without its other half)",
    '{"a": "\\uD83D\\uDE00"}': None,
    '{"_id": "", "ID": 7}': None,
    '{"a": {"$date": "2024-01-01T00:00:00.000Z"}}': None,
}


@pytest.mark.parametrize(("line", "flaw"), FLAWS.items())
def test_what_wix_rejects_of_an_item(line: str, flaw: str | None) -> None:
    assert read('{"$a": 1}', line)[0][1] == (2, flaw)


def test_the_size_is_that_of_the_item_and_not_of_its_spelling() -> None:
    _, rows = read('{"a": "\\u00e9",     "b": [1, 2]}')
    assert rows.size_of({"a": "é", "b": [1, 2]}) == len('{"a":"é","b":[1,2]}'.encode())


def test_keys_without_end_do_not_fill_the_memory() -> None:
    _, rows = read(*(f'{{"k{n}": 1}}' for n in range(10_500)))
    assert len(rows.columns) == 10_000
    assert rows.surprises() == ["the items have at least 10,000 different keys"]
