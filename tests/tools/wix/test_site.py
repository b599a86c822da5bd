"""tools/wix/site.py and moving.py: nothing but the run's own collections is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.resources.wix import BACKUPS
from tools.wix.moving import export, load
from tools.wix.site import UNKNOWN_ID
from tools.wix.stopped import Broken, Skipped
from wix_data_provider.errors import Conflict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.tools.wix.runs import Runs
    from tools.wix.site import Site

pytestmark = pytest.mark.anyio

OWNERS = "owners"
FILE = {"fileId": "temporary-files/a.dat", "format": "CSV"}


@pytest.mark.parametrize(
    "call",
    [
        lambda site: site.insert(OWNERS, {"_id": "a"}),
        lambda site: site.save(OWNERS, {"_id": "a"}),
        lambda site: site.delete_collection(OWNERS),
        lambda site: site.restore(UNKNOWN_ID, OWNERS),
        lambda site: site.restore(UNKNOWN_ID, site.made.name("own"), OWNERS),
        lambda site: load(site, "load", FILE, OWNERS, "TRUNCATE_BEFORE"),
        lambda site: export(site, "export", OWNERS, "CSV", {}),
    ],
)
async def test_a_collection_of_the_owner_is_left_alone(
    runs: Runs, call: Callable[[Site], Awaitable[object]]
) -> None:
    with pytest.raises(Broken, match="the collection owners is not of this run"):
        await call(runs.new_site())
    assert runs.wix.asked == []


async def test_a_backup_that_would_evict_somebodys_is_not_asked_for(runs: Runs) -> None:
    await runs.wix.foreign_backups(3)
    with pytest.raises(Skipped, match="would evict somebody's"):
        await runs.new_site().take_backup()
    assert runs.wix.asked == [f"GET {BACKUPS}"]


async def test_one_that_evicts_a_backup_of_the_run_is(runs: Runs) -> None:
    site = runs.new_site()
    for _ in range(4):
        await site.ready((await site.take_backup()).id)
    statuses = list((await runs.wix.backups()).values())
    assert statuses == ["READY", "READY", "READY", "DELETED"]


async def test_a_collection_that_was_there_is_not_deleted_at_the_end(runs: Runs) -> None:
    site = runs.new_site()
    await runs.wix.collection(site.made.name("items"), "title")
    with pytest.raises(Conflict):
        await site.collection("items", {"title": "TEXT"})
    assert site.made.collections == []
