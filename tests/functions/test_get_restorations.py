"""functions/get_restorations.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.functions.calls import Calls, Rejected
from tests.resources.wix import BACKUPS

if TYPE_CHECKING:
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


async def test_restorations_come_newest_first_whole_and_partial(wix: Wix, calls: Calls) -> None:
    await wix.collection("products", "title")
    [backup] = await wix.foreign_backups(1)
    whole = (await wix.ask("POST", f"{BACKUPS}/{backup}/restore", {}))["restoration"]["id"]
    await wix.clock.sleep(600)
    wanted = {
        "dataCollectionId": "products",
        "restoreDestination": {"dataCollectionId": "copy", "displayName": "Copy"},
    }
    body = {"restorationCollections": [wanted]}
    partial = (await wix.ask("POST", f"{BACKUPS}/{backup}/partial-restore", body))["restoration"]
    found = (await calls("getRestorations"))["restorations"]
    assert [one["restorationId"] for one in found] == [partial["id"], whole]
    assert [one["status"] for one in found] == ["PENDING", "COMPLETED"]
    assert {one["backupId"] for one in found} == {backup}
    to = {"collectionId": "copy", "displayName": "Copy"}
    assert found[0]["collections"] == [{"collectionId": "products", "restoreTo": to}]
    assert found[1]["requestedDate"] < found[1]["finishedDate"]

    done = await calls("getRestorations", status="COMPLETED")
    assert [one["restorationId"] for one in done["restorations"]] == [whole]
    one = await calls("getRestorations", status=["COMPLETED", "PENDING"], limit=1)
    assert [one["restorationId"] for one in one["restorations"]] == [partial["id"]]
    assert one["truncated"] is True


async def test_bad_arguments_are_told_before_anything_is_asked(wix: Wix, calls: Calls) -> None:
    with pytest.raises(Rejected) as error:
        await calls("getRestorations", status="READY", limit=-1)
    assert str(error.value) == (
        "`status` must be `PENDING`, `COMPLETED` or `FAILED`, not 'READY'; "
        "`limit` must be at least 1, not -1"
    )
    assert wix.asked == []
