"""From bytes to items: headers, types and formats."""

from __future__ import annotations

import io

import pytest

from wix_data_emulator.collections import Field
from wix_data_emulator.converting import convert
from wix_data_emulator.importing import read_candidates
from wix_data_emulator.reading import CSV, LONGEST_LINE, BadFileError, detect_format, read_rows

FIELDS = [
    Field("_id", "TEXT", "ID"),
    Field("name", "TEXT", "Full name"),
    Field("price", "NUMBER", "Price"),
]


def items(text: str | bytes, file_format: str = CSV) -> list[tuple[str, dict[str, object]]]:
    content = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    return [(one.label, one.data) for one in read_candidates(content, file_format, FIELDS)]


def test_headers_are_keys_or_display_names_or_stored_as_they_are() -> None:
    assert items("ID,Full name,price,Other\na,Ann,1.5,x\n") == [
        ("a", {"_id": "a", "name": "Ann", "price": 1.5, "Other": "x"})
    ]


def test_the_underscored_id_wins_over_a_column_named_id() -> None:
    assert items("_id,ID\na,b\n") == [("a", {"_id": "a", "ID": "b"})]


def test_empty_cells_are_no_values_and_rows_without_id_are_called_by_number() -> None:
    assert items("ID,name\n,Ann\nb,\n") == [("1", {"name": "Ann"}), ("b", {"_id": "b"})]


def test_quotes_breaks_blank_lines_and_the_byte_order_mark_are_understood() -> None:
    text = b'\xef\xbb\xbfID,name\r\na,"x, ""y""\r\nz"\r\n\r\nb,c'
    assert items(text) == [
        ("a", {"_id": "a", "name": 'x, "y"\r\nz'}),
        ("b", {"_id": "b", "name": "c"}),
    ]


def test_a_line_without_end_does_not_fill_the_memory() -> None:
    with pytest.raises(BadFileError, match="characters"):
        items("a\n" + "x" * (LONGEST_LINE + 1))


def test_a_file_is_read_no_further_than_asked() -> None:
    rows = read_rows(io.BytesIO(b"a\n1\n2\n" + b"3\n" * 100_000 + b"x,y\n"), CSV)
    assert [next(rows).values["a"] for _ in range(2)] == ["1", "2"]


@pytest.mark.parametrize(
    ("start", "file_format"),
    [
        (b'{"a": 1}', "JSONL"),
        (b'\xef\xbb\xbf\n {"a": 1}', "JSONL"),
        (b"a,b\n", "CSV"),
        (b"", "CSV"),
    ],
)
def test_the_format_is_seen_at_the_beginning(start: bytes, file_format: str) -> None:
    assert detect_format(io.BufferedReader(io.BytesIO(start))) == file_format


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1e3", "NUMBER", 1000.0),
        ("-7", "NUMBER", -7),
        ("1e999", "NUMBER", "1e999"),
        ("1,5", "NUMBER", "1,5"),
        ("True", "BOOLEAN", True),
        ("yes", "BOOLEAN", "yes"),
        ("2024-05-01T10:30", "DATETIME", {"$date": "2024-05-01T10:30:00.000Z"}),
        ("2024-05-01T12:30:00+02:00", "DATETIME", {"$date": "2024-05-01T10:30:00.000Z"}),
        ("05/13/2024 10:30", "DATETIME", {"$date": "2024-05-13T10:30:00.000Z"}),
        ("13/05/2024 10:30", "DATETIME", {"$date": "2024-05-13T10:30:00.000Z"}),
        ("soon", "DATETIME", "soon"),
        ("2024-05-01", "DATE", "2024-05-01"),
        ("9:30", "TIME", "9:30"),
        ("09:30", "TIME", "09:30:00.000"),
        ("09:30:15:020", "TIME", "09:30:15.020"),
        ('["a", 1]', "ARRAY", ["a", 1]),
        ('{"a": 1}', "ARRAY", '{"a": 1}'),
        ('{"a": 1}', "OBJECT", {"a": 1}),
        ("[", "ARRAY_STRING", "["),
        (" 5 ", "TEXT", " 5 "),
        ("<p>x</p>", "RICH_TEXT", "<p>x</p>"),
    ],
)
def test_cells_become_values_of_the_field_type(text: str, kind: str, value: object) -> None:
    assert convert(text, kind) == value
