"""Collections over HTTP."""

from __future__ import annotations

from wix_data_emulator.collections import (
    LONGEST_ID,
    Collection,
    add_field,
    create_collection,
    delete_collection,
    get_collection,
    list_collections,
    read_definition,
    read_field,
)
from wix_data_emulator.operations import Answer, Call, Operation
from wix_data_emulator.paging import offset_metadata, read_offset_page

READ, WRITE = "READ_DATA_COLLECTIONS", "WRITE_DATA_COLLECTIONS"


def create(call: Call) -> Answer:
    """`{collection}` → `{collection}`."""
    definition = read_definition(call.given.child("collection"))
    made = create_collection(call.db, call.site, definition, call.now_ms)
    return {"collection": made.to_json()}


def list_(call: Call) -> Answer:
    """Paging, `fields*` → `{collections, pagingMetadata}`, by ID."""
    page = read_offset_page(call.given.child("paging"))
    found = list_collections(call.db, call.site)
    shown = found[page.offset : page.offset + page.limit]
    return {
        "collections": [_show(call, collection) for collection in shown],
        "pagingMetadata": offset_metadata(page, count=len(shown), total=len(found)),
    }


def get(call: Call) -> Answer:
    """`fields*` → `{collection}`."""
    found = get_collection(call.db, call.site, call.path["collectionId"])
    return {"collection": _show(call, found)}


def delete(call: Call) -> Answer:
    """→ `{}`."""
    delete_collection(call.db, get_collection(call.db, call.site, call.path["collectionId"]))
    return {}


def create_field(call: Call) -> Answer:
    """`{dataCollectionId, field}` → `{collection}`."""
    collection_id = call.given.required_text("dataCollectionId", longest=LONGEST_ID)
    field = read_field(call.given.child("field"))
    collection = get_collection(call.db, call.site, collection_id)
    return {"collection": add_field(call.db, collection, field, call.now_ms).to_json()}


def _show(call: Call, collection: Collection) -> Answer:
    wanted = call.given.texts("fields")
    shown = collection.to_json()
    return {name: shown[name] for name in shown if not wanted or name in (*wanted, "id")}


PREFIX = "/wix-data/v2/collections"
ONE = f"{PREFIX}/{{collectionId:path}}"
"""The ID of an app's collection has a slash, which the official client does not escape."""
OPERATIONS = [
    Operation("POST", PREFIX, WRITE, create),
    Operation("POST", f"{PREFIX}/create-field", WRITE, create_field),
    Operation("GET", PREFIX, READ, list_),
    Operation("GET", ONE, READ, get),
    Operation("DELETE", ONE, WRITE, delete),
]
