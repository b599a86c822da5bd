"""Single items over HTTP, by the routes of the JavaScript client and by the documented ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.errors import data_error
from wix_data_emulator.filters import compile_filter
from wix_data_emulator.item_queries import query_items, select_fields
from wix_data_emulator.localizing import LANGUAGE_TAG, check_multilingual, translate
from wix_data_emulator.operations import Answer, Call, Operation

if TYPE_CHECKING:
    from wix_data_emulator.fields import Fields
    from wix_data_emulator.items import ItemData

READ, WRITE = "READ_DATA_ITEMS", "WRITE_DATA_ITEMS"
LONGEST_ID = 512


def insert(call: Call) -> Answer:
    """`{dataCollectionId, dataItem}` → `{dataItem}`."""
    return _answer(call, call.shelf().insert(_given_item(call), call.now_ms))


def save(call: Call) -> Answer:
    """`{dataCollectionId, dataItem}` → `{action, dataItem}`."""
    action, item = call.shelf().save(_given_item(call), call.now_ms)
    return {"action": action, **_answer(call, item)}


def update(call: Call) -> Answer:
    """`{dataCollectionId, dataItem}` → `{dataItem}`; the ID may be in the path."""
    item = {**_given_item(call)}
    if "itemId" in call.path:
        item["_id"] = call.path["itemId"]
    return _answer(call, call.shelf().update(item, call.now_ms))


def get(call: Call) -> Answer:
    """`dataCollectionId`, `language?`, `fields*` → `{dataItem}`."""
    shelf = call.shelf()
    (item,) = translate(shelf, [shelf.require(call.path["itemId"])], _language(call))
    return _answer(call, select_fields(item, call.given.texts("fields")))


def remove(call: Call) -> Answer:
    """`{dataCollectionId, dataItemId}` → `{dataItem}`; the ID may be in the path."""
    item_id = call.path.get("itemId")
    if item_id is None:
        item_id = call.given.required_text("dataItemId", longest=LONGEST_ID)
    return _answer(call, call.shelf().remove(item_id))


def query(call: Call) -> Answer:
    """`{dataCollectionId, query, returnTotalCount?, language?}` → `{dataItems, pagingMetadata}`.

    Assumed: what is found and its order do not depend on the language.
    """
    shelf = call.shelf()
    found, metadata = query_items(
        shelf, call.given.child("query"), with_total=call.given.flag("returnTotalCount")
    )
    return {
        "dataItems": [
            show_item(shelf.collection.id, item)
            for item in translate(shelf, found, _language(call))
        ],
        "pagingMetadata": metadata,
    }


def count(call: Call) -> Answer:
    """`{dataCollectionId, filter}` → `{totalCount}`."""
    matches = compile_filter(call.given.raw("filter"))
    return {"totalCount": sum(1 for item in call.shelf().read() if matches(item))}


def truncate(call: Call) -> Answer:
    """`{dataCollectionId}` → `{}`."""
    call.shelf().truncate()
    return {}


def read_item(given: Fields) -> ItemData:
    """`{id?, data}` as the item it stands for.

    Raises: ValidationError, RefusedError.
    """
    data = dict(given.child("data").values)
    item_id = given.text("id", longest=LONGEST_ID)
    if item_id and data.setdefault("_id", item_id) != item_id:
        raise data_error("WDE0075", f"{given.path} has two different IDs")
    return data


def show_item(collection: str, item: ItemData) -> Answer:
    """An item as the API shows it."""
    return {"id": item["_id"], "dataCollectionId": collection, "data": item}


def _language(call: Call) -> str | None:
    """The language that items are wanted in; none is the main one.

    Raises: ValidationError, RefusedError with WDE0161.
    """
    language = call.given.text("language", longest=16)
    if not language:
        return None
    if not LANGUAGE_TAG.fullmatch(language):
        raise call.given.refuse(
            "language", "is no language tag such as EN or EN-US", "LANGUAGE_TAG"
        )
    check_multilingual(call.settings, call.site)
    return language


def _given_item(call: Call) -> ItemData:
    return read_item(call.given.child("dataItem"))


def _answer(call: Call, item: ItemData) -> Answer:
    return {"dataItem": show_item(str(call.given.raw("dataCollectionId")), item)}


PREFIX = "/wix-data/v2/items"
ONE = f"{PREFIX}/{{itemId:path}}"
OPERATIONS = [
    Operation("POST", PREFIX, WRITE, insert),
    Operation("POST", f"{PREFIX}/save", WRITE, save),
    Operation("POST", f"{PREFIX}/update", WRITE, update),
    Operation("POST", f"{PREFIX}/remove", WRITE, remove),
    Operation("POST", f"{PREFIX}/query", READ, query),
    Operation("GET", f"{PREFIX}/query", READ, query),
    Operation("POST", f"{PREFIX}/count", READ, count),
    Operation("GET", f"{PREFIX}/count", READ, count),
    Operation("POST", f"{PREFIX}/truncate", WRITE, truncate),
    Operation("GET", ONE, READ, get),
    Operation("PUT", ONE, WRITE, update),
    Operation("DELETE", ONE, WRITE, remove),
]
