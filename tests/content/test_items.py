"""content/items.py: what rows become at Wix."""

from __future__ import annotations

import io
import json
import sys

import pytest

from wix_data_provider.content.csv_rows import CsvRows
from wix_data_provider.content.items import Items
from wix_data_provider.content.jsonl_rows import JsonlRows
from wix_data_provider.errors import ContentError


def csv(text: str, policy: str = "OVERWRITE") -> Items:
    return Items(CsvRows("a.csv", io.StringIO(text, newline="")), policy)


def jsonl(*lines: str, policy: str = "OVERWRITE") -> Items:
    return Items(JsonlRows("a.jsonl", lines), policy)


TWICE = '_id,t\na,"1\n2"\nb,3\na,4\na,5\n'
ROWS = "2 rows have the `_id` of an earlier row ('a' in lines 2 and 5, 'a' in lines 2 and 6)"


@pytest.mark.parametrize(
    ("policy", "end"),
    [
        ("OVERWRITE", ": Wix keeps the last one"),
        ("SKIP_EXISTING", ": Wix keeps the first one"),
        ("", ""),
    ],
)
def test_the_same_id_twice_is_a_surprise(policy: str, end: str) -> None:
    found = csv(TWICE, policy)
    assert found.surprises() == [f"{ROWS}{end}"]
    assert (found.rejections(), found.rejects) == ([], 0)


def test_the_same_id_twice_is_rejected_in_an_emptied_collection() -> None:
    found = csv(TWICE, "TRUNCATE_BEFORE")
    assert found.rejections() == [f"{ROWS}: Wix rejects all but the first one"]
    assert (found.surprises(), found.rejects) == ([], 2)


def test_ids_are_compared_as_they_are_written() -> None:
    assert csv("_id\na\nA\n a\n").surprises() == []
    assert csv("ID,t\na,1\na,2\n").duplicates.count == 1
    assert jsonl('{"_id": "a"}', '{"ID": "a"}').duplicates.count == 1


def test_rows_without_an_id_are_counted_and_their_fate_is_told() -> None:
    each = "each becomes a new item, in every import"
    assert csv("t\n1\n2\n").surprises() == [f"no row has an `_id` or `ID`: {each}"]
    assert csv("_id,t\n1,a\n,b\n").surprises() == [f"1 row has no `_id` or `ID`: {each}"]


def test_rows_of_commas_are_items_without_anything() -> None:
    found = csv("_id,t\n1,a\n,\n,\n")
    assert found.surprises()[1:] == [
        "lines 3, 4: nothing in it, and Wix makes an item of it all the same"
    ]


def test_an_id_that_excel_shortened_is_a_surprise() -> None:
    assert csv('_id,t\n1.23E+11,\n123456789012,\n"1,24E+11",\n1E+5x,\n').surprises() == [
        "lines 2, 4: an `_id` such as 1.2E+11, as Excel shortens numbers"
    ]


def letters(number: int) -> str:
    return "é" * (number // 2)


def test_items_beyond_the_limit_are_rejected_and_those_near_it_a_surprise() -> None:
    lengths = (499 * 1024, 505 * 1024, 520 * 1024, 600 * 1024)
    found = csv("".join(["_id,t\n", *(f"{n},{letters(n)}\n" for n in lengths)]))
    assert found.rejections() == [
        "lines 4 (520.0 KB), 5 (600.0 KB): larger than the 512 KB that Wix takes"
    ]
    assert found.surprises() == ["line 3 (505.0 KB): near the 512 KB that Wix takes"]
    assert found.rejects == 2


def test_a_long_line_of_escapes_is_no_large_item() -> None:
    line = json.dumps({"_id": "1", "t": letters(400_000)})
    assert len(line) > 1_000_000
    found = jsonl(line)
    assert (found.rejections(), found.surprises()) == ([], [])


def test_a_row_with_two_flaws_is_rejected_once() -> None:
    found = jsonl('{"_id": "a"}', f'{{"_id": "a", "t": "{letters(600_000)}"}}', policy=TRUNCATE)
    assert len(found.rejections()) == 2
    assert found.rejects == 1


TRUNCATE = "TRUNCATE_BEFORE"


def test_flaws_are_named_with_their_lines() -> None:
    found = jsonl('{"_id": 7}', '{"$a": 1}', '{"_id": "x"}', '{"_id": 8}')
    assert found.rejections() == [
        "line 2: a field that begins with `$`",
        "lines 1, 4: an `_id` that is no text",
    ]
    assert (found.rejects, found.without_id) == (3, 0)


def test_more_ids_than_can_be_remembered_are_said() -> None:
    rows = CsvRows("a.csv", io.StringIO("_id\na\nb\nc\nc\na\n"))
    assert Items(rows, "OVERWRITE", most_ids=2).surprises() == [
        "1 row has the `_id` of an earlier row ('a' in lines 2 and 6): Wix keeps the last one",
        "duplicates were looked for among the first 2 different IDs only",
    ]


def test_the_sample_is_the_first_rows_and_bounded() -> None:
    found = csv("_id,t\n" + "".join(f"{n},\n" for n in range(1_500)))
    assert len(found.sample) == 1_000
    assert found.sample[3] == (5, {"_id": "3"})
    large = csv("_id,t\n" + "".join(f"{n},{letters(400_000)}\n" for n in range(50)))
    assert len(large.sample) == 2


@pytest.mark.parametrize(
    "before",
    [r'"t": "\ud83d", "a": ', f'"t": "{letters(300_000)}", "a": '],
    ids=["with half a character", "in a large item"],
)
def test_an_item_that_can_be_read_but_is_too_deep_to_be_written_is_named(before: str) -> None:
    deepest, told = sys.getrecursionlimit(), set[str]()
    for depth in range(deepest - 200, deepest):
        try:
            jsonl('{"a": 1}', f"{{{before}{'[' * depth}{']' * depth}}}")
        except ContentError as error:
            told.add(str(error))
    assert told <= {"a.jsonl, line 2: nested too deep: write it flatter"}
