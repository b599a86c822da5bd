"""functions/get_backups.py and get_latest_backup.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.functions.calls import Calls, Rejected
from tests.resources.wix import BACKUPS, SITE
from wix_data_provider.deadline import READ_S
from wix_data_provider.errors import ConfigError, RateLimited
from wix_data_provider.lifecycle.values import Secret

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


def ids(result: dict[str, Any]) -> list[str]:
    return [backup["backupId"] for backup in result["backups"]]


async def test_backups_come_newest_first_with_all_that_wix_tells(wix: Wix, calls: Calls) -> None:
    await wix.collection("products", "title")
    first, second = await wix.foreign_backups(2)
    found = await calls("getBackups")
    assert ids(found) == [second, first]
    assert found["truncated"] is False
    newest = found["backups"][0]
    assert newest == {
        "backupId": second,
        "status": "READY",
        "type": "ON_DEMAND",
        "requestedDate": newest["requestedDate"],
        "startedDate": newest["startedDate"],
        "finishedDate": newest["finishedDate"],
        "sizeInBytes": newest["sizeInBytes"],
        "collections": [{"id": "products", "displayName": "products"}],
    }
    assert newest["requestedDate"] < newest["finishedDate"]


async def test_without_backups_the_list_is_empty(calls: Calls) -> None:
    assert await calls("getBackups") == {"backups": [], "truncated": False}


async def test_status_and_type_are_one_word_or_several(wix: Wix, calls: Calls) -> None:
    ready = await wix.foreign_backups(4)  # the first is evicted
    pending = (await wix.ask("POST", BACKUPS, {}))["backup"]["id"]
    assert ids(await calls("getBackups", status="PENDING")) == [pending]
    left = ready[:1:-1]
    assert ids(await calls("getBackups", status=["READY", "PENDING"])) == [pending, *left]
    assert set(ids(await calls("getBackups", status="DELETED"))) == set(ready[:2])
    assert ids(await calls("getBackups", type="AUTO")) == []
    assert len(ids(await calls("getBackups", type=["AUTO", "ON_DEMAND"]))) == 5


@pytest.mark.parametrize(
    ("limit", "pages"), [(1, 1), (99, 1), (100, 2), (101, 2), (104, 2), (105, 2), (500, 2)]
)
async def test_no_more_pages_are_read_than_the_limit_takes(
    wix: Wix, calls: Calls, limit: int, pages: int
) -> None:
    made = await wix.foreign_backups(105)
    found = await calls("getBackups", limit=limit)
    assert ids(found) == made[::-1][:limit]
    assert found["truncated"] is (limit < 105)
    assert wix.count(f"GET {BACKUPS}") == pages


async def test_a_hundred_come_unless_told_otherwise(wix: Wix, calls: Calls) -> None:
    await wix.foreign_backups(101)
    found = await calls("getBackups")
    assert (len(found["backups"]), found["truncated"]) == (100, True)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"limit": 0}, "`limit` must be at least 1, not 0"),
        ({"limit": "many"}, "`limit` must be a whole number, not 'many'"),
        ({"stauts": "READY"}, "there is no property `stauts`; did you mean `status`?"),
        (
            {"status": "ready"},
            "`status` must be `PENDING`, `READY`, `FAILED`, `DELETED` or `CANCELED`, not 'ready'",
        ),
        ({"status": ["READY", 3]}, "`status` must be a string or a list, not a list"),
        ({"type": ["MANUAL"]}, "`type` must be `ON_DEMAND` or `AUTO`, not 'MANUAL'"),
        ({"siteId": ""}, "`siteId` must be the GUID of a site, not ''"),
        ({"siteId": "my-site"}, "`siteId` must be the GUID of a site, not 'my-site'"),
        (
            {"siteId": Secret("IST.hush")},
            (
                "`siteId` is refused, and why is not said, as that would show a secret: compare it "
                "with the documentation"
            ),
        ),
    ],
)
async def test_bad_arguments_are_told_before_anything_is_asked(
    wix: Wix, calls: Calls, arguments: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await calls("getBackups", **arguments)
    assert str(error.value) == reason
    assert wix.asked == []


async def test_each_call_may_name_its_site(wix: Wix, clock: FakeClock) -> None:
    nowhere = Calls(clock, Calls(clock).config.evolve(site_id=None))
    [made] = await wix.foreign_backups(1)
    assert ids(await nowhere("getBackups", siteId=SITE.upper())) == [made]
    other = SITE.replace("8", "9")
    assert ids(await nowhere("getBackups", siteId=other)) == []
    with pytest.raises(Rejected, match="there is no site to act on: set `siteId` here"):
        await nowhere("getBackups")


async def test_without_credentials_the_error_is_that_of_resources(clock: FakeClock) -> None:
    keyless = Calls(clock, Calls(clock).config.evolve(credentials=None))
    with pytest.raises(ConfigError, match="WIX_API_KEY"):
        await keyless("getBackups")


async def test_the_latest_backup_is_the_newest_one_that_is_ready(wix: Wix, calls: Calls) -> None:
    _, second = await wix.foreign_backups(2)
    await wix.ask("POST", BACKUPS, {})  # PENDING
    found = await calls("getLatestBackup")
    assert (found["backupId"], found["status"]) == (second, "READY")
    await wix.ask("DELETE", f"{BACKUPS}/{second}")
    await wix.clock.sleep(60)
    assert (await calls("getLatestBackup"))["backupId"] != second


async def test_without_a_ready_backup_it_says_what_to_do(wix: Wix, calls: Calls) -> None:
    with pytest.raises(ConfigError, match=f"{SITE} has no READY backup: take one with a Backup"):
        await calls("getLatestBackup")
    pending = (await wix.ask("POST", BACKUPS, {}))["backup"]["id"]
    with pytest.raises(ConfigError, match=f"no READY backup yet \\(backup {pending} is PENDING\\)"):
        await calls("getLatestBackup")


async def test_a_site_that_is_too_busy_for_minutes_ends_it(
    wix: Wix, clock: FakeClock, calls: Calls
) -> None:
    busy = {"action": "status", "status": 429, "headers": {"Retry-After": "30"}}
    await wix.fault(f"GET {BACKUPS}", times=1000, **busy)
    with pytest.raises(RateLimited, match="no time is left to try again"):
        await calls("getBackups")
    assert READ_S - 100 < clock.now() <= READ_S
