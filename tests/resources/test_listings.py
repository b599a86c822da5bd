"""resources/listings.py: what is on a site, under the type whose import takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.functions.calls import export_jobs
from tests.resources.programs import csv, importing
from tests.resources.stack import CONFIG, IMPORT_JOB, Stack
from tests.resources.wix import BACKUPS, JOBS, SITE
from wix_data_provider.client import Job
from wix_data_provider.deadline import READ_S
from wix_data_provider.errors import ConfigError, RateLimited
from wix_data_provider.lifecycle.listing import Listings
from wix_data_provider.lifecycle.values import Secret
from wix_data_provider.resources import RESOURCES
from wix_data_provider.resources.listings import LISTINGS, kind_of
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

BACKUP = "wix-data:index:Backup"
OTHER = SITE[::-1]
EXPORT = "wix-data:index:ExportJob"


async def listed(clock: FakeClock, token: str, **query: Any) -> dict[str, str]:
    """Names by ID, of all pages of ten."""
    session = Session(CONFIG, clock=clock)
    listings = Listings(session, LISTINGS)
    found: dict[str, str] = {}
    behind = ""
    while page := await listings.page(token, query, size=10, behind=behind):
        found |= {item.id: item.name for item in page.items}
        behind = page.continuation
        if not behind:
            break
    await session.aclose()
    return found


async def test_no_query_shows_a_secret(wix: Wix, clock: FakeClock) -> None:
    with pytest.raises(ConfigError, match="why is not said"):
        await listed(clock, BACKUP, siteId=Secret("IST.hush"))
    assert wix.asked == []


def test_every_resource_can_be_listed() -> None:
    assert LISTINGS.keys() == RESOURCES.keys()


async def test_backups_that_can_be_imported(wix: Wix, clock: FakeClock) -> None:
    made = await wix.foreign_backups(4)  # the first is evicted
    found = await listed(clock, BACKUP)
    assert list(found) == [f"{SITE}/{id}" for id in made[:0:-1]]
    assert all(name.startswith("backup-20") for name in found.values())
    assert list(await listed(clock, BACKUP, status="DELETED")) == [f"{SITE}/{made[0]}"]
    for id in found:
        stack = Stack(clock, BACKUP)
        await stack.take_in(id)
        assert (stack.id, stack.red) == (id, [])


async def test_backups_that_wix_makes_by_itself_are_no_resources(
    wix: Wix, clock: FakeClock
) -> None:
    [made] = await wix.foreign_backups(1)
    wix.change(autoBackupDays=1)
    await wix.clock.sleep(3 * 86_400)
    there = await wix.ask("GET", BACKUPS)
    assert {one["type"] for one in there["backups"]} == {"AUTO", "ON_DEMAND"}
    assert list(await listed(clock, BACKUP)) == [f"{SITE}/{made}"]


async def test_restorations(wix: Wix, clock: FakeClock) -> None:
    await wix.collection("products", "title")
    [backup] = await wix.foreign_backups(1)
    made = []
    for _ in range(12):
        answer = await wix.ask("POST", f"{BACKUPS}/{backup}/restore", {})
        made.append(f"{SITE}/{answer['restoration']['id']}")
        await wix.clock.sleep(60)
    token = "wix-data:index:Restoration"
    found = await listed(clock, token)
    assert list(found) == made[::-1]
    assert await listed(clock, token, status="FAILED") == {}
    stack = Stack(clock, token)
    await stack.take_in(made[0])
    assert (stack.id, stack.red) == (made[0], [])


async def test_each_job_is_listed_under_the_one_type_that_imports_it(
    wix: Wix, clock: FakeClock
) -> None:
    for name in ("products", "copies"):
        await wix.collection(name, "title")
    stack = Stack(clock, IMPORT_JOB)
    await stack.up(**importing(csv("_id,title", "1,One"), name="catalogue"))
    file = {"file": {"format": "CSV"}}
    languages = {"localization": {"languages": ["en", "de"]}}
    copies = {"wixDataCollection": {"collectionId": "copies"}}
    orders: dict[str, dict[str, Any]] = {
        "ExportJob": {"source": copies, "destination": file},
        "LocalizationExportJob": {"source": languages, "destination": file},
        "DataMovementJob": {
            "source": {"wixDataCollection": {"collectionId": "products"}},
            "destination": copies,
        },
    }
    made = {"ImportJob": stack.outputs["jobId"]}
    for kind, order in orders.items():
        answer = await wix.ask("POST", JOBS, {"name": kind, **order})
        made[kind] = answer["job"]["id"]
        await wix.clock.sleep(60)
    for kind, id in made.items():
        found = await listed(clock, f"wix-data:index:{kind}")
        name = "catalogue" if kind == "ImportJob" else kind  # without the mark
        assert found == {f"{SITE}/{id}": name}
        taken = Stack(clock, f"wix-data:index:{kind}")
        await taken.take_in(f"{SITE}/{id}")
        assert taken.id == f"{SITE}/{id}"
    assert await listed(clock, "wix-data:index:LocalizationImportJob") == {}


@pytest.mark.parametrize(
    ("sites", "kind"),
    [
        ({}, "ExportJob"),
        ({"sourceSiteId": SITE}, "ExportJob"),
        ({"sourceSiteId": OTHER}, "DataMovementJob"),
        ({"destinationSiteId": OTHER}, "DataMovementJob"),
    ],
)
def test_a_job_between_two_sites_is_a_movement(sites: dict[str, str], kind: str) -> None:
    ends = {
        "source": {"wixDataCollection": {"collectionId": "a"}},
        "destination": {"file": {"format": "CSV"}},
    }
    job = Job.from_wire({"id": "j1", "status": "COMPLETED", **ends, **sites})
    assert kind_of(job, SITE) == f"wix-data:index:{kind}"


def test_a_job_of_a_kind_not_known_here_is_a_movement() -> None:
    job = Job.from_wire({"id": "j1", "status": "COMPLETED", "source": {"sheet": {}}})
    assert kind_of(job, SITE) == "wix-data:index:DataMovementJob"


async def test_pages_of_jobs_ask_for_what_is_older(wix: Wix, clock: FakeClock) -> None:
    await wix.collection("products", "title")
    made = await export_jobs(wix, 35)
    assert list(await listed(clock, EXPORT)) == [f"{SITE}/{id}" for id in made]
    assert await listed(clock, IMPORT_JOB) == {}
    await wix.clock.sleep(60)
    assert len(await listed(clock, EXPORT, status="COMPLETED")) == 35
    assert await listed(clock, EXPORT, status="FAILED") == {}


@pytest.mark.parametrize(
    ("token", "status", "expected"),
    [
        (BACKUP, "COMPLETED", "`PENDING`, `READY`, `FAILED`, `DELETED` or `CANCELED`"),
        ("wix-data:index:Restoration", "READY", "`PENDING`, `COMPLETED` or `FAILED`"),
        (EXPORT, "READY", "`UNINITIALIZED`, `INITIALIZING`, `IN_PROGRESS`, `COMPLETED`, "),
    ],
)
async def test_a_status_that_wix_does_not_have(
    wix: Wix, clock: FakeClock, token: str, status: str, expected: str
) -> None:
    with pytest.raises(ConfigError) as error:
        await listed(clock, token, status=status)
    assert str(error.value).startswith(f"`status` must be {expected}")
    assert wix.asked == []


async def test_a_site_that_is_too_busy_for_minutes_ends_a_list(wix: Wix, clock: FakeClock) -> None:
    busy = {"action": "status", "status": 429, "headers": {"Retry-After": "30"}}
    await wix.fault(f"GET {BACKUPS}", times=1000, **busy)
    with pytest.raises(RateLimited, match="no time is left to try again"):
        await listed(clock, BACKUP)
    assert READ_S - 100 < clock.now() <= READ_S
