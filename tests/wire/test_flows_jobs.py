"""The official client moves data: imports, exports, copies, translations; and finds the jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulator.running import OTHER_SITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulator.running import Emulator

    Flow = Callable[[str], dict[str, Any]]

OVERWRITTEN = ["a: New", "b: Also new", "c: Third"]


def test_files_are_imported_by_each_write_policy(flow: Flow) -> None:
    seen = flow("imports")
    submitted, done = seen["submitted"], seen["skipping"]
    assert (submitted["name"], submitted["status"]) == ("May", "INITIALIZING")
    assert submitted["source"]["file"]["fileId"] == "temporary-files/new.csv.dat"
    assert submitted["source"]["file"]["format"] == "CSV"
    assert (done["_id"], done["status"]) == (submitted["_id"], "COMPLETED")
    assert done["destination"] == {
        "wixDataCollection": {"collectionId": "products", "writePolicy": "SKIP_EXISTING"}
    }
    assert seen["startedAtIsDate"]
    assert seen["finishedAtIsDate"]
    assert seen["skipped"] == ["a: Old", "b: Also old", "c: Third", "x: Own"]
    assert seen["overwriting"] == "COMPLETED"
    assert seen["overwritten"] == [*OVERWRITTEN, "x: Own"]
    assert seen["replaced"] == OVERWRITTEN


def test_an_upload_needs_no_name(flow: Flow) -> None:
    number = flow("imports")["unnamed"]["fileId"].removeprefix("temporary-files/")
    assert number.removesuffix(".dat").isdecimal()


def test_logs_come_in_pages(flow: Flow) -> None:
    seen = flow("imports")
    logs = [(log["sourceItemId"], log["failure"]["code"]) for log in seen["logs"]]
    assert logs == [("a", "WDE0074"), ("b", "WDE0074")]
    assert [paging["hasNext"] for paging in seen["logPaging"]] == [True, False]
    assert "next" not in seen["logPaging"][1]["cursors"]


def test_a_job_fails_or_is_stopped(flow: Flow) -> None:
    seen = flow("imports")
    assert (seen["bad"]["status"], seen["bad"]["error"]["code"]) == ("FAILED", "WDH0003")
    assert seen["terminated"] == {"same": True, "status": "FAILED"}
    assert seen["again"]["status"] == 409


def test_jobs_are_found_by_filter_sort_and_pages(flow: Flow, emulator: Emulator) -> None:
    seen = flow("queries")
    assert seen["byId"] == ["job 1", "job 3"]
    assert seen["byManyIds"] == ["job 4"]
    assert seen["equal"] == ["job 4", "job 3", "job 2", "job 1"]
    assert seen["since"] == ["job 2", "job 3", "job 4"]
    assert (seen["prefix"], seen["none"]) == (["job 1"], [])
    assert seen["pages"] == [["job 0", "job 1"], ["job 2", "job 3"], ["job 4"]]
    assert seen["more"] == [True, True, False]
    assert seen["back"] == ["job 0", "job 1"]
    asked = [one["method"] for one in emulator.journal() if one["path"].endswith("/jobs/query")]
    assert asked.count("POST") == 1
    assert asked.count("GET") == 9


def test_jobs_are_listed_newest_first(flow: Flow) -> None:
    seen = flow("queries")
    assert seen["listed"] == ["job 4", "job 3", "job 2"]
    assert seen["following"] == ["job 1", "job 0"]
    has_next, last = seen["listPaging"]
    assert (has_next, last["hasNext"], "next" in last["cursors"]) == (True, False, False)


def test_items_are_exported_by_filter(flow: Flow) -> None:
    seen = flow("exports")
    submitted, done = seen["submitted"], seen["job"]
    assert submitted["source"]["wixDataCollection"]["filterQuery"] == {
        "filter": {"holidays": {"$in": ["xmas"]}},
        "fields": ["_id", "title", "holidays"],
    }
    assert done["destination"] == submitted["destination"]
    assert done["status"] == "COMPLETED"
    status, text = seen["csv"]
    assert (seen["early"], status) == (404, 200)
    assert [row.split(",")[:2] for row in text.splitlines()] == [
        ["_id", "title"],
        ["a", "Tree"],
        ["c", "Card"],
    ]
    assert seen["renamed"][1].splitlines() == ['{"_id": "b"}', '{"_id": "c"}']
    assert '"Egg"' in seen["deprecated"][1]
    assert seen["aggregated"] == [200, '{"sum": 33}\n']


def test_content_goes_from_site_to_site_and_back(flow: Flow) -> None:
    seen = flow("copies")
    promoted = seen["promoted"]
    assert (promoted["status"], promoted["destinationSiteId"]) == ("COMPLETED", OTHER_SITE)
    assert seen["there"] == ["a: New"]
    assert seen["fetched"] == {"status": "COMPLETED", "sourceSiteId": OTHER_SITE}
    assert seen["here"] == ["a: New", "c: Made there"]


def test_translations_go_out_and_come_back(flow: Flow) -> None:
    seen = flow("localization")
    languages = {"localization": {"languages": ["EN", "DE"]}}
    assert seen["source"] == languages
    assert seen["file"].splitlines() == [
        "Collection ID,Item ID,Field Key,EN,DE",
        "products,a,title,Cup,",
    ]
    assert seen["back"] == ["COMPLETED", languages]
    assert seen["titles"] == ["Cup", "Tasse"]
    assert seen["badTag"]["status"] == 400
