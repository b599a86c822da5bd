"""Bulk writes of items: 200 with one result for each item."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wix_data_emulator.errors import RefusedError, data_error
from wix_data_emulator.item_routes import WRITE, read_item, show_item
from wix_data_emulator.items import ItemData
from wix_data_emulator.operations import Answer, Call, Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ITEMS = 1000
INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
Written = tuple[str, ItemData]
Write = Callable[[ItemData], Written]


def insert(call: Call) -> Answer:
    """Items that must be new."""
    shelf = call.shelf()
    return _write_all(call, lambda item: (INSERT, shelf.insert(item, call.now_ms)), INSERT)


def save(call: Call) -> Answer:
    """Items, new or not."""
    shelf = call.shelf()

    def write(item: ItemData) -> Written:
        action, saved = shelf.save(item, call.now_ms)
        return INSERT if action == "INSERTED" else UPDATE, saved

    return _write_all(call, write, INSERT)


def update(call: Call) -> Answer:
    """Items that must be there."""
    shelf = call.shelf()
    return _write_all(call, lambda item: (UPDATE, shelf.update(item, call.now_ms)), UPDATE)


def remove(call: Call) -> Answer:
    """`{dataCollectionId, dataItemIds[]}`."""
    ids = call.given.texts("dataItemIds")
    if len(ids) > MOST_ITEMS:
        raise data_error("WDE0069", f"at most {MOST_ITEMS} items can be removed at once")
    shelf = call.shelf()
    items: list[ItemData] = [{"_id": item_id} for item_id in ids]
    return _collect(call, items, lambda item: (DELETE, shelf.remove(str(item["_id"]))), DELETE)


def _write_all(call: Call, write: Write, action: str) -> Answer:
    given = call.given.children("dataItems", most=10 * MOST_ITEMS)
    if len(given) > MOST_ITEMS:
        raise data_error("WDE0006", f"at most {MOST_ITEMS} items can be written at once")
    return _collect(call, [read_item(entry) for entry in given], write, action)


def _collect(call: Call, items: Sequence[ItemData], write: Write, action: str) -> Answer:
    """Write each item on its own; `action` is what a failed one would have been."""
    results = [_result(call, index, item, write, action) for index, item in enumerate(items)]
    failures = sum(1 for succeeded, _result in results if not succeeded)
    return {
        "results": [result for _succeeded, result in results],
        "bulkActionMetadata": {
            "totalSuccesses": len(results) - failures,
            "totalFailures": failures,
            "undetailedFailures": 0,
        },
    }


def _result(
    call: Call, index: int, item: ItemData, write: Write, action: str
) -> tuple[bool, Answer]:
    try:
        done, written = write(item)
    except RefusedError as error:
        failure = {"code": error.code, "description": error.description, "data": {}}
        metadata = {
            "id": item.get("_id"),
            "originalIndex": index,
            "success": False,
            "error": failure,
        }
        return False, {"action": action, "itemMetadata": metadata}
    metadata = {"id": written["_id"], "originalIndex": index, "success": True}
    result: Answer = {"action": done, "itemMetadata": metadata}
    if call.given.flag("returnEntity"):
        result["dataItem"] = show_item(str(call.given.raw("dataCollectionId")), written)
    return True, result


PREFIX = "/wix-data/v2/bulk/items"
OPERATIONS = [
    Operation("POST", f"{PREFIX}/insert", WRITE, insert),
    Operation("POST", f"{PREFIX}/save", WRITE, save),
    Operation("POST", f"{PREFIX}/update", WRITE, update),
    Operation("POST", f"{PREFIX}/remove", WRITE, remove),
]
