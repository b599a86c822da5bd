"""content/cells.py: whether a value is what a field holds, and as the emulator converts it."""

from __future__ import annotations

import pytest

from wix_data_emulator.converting import convert
from wix_data_provider.content.cells import problem_of_text, problem_of_value

FITTING = {
    "NUMBER": ["0", "-7", "+7", "1.5", ".5", "1.", "1e3", " 12 ", "2147483647", "-2147483647"],
    "BOOLEAN": ["true", "FALSE", " True "],
    "DATE": ["2024-05-31", "2024-02-29", "05/31/2024", "31/05/2024", "2024-05-31T10:30"],
    "DATETIME": [
        "2024-05-31",
        "2024-05-31T10:30",
        "2024-05-31 10:30",
        "2024-05-31T10:30:15.020Z",
        "2024-05-31T10:30:15+02:00",
        "05/31/2024 10:30",
        "31/05/2024 9:05",
    ],
    "TIME": ["10:30", "23:59:59", "09:30:15:020", "09:30:15.02"],
    "ARRAY": ["[]", '["a", 1]'],
    "ARRAY_STRING": ['["a"]'],
    "MULTI_REFERENCE": ['["a"]'],
    "MEDIA_GALLERY": ["[{}]"],
    "OBJECT": ["{}", '{"a": 1}'],
    "ADDRESS": ['{"city": "London"}'],
}
UNFITTING = {
    "NUMBER": ["dozen", "1,5", "1 000", "1'000", "12 €", "0x10", "NaN", "1_000"],
    "BOOLEAN": ["yes", "1", "0", "WAHR", "t"],
    "DATE": ["soon", "2024-02-30", "2023-02-29", "31.05.2024", "13/13/2024", "05/31/24"],
    "DATETIME": ["2024-05-31T25:00", "2024-13-01T10:00", "31/05/2024 24:00", "May 5", "1717151400"],
    "TIME": ["9:30", "24:00", "10", "10:60", "10:30 PM"],
    "ARRAY": ["a, b", "{}", "[", "null"],
    "ARRAY_STRING": ["a"],
    "MULTI_REFERENCE": ["3f0c"],
    "OBJECT": ["[]", "{", "text", "[" * 200_000],
    "ADDRESS": ["London"],
}
ANYTHING = ["TEXT", "RICH_TEXT", "URL", "IMAGE", "REFERENCE", "ANY", "NEW_AT_WIX", None]


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(type, text) for type, texts in table.items() for text in texts]


@pytest.mark.parametrize(("type", "text"), pairs(FITTING))
def test_text_that_wix_converts_fits(type: str, text: str) -> None:
    assert problem_of_text(text, type) is None
    assert convert(text, type) != text or type == "DATE"


@pytest.mark.parametrize(("type", "text"), pairs(UNFITTING), ids=lambda text: text[:20])
def test_text_that_wix_keeps_as_it_is_does_not_fit(type: str, text: str) -> None:
    assert problem_of_text(text, type)
    assert convert(text, type) == text


@pytest.mark.parametrize("text", ["45443", "45443.4375"])
@pytest.mark.parametrize("type", ["DATE", "DATETIME"])
def test_a_number_in_a_date_is_perhaps_of_excel(type: str, text: str) -> None:
    assert str(problem_of_text(text, type)).endswith(", but perhaps a serial number of Excel")
    assert convert(text, type) == text


@pytest.mark.parametrize("text", ["2147483648", "-1e12", "4006381333931"])
def test_numbers_beyond_the_documented_limit_are_told_apart(text: str) -> None:
    beyond = "beyond ±2,147,483,647, the limit that Wix documents"
    assert problem_of_text(text, "NUMBER") == beyond
    assert problem_of_value(int(float(text)), "NUMBER") == beyond


@pytest.mark.parametrize("type", ANYTHING)
def test_other_fields_take_anything(type: str | None) -> None:
    assert problem_of_text("anything", type) is None
    assert problem_of_value({"any": "thing"}, type) is None


GOOD: list[tuple[str, object]] = [
    ("NUMBER", 1),
    ("NUMBER", 1.5),
    ("BOOLEAN", False),
    ("DATE", "2024-05-31"),
    ("DATE", {"$date": "2024-05-31T00:00:00.000Z"}),
    ("DATETIME", {"$date": "2024-05-31T10:30:00.000Z"}),
    ("TIME", "10:30:00.000"),
    ("ARRAY", []),
    ("OBJECT", {}),
]
BAD: list[tuple[str, object]] = [
    ("NUMBER", "1"),
    ("NUMBER", True),
    ("BOOLEAN", "true"),
    ("BOOLEAN", 1),
    ("DATE", 20240531),
    ("DATE", "05/31/2024"),
    ("DATETIME", {"$date": "05/31/2024 10:30"}),
    ("DATETIME", "2024-05-31T10:30:00.000Z"),
    ("DATETIME", {"$date": 1717151400}),
    ("TIME", 10),
    ("ARRAY", "[]"),
    ("OBJECT", []),
]


@pytest.mark.parametrize(("type", "value"), GOOD)
def test_values_of_json_fit_as_they_are(type: str, value: object) -> None:
    assert problem_of_value(value, type) is None


@pytest.mark.parametrize(("type", "value"), BAD)
def test_values_of_json_are_not_converted(type: str, value: object) -> None:
    assert problem_of_value(value, type)
