"""Collections and items, by all their routes."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.running import OTHER_SITE, answer_of, code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

COLLECTIONS = "/wix-data/v2/collections"
ITEMS = "/wix-data/v2/items"
BULK = "/wix-data/v2/bulk/items"


def body_of(data: Json | None = None, **more: Any) -> Json:
    item = {} if data is None else {"dataItem": {"data": data}}
    return {"dataCollectionId": "products", **item, **more}


def names(items: list[Json]) -> list[str]:
    return [item["data"]["_id"] for item in items]


def test_a_collection_is_made_shown_listed_and_deleted(emulator: Emulator) -> None:
    definition = {
        "id": "art",
        "displayName": "Street art",
        "fields": [{"key": "name", "displayName": "Name", "type": "TEXT"}],
        "permissions": {"insert": "ADMIN"},
    }
    made = emulator.post(COLLECTIONS, {"collection": definition})["collection"]
    assert (made["id"], made["displayName"], made["revision"]) == ("art", "Street art", "1")
    assert made["permissions"] == {"insert": "ADMIN"}
    keys = [field["key"] for field in made["fields"]]
    assert keys == ["_id", "_createdDate", "_updatedDate", "_owner", "name"]
    assert emulator.get(f"{COLLECTIONS}/art")["collection"] == made
    listed = emulator.get(COLLECTIONS, {"fields": "displayName", "paging.limit": 10})
    assert listed["collections"] == [{"id": "art", "displayName": "Street art"}]
    assert listed["pagingMetadata"]["total"] == 1
    again = emulator.send("POST", COLLECTIONS, json={"collection": definition})
    assert code_of(again) == (409, "WDE0104")
    assert emulator.at(OTHER_SITE).get(COLLECTIONS)["collections"] == []
    assert emulator.delete(f"{COLLECTIONS}/art") == {}
    assert code_of(emulator.send("GET", f"{COLLECTIONS}/art")) == (404, "WDE0025")


def test_a_field_is_added(emulator: Emulator) -> None:
    emulator.add_collection()
    body = {"dataCollectionId": "products", "field": {"key": "price", "type": "NUMBER"}}
    made = emulator.post(f"{COLLECTIONS}/create-field", body)["collection"]
    assert made["fields"][-1] == {"key": "price", "type": "NUMBER"}
    assert made["revision"] == "2"
    again = emulator.send("POST", f"{COLLECTIONS}/create-field", json=body)
    assert code_of(again) == (409, "FIELD_EXISTS")


@pytest.mark.parametrize(
    ("collection", "field"),
    [
        ({}, "collection.id"),
        ({"id": "x" * 257}, "collection.id"),
        ({"id": "a"}, "collection.fields"),
        ({"id": "a", "fields": "name"}, "collection.fields"),
        ({"id": "a", "fields": [{"key": "b"}]}, "collection.fields[0].type"),
    ],
)
def test_wrong_definitions_are_refused(emulator: Emulator, collection: Json, field: str) -> None:
    response = emulator.send("POST", COLLECTIONS, json={"collection": collection})
    assert field_of(response) == (400, field)


def test_an_item_gets_its_system_fields(emulator: Emulator) -> None:
    emulator.add_collection()
    item = emulator.post(ITEMS, body_of({"title": "one"}))["dataItem"]
    assert item["id"] == item["data"]["_id"]
    assert item["dataCollectionId"] == "products"
    assert item["data"]["_createdDate"] == {"$date": "2023-11-14T22:13:20.000Z"}
    assert item["data"]["_owner"]


def test_insert_save_and_update_treat_ids_differently(emulator: Emulator) -> None:
    emulator.add_collection()
    one = body_of({"_id": "a", "title": "one"})
    assert code_of(emulator.send("POST", f"{ITEMS}/update", json=one)) == (404, "WDE0073")
    assert emulator.post(f"{ITEMS}/save", one)["action"] == "INSERTED"
    assert code_of(emulator.send("POST", ITEMS, json=one)) == (409, "WDE0074")
    emulator.advance(1)
    saved = emulator.post(f"{ITEMS}/save", body_of({"_id": "a", "price": 2}))
    assert saved["action"] == "UPDATED"
    assert "title" not in saved["dataItem"]["data"]
    dates = [saved["dataItem"]["data"][name] for name in ("_createdDate", "_updatedDate")]
    assert dates[0] != dates[1]
    assert code_of(emulator.send("POST", f"{ITEMS}/update", json=body_of({}))) == (400, "WDE0007")


@pytest.mark.parametrize("documented", [False, True])
def test_both_forms_of_the_routes_work(emulator: Emulator, documented: bool) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "a", "title": "one"})
    new = body_of({"_id": "a", "title": "two"})
    by_id = {"dataCollectionId": "products"}
    if documented:
        answer_of(emulator.send("PUT", f"{ITEMS}/a", json=new))
    else:
        emulator.post(f"{ITEMS}/update", new)
    got = emulator.get(f"{ITEMS}/a", {**by_id, "fields": "title"})
    assert got["dataItem"]["data"] == {"_id": "a", "title": "two"}
    if documented:
        emulator.delete(f"{ITEMS}/a", by_id)
    else:
        emulator.post(f"{ITEMS}/remove", {**by_id, "dataItemId": "a"})
    assert code_of(emulator.send("GET", f"{ITEMS}/a", params=by_id)) == (404, "WDE0073")


def test_sandbox_and_live_are_apart(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "a", "title": "live"})
    emulator.add_items({"_id": "a", "title": "sand"}, {"_id": "b"}, environment="SANDBOX")
    sand = {"dataCollectionId": "products", "environment": "SANDBOX"}
    assert emulator.post(f"{ITEMS}/count", sand)["totalCount"] == 2
    assert emulator.get(f"{ITEMS}/a", sand)["dataItem"]["data"]["title"] == "sand"
    assert emulator.post(f"{ITEMS}/truncate", sand) == {}
    assert [item["title"] for item in emulator.items()] == ["live"]
    wrong = emulator.send("POST", f"{ITEMS}/count", json={**sand, "environment": "TEST"})
    assert field_of(wrong) == (400, "environment")


def test_items_are_queried_over_every_road(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items(*({"_id": f"i{n}", "n": n} for n in range(6)))
    query = {
        "filter": {"n": {"$gte": 1}},
        "sort": [{"fieldName": "n", "order": "DESC"}],
        "paging": {"limit": 2, "offset": 1},
        "fields": ["n"],
    }
    body = body_of(query=query, returnTotalCount=True)
    answer = emulator.post(f"{ITEMS}/query", body)
    assert [item["data"] for item in answer["dataItems"]] == [
        {"_id": "i4", "n": 4},
        {"_id": "i3", "n": 3},
    ]
    assert answer["pagingMetadata"] == {
        "count": 2,
        "offset": 1,
        "hasNext": True,
        "tooManyToCount": False,
        "total": 5,
    }
    packed = base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")
    assert emulator.get(f"{ITEMS}/query", {".r": packed}) == answer
    counted = emulator.post(f"{ITEMS}/count", body_of(filter={"n": {"$gte": 1}}))
    assert counted == {"totalCount": 5}


def test_items_come_in_the_order_of_writing_by_default(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "b"}, {"_id": "a"}, {"_id": "b", "title": "again"})
    page = emulator.post(f"{ITEMS}/query", body_of(query={"paging": {"limit": 1, "offset": 1}}))
    assert names(page["dataItems"]) == ["a"]
    assert page["pagingMetadata"]["hasNext"] is False
    assert "total" not in page["pagingMetadata"]


def test_item_cursors_carry_the_question(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items(*({"_id": f"i{n}", "n": n} for n in range(5)))
    query: Json = {
        "filter": {"n": {"$ne": 2}},
        "sort": [{"fieldName": "n", "order": "DESC"}],
        "cursorPaging": {"limit": 3},
    }
    first = emulator.post(f"{ITEMS}/query", body_of(query=query))
    cursor = first["pagingMetadata"]["cursors"]["next"]
    paging = {"cursorPaging": {"limit": 3, "cursor": cursor}}
    last = emulator.post(f"{ITEMS}/query", body_of(query=paging, returnTotalCount=True))
    assert names(first["dataItems"] + last["dataItems"]) == ["i4", "i3", "i1", "i0"]
    assert (last["pagingMetadata"]["hasNext"], last["pagingMetadata"]["total"]) == (False, 4)
    both = body_of(query={**paging, "paging": {"limit": 1}})
    assert code_of(emulator.send("POST", f"{ITEMS}/query", json=both)) == (400, "WDE0080")


def test_bulk_writes_report_each_item(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "a"})

    def bulk(action: str, *ids: str, **more: Any) -> Json:
        items = [{"id": one, "data": {"title": action}} for one in ids]
        return emulator.post(f"{BULK}/{action}", body_of(dataItems=items, **more))

    inserted = bulk("insert", "a", "b", returnEntity=True)
    failed, done = inserted["results"]
    assert failed["itemMetadata"]["error"]["code"] == "WDE0074"
    assert failed["itemMetadata"]["success"] is False
    assert (done["action"], done["itemMetadata"]["originalIndex"]) == ("INSERT", 1)
    assert done["dataItem"]["data"]["title"] == "insert"
    assert inserted["bulkActionMetadata"]["totalFailures"] == 1
    assert [result["action"] for result in bulk("save", "b", "c")["results"]] == [
        "UPDATE",
        "INSERT",
    ]
    updated = bulk("update", "c", "d")["results"]
    assert "dataItem" not in updated[0]
    assert updated[1]["itemMetadata"]["error"]["code"] == "WDE0073"
    removed = emulator.post(f"{BULK}/remove", body_of(dataItemIds=["a", "z"]))
    assert removed["bulkActionMetadata"]["totalSuccesses"] == 1
    assert removed["results"][0]["action"] == "DELETE"
    assert {item["_id"] for item in emulator.items()} == {"b", "c"}


@pytest.mark.parametrize(
    ("path", "body", "refusal"),
    [
        ("insert", {"dataItems": [{"data": {}}] * 1001}, (400, "WDE0006")),
        ("remove", {"dataItemIds": ["a"] * 1001}, (400, "WDE0069")),
    ],
)
def test_bulk_writes_have_a_size(
    emulator: Emulator, path: str, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    emulator.add_collection()
    response = emulator.send("POST", f"{BULK}/{path}", json=body_of(**body))
    assert code_of(response) == refusal


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        ({"_id": 7}, (400, "WDE0002")),
        ({"title": "x" * 600_000}, (400, "WDE0009")),
        ({"$set": 1}, (400, "WDE0134")),
    ],
)
def test_items_that_break_the_rules_are_refused(
    emulator: Emulator, data: Json, refusal: tuple[int, str]
) -> None:
    emulator.add_collection()
    assert code_of(emulator.send("POST", ITEMS, json=body_of(data))) == refusal
    assert emulator.items() == []


def test_requests_that_are_no_objects_are_refused(emulator: Emulator) -> None:
    emulator.add_collection()
    for wrong in (b"{", b"[]", b"\xff"):
        assert field_of(emulator.send("POST", ITEMS, content=wrong)) == (400, "body")
    half = emulator.send("POST", ITEMS, content=b'{"dataCollectionId": "\\ud800"}')
    assert field_of(half) == (400, "body")
    assert field_of(emulator.send("POST", ITEMS, json=body_of(dataItem=1))) == (400, "dataItem")
    assert code_of(
        emulator.send("POST", ITEMS, json={"dataCollectionId": "nowhere", "dataItem": {}})
    ) == (404, "WDE0025")


def test_a_site_has_so_many_collections(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wix_data_emulator.collections.MOST_COLLECTIONS", 1)
    emulator.add_collection("one")
    body = {"collection": {"id": "two", "fields": [{"key": "a", "type": "TEXT"}]}}
    response = emulator.send("POST", COLLECTIONS, json=body)
    assert code_of(response) == (428, "TOO_MANY_COLLECTIONS")
