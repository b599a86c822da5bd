"""Export jobs: from a collection to a file behind a signed URL."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.emulator.running import OTHER_SITE, code_of, field_of, running
from wix_data_emulator.world import Options

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulator.running import Emulator, Json

JOBS = "/data-mover/v1/jobs"
PRODUCTS = {"wixDataCollection": {"collectionId": "products"}}
CSV = {"file": {"format": "CSV"}}
JSONL = {"file": {"format": "JSONL"}}


def titled(emulator: Emulator, count: int) -> None:
    emulator.add_collection()
    rows = "".join(f"id{n},title {n}\n" for n in range(count))
    emulator.finish(f"_id,title\n{rows}")


def lines(content: bytes) -> list[Json]:
    return [json.loads(line) for line in content.decode().splitlines()]


def ids(content: bytes) -> list[str]:
    return [line["_id"] for line in lines(content)]


def test_the_url_is_there_at_once_and_good_at_the_end(emulator: Emulator) -> None:
    titled(emulator, 10)
    job = emulator.move(PRODUCTS, {"file": {"format": "CSV", "fileName": "goods.csv"}})
    assert (job["status"], job["source"]) == ("INITIALIZING", PRODUCTS)
    assert job["destination"]["file"]["fileName"] == "goods.csv"
    url = job["destination"]["file"]["url"]
    assert code_of(httpx.get(url)) == (404, "FILE_NOT_FOUND")
    emulator.advance(1.1)
    halfway = emulator.job(job)
    assert halfway["progress"]["current"] == 5
    assert halfway["destination"]["file"]["url"] == url
    assert httpx.get(url).status_code == 404
    emulator.advance(0.9)
    assert emulator.job(job)["status"] == "COMPLETED"
    response = httpx.get(url)
    assert response.headers["Content-Length"] == str(len(response.content))
    assert len(response.text.splitlines()) == 11


def test_the_url_expires_by_the_clock(emulator: Emulator) -> None:
    titled(emulator, 1)
    url = emulator.move(PRODUCTS, CSV)["destination"]["file"]["url"]
    emulator.advance(2 + 3600)
    assert httpx.get(url).status_code == 200
    emulator.advance(0.001)
    assert code_of(httpx.get(url)) == (403, "URL_REFUSED")
    emulator.set(exportUrlSeconds=1)
    short = emulator.move(PRODUCTS, CSV)["destination"]["file"]["url"]
    emulator.advance(3.001)
    assert code_of(httpx.get(short)) == (403, "URL_REFUSED")


def test_csv_has_system_columns_declared_ones_and_then_the_rest(emulator: Emulator) -> None:
    emulator.add_collection(day="DATE", at="DATETIME", on="BOOLEAN", tags="ARRAY_STRING")
    at = "2024-02-03T04:05:06.000Z"
    emulator.add_items(
        {
            "_id": "a",
            "title": 'say "hi", you',
            "day": {"$date": at},
            "at": {"$date": at},
            "on": True,
            "tags": ["x", "y"],
            "extra": 1.5,
        },
        {"_id": "b", "title": "two\nlines", "on": False, "extra": None},
    )
    text = emulator.export({"format": "CSV"}).decode()
    header, *_rest = text.split("\r\n")
    system = "_id,_createdDate,_updatedDate,_owner"
    assert header == f"{system},title,day,at,on,tags,extra"
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert first["_createdDate"] == "2023-11-14T22:13:20.000Z"
    told = [first[name] for name in ("title", "day", "at", "on", "tags", "extra")]
    assert told == ['say "hi", you', "2024-02-03", at, "true", '["x", "y"]', "1.5"]
    assert (second["title"], second["on"], second["extra"]) == ("two\nlines", "false", "")


def test_json_lines_are_the_items(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "a", "title": "ü", "deep": {"x": [1, None]}}, {"_id": "b"})
    assert lines(emulator.export()) == emulator.items()


@pytest.mark.parametrize("file_format", ["CSV", "JSONL"])
def test_what_was_exported_can_be_imported_elsewhere(emulator: Emulator, file_format: str) -> None:
    other = emulator.at(OTHER_SITE)
    for site in (emulator, other):
        site.add_collection(at="DATETIME", n="NUMBER", tags="ARRAY", on="BOOLEAN")
    emulator.add_items(
        {"_id": "a", "title": "1", "at": {"$date": "2024-02-03T04:05:06.007Z"}, "n": 1},
        {"_id": "b", "title": " x ", "tags": [1, {"y": "z"}], "on": False, "n": -1.5e300},
    )
    content = emulator.export({"format": file_format})
    assert other.finish(content)["status"] == "COMPLETED"
    assert other.items() == [
        {**item, "_updatedDate": copy["_updatedDate"]}
        for item, copy in zip(emulator.items(), other.items(), strict=True)
    ]


def test_a_filter_and_fields_choose_what_is_exported(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items(
        {"_id": "a", "holidays": ["xmas", "easter"], "title": "one"},
        {"_id": "b", "holidays": ["easter"]},
    )
    query = {"filter": {"holidays": {"$in": ["xmas"]}}, "fields": ["title"]}
    assert lines(emulator.export(filterQuery=query)) == [{"title": "one", "_id": "a"}]
    text = emulator.export({"format": "CSV"}, filterQuery=query).decode()
    assert text == "_id,title\r\na,one\r\n"


def test_the_deprecated_filter_and_fields_do_the_same(emulator: Emulator) -> None:
    titled(emulator, 2)
    content = emulator.export(filter={"title": "title 1"}, fields=["title"])
    assert lines(content) == [{"title": "title 1", "_id": "id1"}]


@pytest.mark.parametrize("name", ["_id", "id"])
def test_ids_may_be_written_as_the_javascript_client_does(emulator: Emulator, name: str) -> None:
    titled(emulator, 3)
    given = {"$or": [{name: "id0"}, {"$not": [{name: {"$in": ["id0", "id1"]}}]}]}
    assert ids(emulator.export(filterQuery={"filter": given})) == ["id0", "id2"]


def test_a_field_of_that_name_is_no_alias(emulator: Emulator) -> None:
    emulator.add_collection(id="TEXT")
    emulator.add_items({"_id": "a", "id": "x"}, {"_id": "b", "id": "a"})
    assert ids(emulator.export(filterQuery={"filter": {"id": "a"}})) == ["b"]


def test_dates_are_filtered_by_both_names(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "old"})
    emulator.advance(60)
    emulator.add_items({"_id": "new"})
    instant = {"$date": "2023-11-14T22:14:00.000Z"}
    for name in ("createdDate", "_createdDate", "updatedDate"):
        found = ids(emulator.export(filterQuery={"filter": {name: {"$gt": instant}}}))
        assert found == ["new"]


def test_an_export_sees_the_moment_when_it_began(emulator: Emulator) -> None:
    titled(emulator, 10)
    job = emulator.move(PRODUCTS, JSONL)
    emulator.advance(1)
    emulator.post("/wix-data/v2/items/truncate", {"dataCollectionId": "products"})
    emulator.add_items({"_id": "later"})
    emulator.advance(1)
    assert ids(emulator.download(job)) == [f"id{n}" for n in range(10)]


def test_live_is_exported_unless_sandbox_is_asked_for(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "live"})
    emulator.add_items({"_id": "sand"}, environment="SANDBOX")
    assert ids(emulator.export()) == ["live"]
    assert ids(emulator.export(environment="SANDBOX")) == ["sand"]


def test_an_empty_collection_is_a_header_or_an_empty_file(emulator: Emulator) -> None:
    emulator.add_collection()
    system = "_id,_createdDate,_updatedDate,_owner"
    assert emulator.export({"format": "CSV"}) == f"{system},title\r\n".encode()
    assert emulator.export() == b""


def test_a_terminated_export_leaves_no_file(emulator: Emulator) -> None:
    titled(emulator, 10)
    job = emulator.move(PRODUCTS, CSV)
    emulator.advance(1)
    emulator.post(f"{JOBS}/{job['id']}/terminate")
    emulator.advance(10)
    assert httpx.get(job["destination"]["file"]["url"]).status_code == 404
    db = emulator.world.store.db
    for table in ("staged", "chunks WHERE upload NOT IN (SELECT min(number) FROM uploads)"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0  # noqa: S608


def test_a_source_that_vanishes_fails_the_job(emulator: Emulator) -> None:
    titled(emulator, 1)
    job = emulator.move(PRODUCTS, CSV)
    emulator.delete("/wix-data/v2/collections/products")
    emulator.advance(10)
    done = emulator.job(job)
    assert (done["status"], done["error"]["code"]) == ("FAILED", "WDE0025")


def test_a_killed_export_goes_on_where_it_was(tmp_path: Path) -> None:
    options = Options(state=tmp_path / "state.db")
    with running(options) as emulator:
        titled(emulator, 10)
        emulator.set(jobSeconds=10)
        job = emulator.move(PRODUCTS, CSV)
        emulator.advance(5)
        assert emulator.job(job)["progress"]["current"] == 4
    with running(options) as emulator:
        emulator.advance(5)
        done = emulator.job(job)
        assert done["status"] == "COMPLETED"
        assert len(emulator.download(done).splitlines()) == 11


def test_a_large_export_is_whole(emulator: Emulator) -> None:
    titled(emulator, 6000)
    assert ids(emulator.export()) == [f"id{n}" for n in range(6000)]


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({"collectionId": ""}, "source.wixDataCollection.collectionId"),
        ({"environment": "TEST"}, "source.wixDataCollection.environment"),
        ({"filterQuery": {}, "filter": {}}, "source.wixDataCollection.filter"),
        ({"filterQuery": {}, "fields": []}, "source.wixDataCollection.fields"),
        (
            {"filterQuery": {}, "aggregationQuery": {}},
            "source.wixDataCollection.aggregationQuery",
        ),
        ({"filterQuery": {"fields": [1]}}, "source.wixDataCollection.filterQuery.fields"),
    ],
)
def test_a_wrong_source_is_refused_by_its_field(
    emulator: Emulator, source: Json, field: str
) -> None:
    emulator.add_collection()
    body = {"source": {"wixDataCollection": {"collectionId": "products", **source}}}
    response = emulator.send("POST", JOBS, json={**body, "destination": CSV})
    assert field_of(response) == (400, field)


@pytest.mark.parametrize(
    ("file", "field"),
    [
        ({}, "destination.file.format"),
        ({"format": "XML"}, "destination.file.format"),
        ({"format": "CSV", "fileName": "x" * 513}, "destination.file.fileName"),
    ],
)
def test_a_wrong_file_is_refused_by_its_field(emulator: Emulator, file: Json, field: str) -> None:
    emulator.add_collection()
    response = emulator.send("POST", JOBS, json={"source": PRODUCTS, "destination": {"file": file}})
    assert field_of(response) == (400, field)


def test_a_wrong_filter_is_refused_at_submission(emulator: Emulator) -> None:
    emulator.add_collection()
    source = {"collectionId": "products", "filterQuery": {"filter": {"a": {"$like": "x"}}}}
    body = {"source": {"wixDataCollection": source}, "destination": CSV}
    assert code_of(emulator.send("POST", JOBS, json=body)) == (400, "WDE0056")


def test_a_file_cannot_be_exported_to_a_file(emulator: Emulator) -> None:
    file = emulator.upload("_id\n")
    body = {"source": {"file": {"fileId": file}}, "destination": CSV}
    assert field_of(emulator.send("POST", JOBS, json=body)) == (400, "destination.file")
