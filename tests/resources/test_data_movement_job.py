"""resources/data_movement_job.py: from anywhere to anywhere, once, and judged by counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import PRODUCTION, THREE, fill, titles
from tests.resources.stack import DATA_MOVEMENT_JOB, Rejected, Stack
from tests.resources.wix import SITE, SUBMIT
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.values import UNKNOWN, Secret

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

XMAS = {"holidays": {"$in": ["xmas"]}}
LANGUAGES = {"localization": {"languages": ["en", "de"]}}
FILE = {"file": {"format": "JSONL", "fileName": "a.jsonl"}}


def collection(id: Any, **others: Any) -> dict[str, Any]:
    return {"wixDataCollection": {"collectionId": id, **others}}


def move(**others: Any) -> dict[str, Any]:
    """The inputs of a move of `products` into `copy`."""
    target = collection("copy", writePolicy="OVERWRITE")
    return {"source": collection("products"), "destination": target, **others}


@pytest.fixture
async def job(wix: Wix, clock: FakeClock) -> Stack:
    """A move in no stack yet. `products` has three items here, and on production an older one."""
    await fill(wix, "products", *THREE)
    await fill(wix, "copy", {"_id": "1", "title": "Older"})
    await fill(wix, "products", {"_id": "2", "title": "Older"}, site=PRODUCTION)
    return Stack(clock, DATA_MOVEMENT_JOB)


async def test_the_items_are_moved_and_the_state_tells_so(wix: Wix, job: Stack) -> None:
    await job.up(**move())
    assert await titles(wix, "copy") == {"1": "Star", "2": "Egg", "3": "Candle"}
    [there] = await wix.jobs()
    expected = {
        **move(siteId=SITE, maxRejected=0),
        "jobId": there["id"],
        "status": "COMPLETED",
        "available": True,
        "itemsRejected": 0,
        "rejected": [],
        "total": 3,
        "finishedAt": "2026-01-01T00:00:20.000Z",
    }
    assert {name: job.outputs.get(name) for name in expected} == expected
    wix.asked.clear()
    await job.up(**move())
    assert wix.asked == []


ON_THE_WIRE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # the inputs, and what of the body is not as in them
    "collections": (move(), {}),
    "filter": (
        move(source=collection("products", filter=XMAS, fields=["title"])),
        {"source": collection("products", filterQuery={"filter": XMAS, "fields": ["title"]})},
    ),
    "to a file": (move(destination=FILE), {}),
    "translations to a file": ({"source": LANGUAGES, "destination": FILE}, {}),
    "from another site": (move(sourceSiteId=PRODUCTION), {}),
    "to another site": (
        move(
            destination=collection("products", writePolicy="TRUNCATE_BEFORE"),
            destinationSiteId=PRODUCTION.upper(),
        ),
        {"destinationSiteId": PRODUCTION},
    ),
}


@pytest.mark.parametrize(("program", "else_"), ON_THE_WIRE.values(), ids=ON_THE_WIRE.keys())
async def test_the_job_is_submitted_as_wix_wants_it(
    wix: Wix, job: Stack, program: dict[str, Any], else_: dict[str, Any]
) -> None:
    """Source: docs/wix-api.md, "Jobs"."""
    await job.up(**program)
    [sent] = wix.submitted
    assert sent.pop("name").startswith("it [pulumi:")
    assert sent == {**program, **else_}


async def test_the_url_of_a_new_file_is_secret(wix: Wix, job: Stack) -> None:
    await job.up(**move(destination=FILE))
    [there] = await wix.jobs()
    assert job.outputs["url"] == Secret(there["destination"]["file"]["url"])
    assert "signature" not in repr((job.log, job.report))


async def test_content_goes_to_another_site(wix: Wix, job: Stack) -> None:
    target = collection("products", writePolicy="SKIP_EXISTING")
    await job.up(**move(destination=target, destinationSiteId=PRODUCTION))
    assert await titles(wix, "products", PRODUCTION) == {"1": "Star", "2": "Older", "3": "Candle"}
    assert job.id.startswith(f"{SITE}/")
    assert (job.outputs["itemsRejected"], job.red) == (0, [])  # a skipped item is no reject


async def test_content_comes_from_another_site(wix: Wix, job: Stack) -> None:
    await job.up(**move(sourceSiteId=PRODUCTION))
    assert await titles(wix, "copy") == {"1": "Older", "2": "Older"}


NOT_ONE = "must be exactly one of `wixDataCollection`, `localization` and `file`"
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no source": ({"source": None}, "`source` is missing"),
    "an empty source": ({"source": {}}, f"`source` {NOT_ONE}"),
    "two sources": ({"source": {**collection("a"), **LANGUAGES}}, f"`source` {NOT_ONE}"),
    "two destinations": ({"destination": {**FILE, **LANGUAGES}}, f"`destination` {NOT_ONE}"),
    "no policy": (
        {"destination": collection("copy")},
        "`writePolicy` is missing",
    ),
    "filter and aggregation": (
        {"source": collection("a", filter=XMAS, aggregation={"stages": []})},
        "`source` has a `filter` and an `aggregation`",
    ),
    "a misspelt filter": (
        {"source": collection("a", fliter=XMAS)},
        "in `source.wixDataCollection`: there is no property `fliter`; did you mean `filter`?",
    ),
    "no name of a collection": (
        {"source": collection("")},
        "in `source.wixDataCollection`: `collectionId` is empty",
    ),
    "one language": (
        {"destination": {"localization": {"languages": ["en"]}}},
        "must be 2 to 64 language tags, not 1",
    ),
    "a path as name": (
        {"destination": {"file": {"format": "CSV", "fileName": "out/a.csv"}}},
        "`fileName` of `destination` must be a name, not a path: 'out/a.csv'",
    ),
    "no GUID": ({"sourceSiteId": "dev"}, "`sourceSiteId` must be the GUID of a site, not 'dev'"),
    "both sites": (
        {"sourceSiteId": PRODUCTION, "destinationSiteId": PRODUCTION},
        "give `sourceSiteId` or `destinationSiteId`, not both",
    ),
    "its own site as source": (
        {"sourceSiteId": SITE.upper()},
        "`sourceSiteId` is the site of the job itself (`siteId`): leave it out",
    ),
    "its own site as destination": (
        {"siteId": PRODUCTION, "destinationSiteId": PRODUCTION},
        "`destinationSiteId` is the site of the job itself (`siteId`): leave it out",
    ),
    "maxRejected": ({"maxRejected": "a few"}, "a percentage such as '2.5%', not 'a few'"),
}


@pytest.mark.parametrize(("program", "reason"), WRONG.values(), ids=WRONG.keys())
async def test_check_says_what_is_wrong(
    wix: Wix, job: Stack, program: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await job.up(**move(**program))
    assert reason in str(error.value)
    assert wix.asked == []


@pytest.mark.parametrize("end", ["source", "destination"])
async def test_a_collection_that_is_not_there_is_said_before_anything_is_submitted(
    wix: Wix, job: Stack, end: str
) -> None:
    wrong = collection("prodcts", **({} if end == "source" else {"writePolicy": "OVERWRITE"}))
    for attempt in (job.preview, job.up):
        with pytest.raises(ConfigError, match="has no collection 'prodcts'"):
            await attempt(**move(**{end: wrong}))
    assert wix.count(SUBMIT) == 0


PREVIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "collections": ({}, "products → copy (OVERWRITE)"),
    "from a site": (
        {"sourceSiteId": PRODUCTION},
        f"products of site {PRODUCTION} → copy (OVERWRITE)",
    ),
    "to a site": (
        {"destinationSiteId": PRODUCTION},
        f"products → copy (OVERWRITE) on site {PRODUCTION}",
    ),
    "translations": (
        {"source": LANGUAGES, "destination": FILE},
        "translations (en, de) → a file at Wix",
    ),
    "unknown source": ({"source": UNKNOWN}, "a source not known yet → copy (OVERWRITE)"),
    "unknown target": ({"destination": UNKNOWN}, "products → a destination not known yet"),
    "a source on an unknown site": (
        {"source": collection("elsewhere"), "sourceSiteId": UNKNOWN},
        "elsewhere → copy (OVERWRITE)",
    ),
}


@pytest.mark.parametrize(("program", "told"), PREVIEWS.values(), ids=PREVIEWS.keys())
async def test_preview_says_what_goes_where_and_submits_nothing(
    wix: Wix, job: Stack, program: dict[str, Any], told: str
) -> None:
    outputs = await job.preview(**move(**program))
    assert (job.report.infos, job.report.warnings) == ([told], [])
    assert (outputs["jobId"], outputs["url"]) == (UNKNOWN, Secret(UNKNOWN))
    assert wix.count(SUBMIT) == 0


@pytest.mark.parametrize(
    ("sites", "where"),
    [
        ({}, f"site {SITE}"),
        ({"destinationSiteId": PRODUCTION}, f"site {PRODUCTION}"),
        ({"sourceSiteId": PRODUCTION}, f"site {SITE}"),
        ({"destinationSiteId": UNKNOWN}, "site not known yet"),
    ],
)
async def test_preview_warns_of_what_is_deleted_first(
    job: Stack, sites: dict[str, Any], where: str
) -> None:
    target = collection("products", writePolicy="TRUNCATE_BEFORE")
    await job.preview(**move(destination=target, **sites))
    warning = f"TRUNCATE_BEFORE deletes all items of products on {where} first"
    assert job.report.warnings == [warning]


async def test_preview_warns_of_a_truncation_also_where_the_collection_is_not_known_yet(
    job: Stack,
) -> None:
    target = collection(UNKNOWN, writePolicy="TRUNCATE_BEFORE")
    await job.preview(**move(destination=target))
    warning = (
        f"TRUNCATE_BEFORE deletes all items of a collection not known yet on site {SITE} first"
    )
    assert job.report.warnings == [warning]
    assert job.report.infos == ["products → a destination not known yet"]


async def test_preview_without_credentials_shows_what_it_can(wix: Wix, job: Stack) -> None:
    job.config = job.config.evolve(credentials=None)
    await job.preview(**move())
    assert job.report.infos == ["products → copy (OVERWRITE)"]
    assert wix.asked == []
