"""The filter language."""

from __future__ import annotations

import pytest

from wix_data_emulator.errors import RefusedError
from wix_data_emulator.filters import compile_filter

ITEM = {
    "name": "Old Bruton Street",
    "year": 1999,
    "open": True,
    "tags": ["red", "blue"],
    "none": None,
    "empty": "",
    "size": {"width": 3},
    "dotted.key": 1,
    "at": {"$date": "2024-05-01T10:00:00.000Z"},
}


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        {"year": 1999},
        {"year": 1999, "open": True},
        {"year": {"$eq": 1999.0}},
        {"year": {"$ne": 2000}},
        {"year": {"$gt": 1998, "$lt": 2000}},
        {"year": {"$gte": 1999, "$lte": 1999}},
        {"year": {"$in": [1, 1999]}},
        {"year": {"$nin": [1]}},
        {"name": {"$startsWith": "old"}},
        {"name": {"$endsWith": "STREET"}},
        {"name": {"$contains": "bruton"}},
        {"tags": "red"},
        {"tags": ["red", "blue"]},
        {"tags": {"$in": ["green", "blue"]}},
        {"tags": {"$hasSome": ["green", "blue"]}},
        {"tags": {"$hasAll": ["blue", "red"]}},
        {"tags": {"$startsWith": "bl"}},
        {"none": None},
        {"absent": None},
        {"absent": {"$exists": False}},
        {"none": {"$exists": False}},
        {"name": {"$exists": True}},
        {"empty": {"$isEmpty": True}},
        {"absent": {"$isEmpty": True}},
        {"name": {"$isEmpty": False}},
        {"size.width": 3},
        {"size": {"width": 3}},
        {"dotted.key": 1},
        {"at": {"$date": "2024-05-01T10:00:00.0Z"}},
        {"at": {"$date": "2024-05-01T12:00:00+02:00"}},
        {"at": {"$gte": {"$date": "2024-05-01T10:00:00Z"}, "$lt": "2024-05-02"}},
        {"$and": [{"year": 1999}, {"open": True}]},
        {"$or": [{"year": 1}, {"open": True}]},
        {"$not": {"year": 1}},
        {"$not": [{"year": 1}]},
    ],
)
def test_matches(given: object) -> None:
    assert compile_filter(given)(ITEM)


@pytest.mark.parametrize(
    "given",
    [
        {"year": "1999"},
        {"year": {"$gt": "1"}},
        {"year": {"$lt": 1999}},
        {"open": 1},
        {"open": {"$gt": 0}},
        {"year": 1999, "open": False},
        {"name": {"$startsWith": "street"}},
        {"year": {"$startsWith": "19"}},
        {"tags": {"$hasAll": ["blue", "green"]}},
        {"tags": {"$ne": "red"}},
        {"tags": {"$nin": ["red"]}},
        {"size.height": 3},
        {"name.first": "Old"},
        {"empty": None},
        {"none": {"$exists": True}},
        {"empty": {"$isEmpty": False}},
        {"name": {"$isEmpty": True}},
        {"$and": [{"year": 1999}, {"open": False}]},
        {"$or": []},
        {"$not": {}},
    ],
)
def test_does_not_match(given: object) -> None:
    assert not compile_filter(given)(ITEM)


NESTED: dict[str, object] = {"a": 1}
for _ in range(60):
    NESTED = {"$not": NESTED}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("name", "WDE0056"),
        ({"$nor": []}, "WDE0056"),
        ({"$or": {}}, "WDE0056"),
        ({"$not": []}, "WDE0056"),
        ({"a": {"$almost": 1}}, "WDE0056"),
        ({"a": {"$eq": 1, "b": 2}}, "WDE0056"),
        ({"a": {"$in": 1}}, "WDE0056"),
        ({"a": {"$contains": 1}}, "WDE0056"),
        ({"a": {"$regex": "x"}}, "WDE0070"),
        (NESTED, "WDE0056"),
    ],
)
def test_malformed_filters_are_refused(given: object, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        compile_filter(given)
    assert refused.value.code == code
