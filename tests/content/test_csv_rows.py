"""content/csv_rows.py: what is a row of a CSV, and in which line it is."""

from __future__ import annotations

import io

import pytest

from wix_data_provider.content.csv_rows import CsvRows
from wix_data_provider.errors import ContentError


def read(text: str) -> tuple[list[tuple[int, list[str]]], CsvRows]:
    rows = CsvRows("a.csv", io.StringIO(text, newline=""))
    return [(line, row) for line, row, _ in rows], rows


def problems(text: str) -> list[str]:
    return read(text)[1].problems()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_is_in_the_line_that_it_begins_in(end: str) -> None:
    lines = ["_id,t", '1,"a', "b", '"', "2,c", "", "3,d"]
    rows, _ = read(end.join(lines))
    assert [(line, row[0]) for line, row in rows] == [(2, "1"), (5, "2"), (7, "3")]


def test_lines_after_a_header_of_several_lines_are_right() -> None:
    rows, _ = read('_id,"a\nb"\n1,x\n')
    assert rows == [(3, ["1", "x"])]


BAD = {
    "too few cells": (
        '_id,t\n1,"a\nb"\n2\n3\n4,x\n',
        ["lines 4, 5: fewer cells than the header has columns (2)"],
    ),
    "too many cells": (
        "_id,t\n1,a\n2,b,c\n",
        [
            (
                "line 3: more cells than the header has columns (2), quote cells with commas "
                "(no space before the quote)"
            )
        ],
    ),
    "an unclosed quote": (
        '_id,t\n1,a\n2,"b\n3,c\n4,d\n',
        ["line 3: a quote is opened in this row and never closed"],
    ),
    "an unclosed quote in the header": (
        '_id,"t\n1,a\n2,b\n',
        ["line 1: a quote is opened in this row and never closed"],
    ),
    "text after a quote": (
        '_id,t\n1,a\n2,"b"x\n3\n',
        [
            (
                "line 3: text follows a closed quote: write a quote inside of a quoted cell "
                "twice, and look whether one is missing before (reading ended here)"
            )
        ],
    ),
    "columns without a name": (
        "_id, ,\n1,2,3\n",
        ["line 1: no name for columns 2, 3: remove those that are empty"],
    ),
    "names that are there twice": (
        "b,a,_id,b,a\n1,2,3,4,5\n",
        ["line 1: several columns called 'b', 'a'"],
    ),
}


@pytest.mark.parametrize(("text", "found"), BAD.values(), ids=BAD.keys())
def test_what_wix_refuses_is_named_with_its_lines(text: str, found: list[str]) -> None:
    assert problems(text) == found


def test_an_unclosed_quote_in_a_large_file_is_found_before_the_memory_is_full() -> None:
    text = io.StringIO('_id,t\n1,"a\n' + "2,bbbbbbbbbbbbbbbb\n" * 1_200_000, newline="")
    rows = CsvRows("a.csv", text)
    assert list(rows) == []
    assert rows.problems() == ["line 2: a quote is opened in this row and never closed"]
    assert text.tell() < 17 * 1024 * 1024


LINE_1 = {
    "semicolons": ("_id;title\n1;One\n", "the columns are separated by semicolons: separate"),
    "quoted, semicolons": ('"_id";"a,b"\r\n"1";"2"\r\n', "the columns are separated by semicolons"),
    "tabs": ("_id\ttitle\n1\tOne\n", "the columns are separated by tabs: separate them by commas"),
    "quoted, a tab": ('"_id"\t"title"\n', "the columns are separated by tabs"),
    "bars": ("_id|title\n1|One\n", "the columns are separated by vertical bars"),
    "a note for Excel": ("sep=,\n_id\n1\n", "it is a note for Excel (`sep=`)"),
    "another note for Excel": (
        "SEP=;\r\n_id;t\r\n1;2\r\n",
        (
            "it is a note for Excel (`sep=`), and the header must come first: remove the line, and "
            "separate the columns by commas"
        ),
    ),
    "a quoted note for Excel": ('"sep=,"\n_id,t\n1,2\n', "it is a note for Excel (`sep=`)"),
    "a note of a tab": ("sep=\t\n_id\tt\n", "it is a note for Excel (`sep=`)"),
    "objects": (
        '{"_id": "a"}\n',
        "it is JSON, not CSV: set `format` to `JSONL` where each line is",
    ),
    "an object over lines": ('{\n  "_id": "a"\n}\n', "it is JSON, not CSV"),
    "a list": ('[{"_id": "a"}]\n', "it is JSON, not CSV"),
    "a list over lines": ('[\n  {"_id": "a"}\n]\n', "it is JSON, not CSV"),
    "a blank line": ("\n_id\n1\n", "it is blank: the first line must name the columns"),
}


@pytest.mark.parametrize(("text", "words"), LINE_1.values(), ids=LINE_1.keys())
def test_a_first_line_that_is_no_header_is_explained(text: str, words: str) -> None:
    with pytest.raises(ContentError) as error:
        read(text)
    assert str(error.value).startswith(f"a.csv, line 1: {words}")


def test_names_that_look_alike_are_surprises() -> None:
    _, rows = read("t, t ,\ufeff_id,zero\u200bwidth\n1,2,3,4\n")
    assert rows.problems() == []
    assert rows.surprises() == [
        "several columns are called 't': the last one counts",
        "invisible characters are in column names: '\\ufeff_id', 'zero\\u200bwidth'",
    ]


def test_braces_and_the_word_sep_may_be_in_a_header() -> None:
    for header in ("{t},_id", "[t],_id", "sep=,_id", "separator,_id"):
        assert problems(f"{header}\n1,2\n") == []


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_header_of_a_second_file_is_a_surprise(mark: str) -> None:
    _, rows = read(f"_id,t\n1,t\n{mark}_id,t\n2,u\n")
    assert rows.surprises() == ["line 3: the header once more (were files joined?)"]


def test_an_item_has_the_cells_that_are_not_empty() -> None:
    rows, csv = read("_id,t,$x\na,,\nb,é,1\n")
    assert [csv.values_of(row) for _, row in rows] == [
        {"_id": "a"},
        {"_id": "b", "t": "é", "$x": "1"},
    ]
    assert [csv.flaw_of(row) for _, row in rows] == [None, "a field that begins with `$`"]
    assert csv.size_of(rows[1][1]) == len('"_id":"b","t":"é","$x":"1",'.encode())
