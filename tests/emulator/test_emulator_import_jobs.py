"""Import jobs from submission to their end."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import OTHER_SITE, UNKNOWN_ID, code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

JOBS = "/data-mover/v1/jobs"
TEN = "_id,title\n" + "".join(f"id{n},title {n}\n" for n in range(10))


def titles(emulator: Emulator) -> dict[str, str]:
    return {item["_id"]: item.get("title", "") for item in emulator.items()}


def test_a_job_goes_from_initializing_over_progress_to_completed(emulator: Emulator) -> None:
    emulator.add_collection()
    job = emulator.submit(TEN, name="import [m:1]")
    assert job["status"] == "INITIALIZING"
    assert job["name"] == "import [m:1]"
    assert job["destination"]["wixDataCollection"]["writePolicy"] == "OVERWRITE"
    assert job["source"]["file"]["format"] == "CSV"
    assert "progress" not in job
    assert emulator.items() == []

    emulator.advance(1.1)
    halfway = emulator.job(job)
    assert halfway["status"] == "IN_PROGRESS"
    assert halfway["progress"] == {
        "current": 5,
        "total": 10,
        "itemsRejected": 0,
        "itemsSuccessful": 5,
    }
    assert halfway["logsRecorded"] == 0
    assert len(emulator.items()) == 5

    emulator.advance(0.9)
    done = emulator.job(job)
    assert done["status"] == "COMPLETED"
    assert done["finishedAt"] == "2023-11-14T22:13:22.000Z"
    assert "progress" not in done
    assert "logsRecorded" not in done
    assert titles(emulator) == {f"id{n}": f"title {n}" for n in range(10)}


def test_a_setting_keeps_the_progress_at_the_end(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.set(finalProgress="present")
    done = emulator.finish(TEN)
    assert done["progress"]["itemsSuccessful"] == 10
    assert done["logsRecorded"] == 0


def test_overwrite_replaces_whole_items_and_keeps_the_others(emulator: Emulator) -> None:
    emulator.add_collection(price="NUMBER")
    emulator.add_items({"_id": "id1", "title": "old", "price": 3}, {"_id": "own", "title": "own"})
    created = emulator.items()[0]["_createdDate"]
    emulator.advance(60)
    emulator.finish("_id,title\nid1,new\nid1,newest\n")
    first, own = emulator.items()
    assert (first["title"], first.get("price"), first["_createdDate"]) == ("newest", None, created)
    assert own["title"] == "own"


def test_skip_existing_leaves_what_is_there_and_logs_it(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "id1", "title": "old"})
    emulator.set(finalProgress="present")
    done = emulator.finish("_id,title\nid1,new\nid2,two\n", policy="SKIP_EXISTING")
    assert done["status"] == "COMPLETED"
    assert done["progress"]["itemsRejected"] == 0
    assert titles(emulator) == {"id1": "old", "id2": "two"}
    assert emulator.logs(done) == [("id1", "WDE0074")]


def test_a_setting_keeps_skips_out_of_the_logs(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "id1", "title": "old"})
    emulator.set(skipsLogged=False)
    done = emulator.finish("_id,title\nid1,new\n", policy="SKIP_EXISTING")
    assert emulator.logs(done) == []


def test_truncate_before_empties_first_and_rejects_the_same_id_twice(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "old"}, {"_id": "id1"})
    done = emulator.finish("_id,title\nid1,one\nid2,two\nid1,again\n", policy="TRUNCATE_BEFORE")
    assert done["status"] == "PARTIALLY_SUCCESSFUL"
    assert "1 of 3" in done["partiallySuccessfulOptions"]["cause"]
    assert titles(emulator) == {"id1": "one", "id2": "two"}
    assert emulator.logs(done) == [("id1", "WDE0074")]


def test_an_item_that_is_too_large_is_rejected_by_its_row(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.set(finalProgress="present")
    done = emulator.finish(f"title\nsmall\n{'x' * 600_000}\n")
    assert done["status"] == "PARTIALLY_SUCCESSFUL"
    assert done["progress"] == {
        "current": 2,
        "total": 2,
        "itemsRejected": 1,
        "itemsSuccessful": 1,
    }
    assert emulator.logs(done) == [("2", "WDE0009")]


def test_what_cannot_be_stored_is_rejected_and_stops_nothing(emulator: Emulator) -> None:
    emulator.add_collection()
    lines = ['{"_id": 7}', '{"_id": "\\ud800"}', '{"a": "\\ud800"}', '{"a": 1e999}', '{"$a": 1}']
    done = emulator.finish("\n".join([*lines, '{"_id": "good"}']))
    assert done["status"] == "PARTIALLY_SUCCESSFUL"
    codes = [code for _item, code in emulator.logs(done)]
    assert codes == ["WDE0002", "WDE0002", "WDE0075", "WDE0075", "WDE0134"]
    assert list(titles(emulator)) == ["good"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"_id": "a"}\nnot json\n',
        b'{"_id": "a"}\n[1]\n',
        b'{"_id": NaN}\n',
        b"_id,title\na,one\nb\n",
        b"_id,title\na,one,more\n",
        b'_id,title\na,"open\n',
        b"_id,_id\na,b\n",
        b"_id,\na,b\n",
        b"_id,title\na,\xff\xfe\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
    ],
)
def test_a_bad_file_fails_the_job_and_changes_nothing(emulator: Emulator, content: bytes) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "old"})
    done = emulator.finish(content, policy="TRUNCATE_BEFORE")
    assert done["status"] == "FAILED"
    assert done["error"]["code"] == "WDH0003"
    assert done["finishedAt"]
    assert list(titles(emulator)) == ["old"]


def test_a_header_alone_imports_nothing(emulator: Emulator) -> None:
    emulator.add_collection()
    assert emulator.finish("_id,title\n")["status"] == "COMPLETED"
    assert emulator.items() == []


def test_items_without_an_id_get_one_each_time(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.finish("title\none\n")
    emulator.finish("title\none\n")
    assert len(emulator.items()) == 2


def test_json_lines_are_imported_with_their_values(emulator: Emulator) -> None:
    emulator.add_collection()
    lines: list[Json] = [
        {"_id": "a", "tags": ["x"], "at": {"$date": "2024-01-01T00:00:00.000Z"}},
        {"ID": "b"},
    ]
    done = emulator.finish("\ufeff" + "\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert done["source"]["file"]["format"] == "JSONL"
    first, second = emulator.items()
    assert (first["tags"], first["at"]) == (["x"], lines[0]["at"])
    assert second["_id"] == "b"
    assert "ID" not in second


def test_terminating_keeps_what_was_written(emulator: Emulator) -> None:
    emulator.add_collection()
    job = emulator.submit(TEN)
    emulator.advance(1.1)
    stopped = emulator.post(f"{JOBS}/{job['id']}/terminate")["job"]
    assert (stopped["status"], stopped["finishedAt"]) == ("FAILED", "2023-11-14T22:13:21.100Z")
    assert "terminated" in stopped["error"]["description"]
    emulator.advance(60)
    assert len(emulator.items()) == 5
    assert emulator.job(job) == stopped
    again = emulator.send("POST", f"{JOBS}/{job['id']}/terminate")
    assert code_of(again) == (409, "JOB_ALREADY_FINISHED")


def test_a_setting_makes_a_terminated_job_vanish(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.set(afterTerminate="notFound")
    job = emulator.submit(TEN)
    assert emulator.post(f"{JOBS}/{job['id']}/terminate")["job"]["status"] == "FAILED"
    assert code_of(emulator.send("GET", f"{JOBS}/{job['id']}")) == (404, "JOB_NOT_FOUND")
    assert emulator.get(JOBS)["jobs"] == []


def test_deleting_the_collection_fails_the_job(emulator: Emulator) -> None:
    emulator.add_collection()
    job = emulator.submit(TEN)
    emulator.advance(1)
    emulator.delete("/wix-data/v2/collections/products")
    emulator.advance(1)
    done = emulator.job(job)
    assert (done["status"], done["error"]["code"]) == ("FAILED", "WDE0025")


def test_a_running_job_reads_the_file_it_was_submitted_with(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.submit(TEN)
    emulator.advance(1)
    emulator.upload("_id,title\nother,other\n")
    emulator.advance(2)
    assert len(titles(emulator)) == 10
    uploads = emulator.world.store.db.execute("SELECT count(*) FROM uploads").fetchone()[0]
    assert uploads == 1


def test_sandbox_and_other_sites_are_reached_only_on_request(emulator: Emulator) -> None:
    other = emulator.at(OTHER_SITE)
    for site in (emulator, other):
        site.add_collection()
    source = {"file": {"fileId": emulator.upload("_id\na\n")}}
    target = {"collectionId": "products", "environment": "SANDBOX"}
    emulator.post(JOBS, {"source": source, "destination": {"wixDataCollection": target}})
    emulator.post(
        JOBS,
        {
            "source": source,
            "destination": {"wixDataCollection": {"collectionId": "products"}},
            "destinationSiteId": OTHER_SITE.upper(),
        },
    )
    emulator.advance(10)
    assert [len(emulator.items(environment=name)) for name in ("LIVE", "SANDBOX")] == [0, 1]
    assert [len(other.items(environment=name)) for name in ("LIVE", "SANDBOX")] == [1, 0]


FILE = {"file": {"fileId": "temporary-files/products.csv.dat"}}
TARGET = {"wixDataCollection": {"collectionId": "products"}}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"destination": TARGET}, "source.wixDataCollection"),
        ({"source": FILE}, "destination.wixDataCollection"),
        ({"source": {**FILE, **TARGET}, "destination": TARGET}, "source.file"),
        ({"source": {"file": {}}, "destination": TARGET}, "source.file.fileId"),
        (
            {"source": FILE, "destination": {"wixDataCollection": {"writePolicy": "MERGE"}}},
            "destination.wixDataCollection.collectionId",
        ),
        (
            {
                "source": FILE,
                "destination": {
                    "wixDataCollection": {"collectionId": "products", "writePolicy": "MERGE"}
                },
            },
            "destination.wixDataCollection.writePolicy",
        ),
        ({"source": FILE, "destination": TARGET, "name": "x" * 1025}, "name"),
        ({"source": FILE, "destination": TARGET, "sourceSiteId": "mine"}, "sourceSiteId"),
        (
            {
                "source": FILE,
                "destination": TARGET,
                "sourceSiteId": UNKNOWN_ID,
                "destinationSiteId": UNKNOWN_ID,
            },
            "sourceSiteId",
        ),
    ],
)
def test_a_wrong_request_is_refused_by_its_field(
    emulator: Emulator, body: Json, field: str
) -> None:
    emulator.add_collection()
    emulator.upload(TEN)
    assert field_of(emulator.send("POST", JOBS, json=body)) == (400, field)
    assert emulator.get(JOBS)["jobs"] == []


def test_what_is_known_to_be_missing_is_refused_at_submission(emulator: Emulator) -> None:
    body: Json = {"source": FILE, "destination": TARGET}
    assert code_of(emulator.send("POST", JOBS, json=body)) == (404, "FILE_NOT_FOUND")
    emulator.upload(TEN)
    assert code_of(emulator.send("POST", JOBS, json=body)) == (404, "WDE0025")
    assert code_of(emulator.send("GET", f"{JOBS}/{UNKNOWN_ID}")) == (404, "JOB_NOT_FOUND")


def test_what_is_internal_to_wix_is_not_emulated(emulator: Emulator) -> None:
    body: Json = {"source": FILE, "destination": TARGET}
    changes: list[Json] = [
        {"source": {"googleSheets": {}}},
        {"destination": {"wixMedia": {}}},
        {"transformations": [{}]},
    ]
    for change in changes:
        response = emulator.send("POST", JOBS, json={**body, **change})
        assert code_of(response) == (501, "NOT_EMULATED")


def test_due_work_is_done_even_if_nobody_asks(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.submit(TEN)
    world = emulator.world
    deadline_s = time.monotonic() + 10
    world.clock.advance(10)
    while world.store.db.execute("SELECT count(*) FROM items").fetchone()[0] < 10:
        assert time.monotonic() < deadline_s


def test_the_file_may_be_another_site_s(emulator: Emulator) -> None:
    emulator.add_collection()
    file = emulator.at(OTHER_SITE).upload("_id\nfrom-there\n")
    body = {"source": {"file": {"fileId": file}}, "destination": TARGET, "sourceSiteId": OTHER_SITE}
    job = emulator.post(JOBS, body)["job"]
    assert job["sourceSiteId"] == OTHER_SITE
    emulator.advance(10)
    assert list(titles(emulator)) == ["from-there"]
