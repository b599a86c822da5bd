"""Listing and querying jobs, and the pages of their logs."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import OTHER_SITE, code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

JOBS = "/data-mover/v1/jobs"


def submit_some(emulator: Emulator, count: int) -> list[str]:
    emulator.add_collection()
    ids = []
    for number in range(count):
        ids.append(emulator.submit("_id\na\n", name=f"job {number}")["id"])
        emulator.advance(1)
    return ids


def ids_of(answer: Json) -> list[str]:
    return [job["id"] for job in answer["jobs"]]


def packed(value: Json) -> dict[str, str]:
    return {".r": base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")}


def test_jobs_are_found_by_id_over_every_road(emulator: Emulator) -> None:
    ids = submit_some(emulator, 4)
    body = {"query": {"filter": {"id": {"$in": [ids[3], ids[1]]}}}}
    assert ids_of(emulator.post(f"{JOBS}/query", body)) == [ids[3], ids[1]]
    assert ids_of(emulator.get(f"{JOBS}/query", packed(body))) == [ids[3], ids[1]]
    assert ids_of(emulator.get(JOBS)) == ids[::-1]
    assert ids_of(emulator.post(f"{JOBS}/list", {"paging": {"limit": 2}})) == ids[:1:-1]
    assert emulator.at(OTHER_SITE).get(JOBS)["jobs"] == []


def test_lists_and_logs_may_be_packed_too(emulator: Emulator) -> None:
    ids = submit_some(emulator, 3)
    first = emulator.get(JOBS, packed({"paging": {"limit": 2}}))
    assert ids_of(first) == ids[:0:-1]
    cursor = first["pagingMetadata"]["cursors"]["next"]
    rest = emulator.get(JOBS, packed({"paging": {"limit": 2, "cursor": cursor}}))
    assert ids_of(rest) == ids[:1]
    assert emulator.get(f"{JOBS}/{ids[0]}/logs", packed({"jobId": ids[0]}))["logs"] == []
    ignored = emulator.get(JOBS, packed({"query": {"filter": {"name": "job 1"}}}))
    assert len(ignored["jobs"]) == 3


def test_a_packed_query_goes_on_by_its_cursor_alone(emulator: Emulator) -> None:
    ids = submit_some(emulator, 4)
    question = {
        "filter": {"name": {"$ne": "job 2"}},
        "sort": [{"fieldName": "name", "order": "ASC"}],
        "cursorPaging": {"limit": 2},
    }
    first = emulator.get(f"{JOBS}/query", packed({"query": question}))
    cursor = first["pagingMetadata"]["cursors"]["next"]
    paging = {"cursorPaging": {"limit": 2, "cursor": cursor}}
    rest = emulator.get(f"{JOBS}/query", packed({"query": paging}))
    assert ids_of(first) + ids_of(rest) == [ids[0], ids[1], ids[3]]
    assert "next" not in rest["pagingMetadata"]["cursors"]


@pytest.mark.parametrize("count", [5, 6])
def test_at_most_five_sorts_are_taken(emulator: Emulator, count: int) -> None:
    sort = [{"fieldName": "startedAt"}] * count
    response = emulator.send("POST", f"{JOBS}/query", json={"query": {"sort": sort}})
    assert response.status_code == (200 if count == 5 else 400)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"name": "job 1"}, [1]),
        ({"name": {"$startsWith": "JOB"}}, [2, 1, 0]),
        ({"status": {"$in": ["COMPLETED"]}}, [1, 0]),
        ({"status": {"$ne": "COMPLETED"}}, [2]),
        ({"startedAt": {"$gt": "2023-11-14T22:13:20Z"}}, [2, 1]),
        ({"startedAt": "2023-11-14T22:13:21Z"}, [1]),
        ({"finishedAt": {"$exists": False}}, [2]),
        ({"$or": [{"name": "job 0"}, {"name": "job 2"}]}, [2, 0]),
        ({"$not": [{"name": "job 0"}]}, [2, 1]),
        ({"scheduleId": {"$exists": True}}, []),
    ],
)
def test_jobs_are_filtered(emulator: Emulator, given: Json, found: list[int]) -> None:
    ids = submit_some(emulator, 3)
    answer = emulator.post(f"{JOBS}/query", {"query": {"filter": given}})
    assert ids_of(answer) == [ids[number] for number in found]


def test_jobs_are_sorted(emulator: Emulator) -> None:
    ids = submit_some(emulator, 3)
    query = {"sort": [{"fieldName": "startedAt", "order": "ASC"}]}
    assert ids_of(emulator.post(f"{JOBS}/query", {"query": query})) == ids


@pytest.mark.parametrize(
    "given",
    [
        {"source": "x"},
        {"status": {"$gt": "A"}},
        {"status": {"$startsWith": "A"}},
        {"name": {"$contains": "A"}},
        {"id": {"$in": "x"}},
        {"id": {"$like": "x"}},
        {"$xor": []},
        "all",
    ],
)
def test_what_jobs_cannot_be_asked_is_refused(emulator: Emulator, given: object) -> None:
    response = emulator.send("POST", f"{JOBS}/query", json={"query": {"filter": given}})
    assert code_of(response) == (400, "WDE0056")


def test_cursors_carry_the_question_and_see_no_newer_jobs(emulator: Emulator) -> None:
    ids = submit_some(emulator, 5)
    question = {
        "filter": {"id": {"$ne": ids[4]}},
        "sort": [{"fieldName": "startedAt", "order": "DESC"}],
        "cursorPaging": {"limit": 2},
    }
    first = emulator.post(f"{JOBS}/query", {"query": question})
    emulator.submit("_id\na\n")
    metadata = first["pagingMetadata"]
    assert (metadata["count"], metadata["hasNext"]) == (2, True)
    cursor = {"limit": 2, "cursor": metadata["cursors"]["next"]}
    second = emulator.post(f"{JOBS}/query", {"query": {"cursorPaging": cursor}})
    assert ids_of(first) + ids_of(second) == ids[3::-1]
    assert second["pagingMetadata"]["hasNext"] is False
    assert "next" not in second["pagingMetadata"]["cursors"]
    back = {"limit": 2, "cursor": second["pagingMetadata"]["cursors"]["prev"]}
    assert (
        emulator.post(f"{JOBS}/query", {"query": {"cursorPaging": back}})["jobs"] == first["jobs"]
    )


def test_logs_are_paged_by_cursor(emulator: Emulator) -> None:
    emulator.add_collection()
    rows = "".join("same,x\n" for _ in range(8))
    job = emulator.finish(f"_id,title\n{rows}", policy="TRUNCATE_BEFORE")
    path = f"{JOBS}/{job['id']}/logs"
    first = emulator.get(path, {"paging.limit": 5, "jobId": job["id"]})
    assert len(first["logs"]) == 5
    assert first["logs"][0]["failure"]["code"] == "WDE0074"
    cursor = first["pagingMetadata"]["cursors"]["next"]
    last = emulator.get(path, {"paging.limit": 5, "paging.cursor": cursor})
    assert len(last["logs"]) == 2
    assert last["pagingMetadata"]["hasNext"] is False


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"paging.limit": 101}, "paging.limit"),
        ({"paging.limit": 0}, "paging.limit"),
        ({"paging.cursor": "made-up"}, "paging.cursor"),
        ({"paging.cursor": "é"}, "paging.cursor"),
        ({"paging.cursor": base64.urlsafe_b64encode(b"[]").decode()}, "paging.cursor"),
        ({".r": "%%%"}, ".r"),
        ([("paging", "1"), ("paging.limit", "1")], "paging"),
    ],
)
def test_wrong_paging_is_refused(emulator: Emulator, params: Json, field: str) -> None:
    assert field_of(emulator.send("GET", JOBS, params=params)) == (400, field)
