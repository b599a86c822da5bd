"""Exports of aggregations: stages, expressions, and what they refuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

SOURCE = {"collectionId": "products"}
PRICE = {"fieldPath": "price"}
KIND = {"fieldPath": "kind"}


@pytest.fixture
def stocked(emulator: Emulator) -> Emulator:
    emulator.add_collection(kind="TEXT", price="NUMBER")
    emulator.add_items(
        {"_id": "a", "kind": "Oil", "price": 30, "size": {"w": 2, "h": 3}, "tags": ["x", "y"]},
        {"_id": "b", "kind": "ink", "price": 10, "tags": ["z"]},
        {"_id": "c", "kind": "ink", "price": 20.5},
    )
    return emulator


def exported(emulator: Emulator, *stages: Json, **query: object) -> list[Json]:
    given = {"aggregationPipeline": {"stages": list(stages)}, **query}
    content = emulator.export(aggregationQuery=given)
    return [json.loads(line) for line in content.decode().splitlines()]


def failed(emulator: Emulator, *stages: Json) -> str:
    given = {"aggregationPipeline": {"stages": list(stages)}}
    source = {"wixDataCollection": {**SOURCE, "aggregationQuery": given}}
    job = emulator.move(source, {"file": {"format": "CSV"}})
    emulator.advance(10)
    done = emulator.job(job)
    assert done["status"] == "FAILED"
    return str(done["error"]["code"])


def reshaped(emulator: Emulator, expression: Json) -> list[object]:
    field = {"reshape": {"resultFieldName": "made", "expression": expression}}
    rows = exported(emulator, {"projection": {"fields": [field]}})
    return [row["made"] for row in rows]


def test_groups_are_counted_and_summed(stocked: Emulator) -> None:
    names = ("avg", "min", "max", "sum", "first", "last", "push")
    accumulators: list[Json] = [
        {"resultFieldName": name, name: {"expression": PRICE}} for name in names
    ]
    group = {"groupIds": [{"key": "kind", "expression": KIND}], "accumulators": accumulators}
    oil, ink = exported(stocked, {"group": group})
    assert oil["_id"] == {"kind": "Oil"}
    assert [ink[name] for name in names] == [15.25, 10, 20.5, 30.5, 10, 20.5, [10, 20.5]]


def test_without_keys_there_is_one_group(stocked: Emulator) -> None:
    total = {"resultFieldName": "total", "sum": {"expression": {"numeric": 1}}}
    assert exported(stocked, {"group": {"accumulators": [total]}}) == [{"_id": {}, "total": 3}]


def test_stages_follow_one_another(stocked: Emulator) -> None:
    found = exported(
        stocked,
        {"filter": {"price": {"$gt": 5}}},
        {"sort": {"values": [{"fieldName": "price", "order": "DESC"}]}},
        {"skip": 1},
        {"limit": 1},
    )
    assert [item["_id"] for item in found] == ["c"]


def test_ids_are_sorted_and_filtered_by_both_names(stocked: Emulator) -> None:
    found = exported(
        stocked,
        {"filter": {"id": {"$ne": "a"}}},
        {"sort": {"values": [{"fieldName": "id", "order": "DESC"}]}},
    )
    assert [item["_id"] for item in found] == ["c", "b"]


def test_a_page_of_the_result_can_be_asked_for(stocked: Emulator) -> None:
    for paging in ({"paging": {"limit": 1, "offset": 1}}, {"cursorPaging": {"limit": 1}}):
        given = {"aggregationPipeline": {"stages": [], **paging}}
        content = stocked.export(aggregationQuery=given)
        assert json.loads(content)["_id"] == ("b" if "paging" in paging else "a")


def test_fields_are_included_excluded_and_nested(stocked: Emulator) -> None:
    nested = {"resultFieldName": "size", "fields": [{"include": {"fieldName": "w"}}]}
    fields = [{"include": {"fieldName": "kind"}}, {"projectNested": nested}]
    first = exported(stocked, {"projection": {"fields": fields}})[0]
    assert first == {"_id": "a", "kind": "Oil", "size": {"w": 2}}
    without = [{"exclude": {"fieldName": name}} for name in ("size.h", "price", "tags")]
    first = exported(stocked, {"projection": {"fields": without}})[0]
    assert (first["size"], "price" in first, "tags" in first) == ({"w": 2}, False, False)


def test_objects_become_arrays_and_arrays_unwind(stocked: Emulator) -> None:
    to_array = {"objectFieldName": "size", "destinationFieldName": "sizes"}
    first = exported(stocked, {"objectToArray": to_array})[0]
    assert first["sizes"] == [{"key": "w", "value": 2}, {"key": "h", "value": 3}]
    unwound = exported(stocked, {"unwindArray": {"arrayFieldName": "tags"}})
    assert [(item["_id"], item["tags"]) for item in unwound] == [("a", "x"), ("a", "y"), ("b", "z")]


@pytest.mark.parametrize(
    ("expression", "made"),
    [
        ({"text": "x"}, ["x", "x", "x"]),
        ({"add": {"expressions": [PRICE, {"numeric": 1}]}}, [31, 11, 21.5]),
        ({"sum": {"expressions": [PRICE]}}, [30, 10, 20.5]),
        ({"multiply": {"expressions": [PRICE, PRICE]}}, [900, 100, 420.25]),
        (
            {"subtract": {"firstExpression": PRICE, "secondExpression": {"numeric": 10}}},
            [20, 0, 10.5],
        ),
        (
            {"divide": {"firstExpression": PRICE, "secondExpression": {"numeric": 2}}},
            [15, 5, 10.25],
        ),
        ({"mod": {"firstExpression": PRICE, "secondExpression": {"numeric": 7}}}, [2, 3, 6.5]),
        ({"abs": {"expression": {"numeric": -2}}}, [2, 2, 2]),
        ({"floor": {"expression": PRICE}}, [30, 10, 20]),
        ({"ceil": {"expression": PRICE}}, [30, 10, 21]),
        ({"concat": {"expressions": [KIND, {"text": "!"}]}}, ["Oil!", "ink!", "ink!"]),
        ({"stringify": {"expression": PRICE}}, ["30", "10", "20.5"]),
        ({"toLower": {"expression": KIND}}, ["oil", "ink", "ink"]),
        ({"toUpper": {"expression": KIND}}, ["OIL", "INK", "INK"]),
        ({"length": {"expression": KIND}}, [3, 3, 3]),
        (
            {
                "substring": {
                    "expression": KIND,
                    "startExpression": {"numeric": 1},
                    "lengthExpression": {"numeric": 1},
                }
            },
            ["i", "n", "n"],
        ),
    ],
)
def test_expressions_calculate(stocked: Emulator, expression: Json, made: list[object]) -> None:
    assert reshaped(stocked, expression) == made


def test_named_fields_are_the_columns(stocked: Emulator) -> None:
    fields = [{"key": "price", "displayName": "The price"}, {"key": "size.w"}]
    query = {"aggregationPipeline": {"stages": [{"limit": 1}]}, "fields": fields}
    text = stocked.export({"format": "CSV"}, aggregationQuery=query).decode()
    assert text == "The price,size.w\r\n30,2\r\n"
    assert exported(stocked, {"limit": 1}, fields=fields) == [{"price": 30, "size.w": 2}]


def test_without_named_fields_columns_are_what_the_stages_made(stocked: Emulator) -> None:
    group = {
        "groupIds": [{"key": "kind", "expression": KIND}],
        "accumulators": [{"resultFieldName": "n", "sum": {"expression": {"numeric": 1}}}],
    }
    query = {"aggregationPipeline": {"stages": [{"group": group}]}}
    text = stocked.export({"format": "CSV"}, aggregationQuery=query).decode()
    assert text == '_id,n\r\n"{""kind"": ""Oil""}",1\r\n"{""kind"": ""ink""}",2\r\n'


@pytest.mark.parametrize(
    "stage",
    [
        {},
        {"lookup": {}},
        {"limit": 1, "skip": 1},
        {"limit": -1},
        {"filter": {"a": {"$like": 1}}},
        {"group": {"accumulators": [{"resultFieldName": "n"}]}},
        {"group": {"accumulators": [{"sum": {"expression": PRICE}}]}},
        {"group": {"groupIds": [{"key": "k", "expression": {"condition": {}}}]}},
        {"group": {"groupIds": [{"key": "k", "expression": {"add": {}}}]}},
        {"group": {"groupIds": [{"key": "k", "expression": {"numeric": "NaN"}}]}},
        {"projection": {"fields": [{}]}},
        {"unwindArray": {}},
        {"sort": {"values": [{"fieldName": "a", "order": "UP"}]}},
    ],
)
def test_what_is_not_a_stage_fails_the_job_at_its_beginning(stocked: Emulator, stage: Json) -> None:
    assert failed(stocked, stage) == "WDH0001"


@pytest.mark.parametrize(
    "expression",
    [
        {"abs": {"expression": KIND}},
        {"toLower": {"expression": PRICE}},
        {"divide": {"firstExpression": PRICE, "secondExpression": {"numeric": 0}}},
        {"multiply": {"expressions": [{"numeric": 1e300}, {"numeric": 1e300}]}},
    ],
)
def test_values_that_do_not_fit_fail_the_job(stocked: Emulator, expression: Json) -> None:
    field = {"reshape": {"resultFieldName": "made", "expression": expression}}
    assert failed(stocked, {"projection": {"fields": [field]}}) == "WDH0003"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"aggregationPipeline": {"stages": [{}] * 101}}, "aggregationPipeline.stages"),
        ({"aggregationPipeline": {"stages": 1}}, "aggregationPipeline.stages"),
        ({"fields": [{}]}, "fields[0].key"),
        ({"fields": [{"key": "a", "fieldType": "TEXT"}]}, "fields[0].fieldType"),
    ],
)
def test_a_wrong_query_is_refused_by_its_field(stocked: Emulator, query: Json, field: str) -> None:
    source = {"wixDataCollection": {**SOURCE, "aggregationQuery": query}}
    body = {"source": source, "destination": {"file": {"format": "CSV"}}}
    response = stocked.send("POST", "/data-mover/v1/jobs", json=body)
    assert field_of(response) == (400, f"source.wixDataCollection.aggregationQuery.{field}")
