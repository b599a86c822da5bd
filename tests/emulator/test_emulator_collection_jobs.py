"""Jobs from collection to collection, within a site and between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import OTHER_SITE, code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

JOBS = "/data-mover/v1/jobs"


def collection(name: str, **more: object) -> Json:
    return {"wixDataCollection": {"collectionId": name, **more}}


def ids(emulator: Emulator, name: str = "products") -> list[str]:
    return [item["_id"] for item in emulator.items(name)]


@pytest.fixture
def stocked(emulator: Emulator) -> Emulator:
    for name in ("products", "copy"):
        emulator.add_collection(name)
    emulator.add_items({"_id": "a", "title": "one"}, {"_id": "b", "title": "two"})
    return emulator


def test_items_are_copied_whole(stocked: Emulator) -> None:
    job = stocked.move(collection("products"), collection("copy"), name="promote")
    stocked.advance(10)
    done = stocked.job(job)
    assert (done["status"], done["name"]) == ("COMPLETED", "promote")
    assert done["destination"] == collection("copy", writePolicy="OVERWRITE")
    copies = stocked.items("copy")
    assert [{**item, "_updatedDate": None} for item in copies] == [
        {**item, "_updatedDate": None} for item in stocked.items()
    ]


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        ("OVERWRITE", {"a": "one", "b": "two", "c": "own"}),
        ("SKIP_EXISTING", {"a": "old", "b": "two", "c": "own"}),
        ("TRUNCATE_BEFORE", {"a": "one", "b": "two"}),
    ],
)
def test_write_policies_hold(stocked: Emulator, policy: str, found: dict[str, str]) -> None:
    stocked.add_items({"_id": "a", "title": "old"}, {"_id": "c", "title": "own"}, collection="copy")
    job = stocked.move(collection("products"), collection("copy", writePolicy=policy))
    stocked.advance(10)
    assert {item["_id"]: item["title"] for item in stocked.items("copy")} == found
    assert stocked.logs(job) == ([("a", "WDE0074")] if policy == "SKIP_EXISTING" else [])


def test_a_filter_chooses_what_is_copied(stocked: Emulator) -> None:
    source = collection("products", filterQuery={"filter": {"title": "two"}})
    stocked.move(source, collection("copy"))
    stocked.advance(10)
    assert ids(stocked, "copy") == ["b"]


def test_a_collection_copied_onto_itself_keeps_its_items(stocked: Emulator) -> None:
    stocked.move(collection("products"), collection("products", writePolicy="TRUNCATE_BEFORE"))
    stocked.advance(10)
    assert ids(stocked) == ["a", "b"]


def test_content_goes_to_another_site(stocked: Emulator) -> None:
    production = stocked.at(OTHER_SITE)
    production.add_collection()
    job = stocked.move(
        collection("products"),
        collection("products", writePolicy="TRUNCATE_BEFORE"),
        destinationSiteId=OTHER_SITE,
    )
    assert job["destinationSiteId"] == OTHER_SITE
    stocked.advance(10)
    assert stocked.job(job)["status"] == "COMPLETED"
    assert ids(production) == ["a", "b"]
    assert production.get(JOBS)["jobs"] == []


def test_content_comes_from_another_site(stocked: Emulator) -> None:
    production = stocked.at(OTHER_SITE)
    production.add_collection()
    job = production.move(collection("products"), collection("products"), sourceSiteId=stocked.site)
    production.advance(10)
    assert production.job(job)["sourceSiteId"] == stocked.site
    assert ids(production) == ["a", "b"]
    assert stocked.get(JOBS)["jobs"] == []


def test_a_file_can_be_made_of_another_site_s_collection(stocked: Emulator) -> None:
    other = stocked.at(OTHER_SITE)
    source = collection("products")
    job = other.move(source, {"file": {"format": "JSONL"}}, sourceSiteId=stocked.site)
    other.advance(10)
    assert len(other.download(job).splitlines()) == 2


def test_both_sites_must_permit_it(stocked: Emulator) -> None:
    stocked.set(sites={OTHER_SITE: {"denied": ["DATA_JOB_SUBMIT"]}})
    body = {"source": collection("products"), "destination": {"file": {"format": "CSV"}}}
    response = stocked.send("POST", JOBS, json={**body, "destinationSiteId": OTHER_SITE})
    assert code_of(response) == (403, "PERMISSION_DENIED")


def test_what_is_missing_on_either_site_is_refused_at_submission(stocked: Emulator) -> None:
    body = {"source": collection("products"), "destination": collection("copy")}
    for side in ("sourceSiteId", "destinationSiteId"):
        response = stocked.send("POST", JOBS, json={**body, side: OTHER_SITE})
        assert code_of(response) == (404, "WDE0025")
    both = {**body, "sourceSiteId": OTHER_SITE, "destinationSiteId": OTHER_SITE}
    assert field_of(stocked.send("POST", JOBS, json=both)) == (400, "sourceSiteId")


def test_a_job_copies_what_the_one_before_it_wrote(stocked: Emulator) -> None:
    stocked.submit("_id\nnew\n")
    stocked.advance(5)
    stocked.move(collection("products"), collection("copy"))
    stocked.submit("_id\ntoo-late\n")
    stocked.advance(3600)
    assert ids(stocked, "copy") == ["a", "b", "new"]


def test_a_long_jump_of_the_clock_copies_the_moment_that_it_began_at(stocked: Emulator) -> None:
    stocked.set(jobSeconds=10)
    stocked.submit("_id\n" + "".join(f"new{n}\n" for n in range(9)))
    stocked.advance(4)
    stocked.move(collection("products"), collection("copy"))
    stocked.advance(3600)
    assert ids(stocked, "copy") == ["a", "b", *(f"new{n}" for n in range(4))]
    assert len(ids(stocked)) == 11
