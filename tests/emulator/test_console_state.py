"""What the console is told: one JSON object with everything in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.running import OTHER_SITE, SITE, UNKNOWN_ID, answer_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

STATE = "/_emulator/console/state"
BACKUPS = "/wix-data/v2/backups"
NOW = "2023-11-14T22:13:20.000Z"


def look(emulator: Emulator, **wish: Any) -> Json:
    return answer_of(emulator.http.get(STATE, params={"site": SITE, **wish}))


def back_up(emulator: Emulator, kind: str = "ON_DEMAND") -> str:
    return str(emulator.post(BACKUPS, {"type": kind})["backup"]["id"])


def test_an_empty_emulator(emulator: Emulator) -> None:
    state = answer_of(emulator.http.get(STATE))
    assert state == {
        "version": emulator.http.get("/_emulator/health").json()["version"],
        "now": NOW,
        "aheadSeconds": 0,
        "sites": [],
        "site": None,
        "items": None,
        "logs": {},
        "requests": [],
        "faults": [],
        "settings": emulator.http.get("/_emulator/settings").json(),
    }


def test_sites_with_what_goes_on_in_them(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.finish("_id\na\n")
    ready = back_up(emulator)
    emulator.advance(5)
    emulator.post(f"{BACKUPS}/{ready}/restore")
    back_up(emulator)
    emulator.submit("_id\nb\n")
    back_up(emulator.at(OTHER_SITE))
    assert look(emulator)["sites"] == [
        {"id": SITE, "collections": 1, "busy": 3},
        {"id": OTHER_SITE, "collections": 0, "busy": 1},
    ]


def test_collections_with_their_items_counted(emulator: Emulator) -> None:
    emulator.add_collection(price="NUMBER")
    emulator.add_items({"_id": "a"}, {"_id": "b"})
    emulator.add_items({"_id": "c"}, environment="SANDBOX")
    assert look(emulator)["site"]["collections"] == [
        {
            "id": "products",
            "name": "products",
            "fields": ["title", "price"],
            "live": 2,
            "sandbox": 1,
        }
    ]


def test_the_oldest_goes_next_once_all_slots_are_taken(emulator: Emulator) -> None:
    first, second = back_up(emulator), back_up(emulator)
    back_up(emulator, "AUTO")
    slots = look(emulator)["site"]["slots"]
    assert slots == {"most": 3, "held": [first, second], "evictedNext": None}
    third = back_up(emulator)
    slots = look(emulator)["site"]["slots"]
    assert slots == {"most": 3, "held": [first, second, third], "evictedNext": first}


def test_evicted_deleted_and_pending_backups(emulator: Emulator) -> None:
    made = []
    for _ in range(4):
        made.append(back_up(emulator))
        emulator.advance(10)
    emulator.delete(f"{BACKUPS}/{made[1]}")
    emulator.advance(1)
    pending = back_up(emulator)
    emulator.advance(0.5)
    shown = {entry["id"]: entry for entry in look(emulator)["site"]["backups"]}
    assert (shown[made[0]]["status"], shown[made[0]]["evictedBy"]) == ("DELETED", made[3])
    assert (shown[made[1]]["deleting"], shown[made[1]]["evictedBy"]) == (False, pending)
    assert (shown[pending]["status"], shown[pending]["progress"]) == ("PENDING", 0.25)
    emulator.delete(f"{BACKUPS}/{made[2]}")
    assert {e["id"]: e["deleting"] for e in look(emulator)["site"]["backups"]}[made[2]] is True
    emulator.advance(2)
    gone = {entry["id"]: entry for entry in look(emulator)["site"]["backups"]}[made[2]]
    assert (gone["status"], gone["evictedBy"]) == ("DELETED", None)


def test_a_backup_that_holds_a_slot_is_shown_however_old(emulator: Emulator) -> None:
    held = back_up(emulator)
    emulator.set(rateLimit=0)
    for _ in range(60):
        back_up(emulator, "AUTO")
    site = look(emulator)["site"]
    assert (len(site["backups"]), site["backupsTotal"]) == (51, 61)
    assert site["backups"][-1]["id"] == held


def test_restorations_with_their_ways(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_collection("pages")
    backup = back_up(emulator)
    emulator.advance(5)
    entries = [
        {"dataCollectionId": "products", "restoreDestination": {"dataCollectionId": "older"}},
        {"dataCollectionId": "pages"},
    ]
    body = {"restorationCollections": entries}
    made = emulator.post(f"{BACKUPS}/{backup}/partial-restore", body)["restoration"]
    emulator.advance(1)
    assert look(emulator)["site"]["restorations"] == [
        {
            "id": made["id"],
            "status": "PENDING",
            "backup": backup,
            "requestedDate": "2023-11-14T22:13:25.000Z",
            "finishedDate": None,
            "collections": [
                {"source": "products", "destination": "older"},
                {"source": "pages", "destination": "pages"},
            ],
            "progress": 0.5,
        }
    ]


def test_a_job_from_end_to_end(emulator: Emulator) -> None:
    emulator.add_collection()
    made = emulator.submit("_id\na\na\n", policy="TRUNCATE_BEFORE", name="nightly")
    emulator.advance(5)
    (job,) = look(emulator)["site"]["jobs"]
    assert job == {
        "number": job["number"],
        "id": made["id"],
        "name": "nightly",
        "status": "PARTIALLY_SUCCESSFUL",
        "source": {
            "kind": "file",
            "name": "temporary-files/products.csv.dat",
            "site": None,
            "details": ["CSV"],
        },
        "destination": {
            "kind": "wixDataCollection",
            "name": "products",
            "site": None,
            "details": ["TRUNCATE_BEFORE"],
        },
        "startedAt": NOW,
        "finishedAt": "2023-11-14T22:13:22.000Z",
        "current": 2,
        "total": 2,
        "successful": 1,
        "rejected": 1,
        "error": None,
        "cause": "1 of 2 items were rejected; see the job's logs",
        "visible": True,
        "logs": 1,
        "file": None,
    }


def test_logs_come_by_reason_and_only_when_asked_for(emulator: Emulator) -> None:
    emulator.add_collection()
    rows = "".join(f'{{"_id": "{name}"}}\n' for name in ("a", "a", "a", "a"))
    emulator.finish(rows + '{"_id": "b", "$x": 1}\n', policy="TRUNCATE_BEFORE")
    number = str(look(emulator)["site"]["jobs"][0]["number"])
    assert look(emulator)["logs"] == {}
    reasons = look(emulator, job=number, logs=2)["logs"][number]
    assert [(reason["code"], reason["count"]) for reason in reasons] == [
        ("WDE0074", 3),
        ("WDE0134", 1),
    ]
    assert [len(reason["entries"]) for reason in reasons] == [2, 1]
    assert reasons[0]["entries"][0]["item"] == "a"
    assert "exists already" in reasons[0]["entries"][0]["description"]
    assert look(emulator, site=OTHER_SITE, job=number)["logs"] == {}


def test_a_failed_job_and_a_terminated_one_that_wix_forgets(emulator: Emulator) -> None:
    emulator.set(afterTerminate="notFound")
    emulator.add_collection()
    emulator.finish("{not json")
    running = emulator.submit("_id\na\n")
    emulator.post(f"/data-mover/v1/jobs/{running['id']}/terminate")
    hidden, failed = look(emulator)["site"]["jobs"]
    assert (hidden["status"], hidden["visible"]) == ("FAILED", False)
    assert failed["error"]["code"] == "WDH0003"


def test_ends_name_sites_languages_and_queries(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.at(OTHER_SITE).add_collection("pages")
    query = {"filterQuery": {"filter": {"title": "x"}}}
    source = {"wixDataCollection": {"collectionId": "products", **query}}
    emulator.move(source, {"file": {"format": "CSV", "fileName": "goods.csv"}})
    target = {"wixDataCollection": {"collectionId": "pages"}}
    emulator.move(source, target, destinationSiteId=OTHER_SITE)
    emulator.move({"localization": {"languages": ["EN", "DE"]}}, {"file": {"format": "CSV"}})
    translated, copied, exported = look(emulator)["site"]["jobs"]
    assert translated["source"]["name"] == "EN, DE"
    assert (copied["destination"]["site"], copied["source"]["site"]) == (OTHER_SITE, None)
    assert exported["destination"]["name"] == "goods.csv"
    assert exported["source"]["details"] == ['filterQuery {"filter": {"title": "x"}}']


def test_an_exported_file_is_had_by_its_number(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_items({"_id": "a", "title": "One"})
    content = emulator.export({"format": "CSV", "fileName": "göods 1.csv"})
    site = look(emulator)["site"]
    file = site["jobs"][0]["file"]
    assert (file["name"], file["bytes"]) == ("göods 1.csv", len(content))
    assert file["number"] in [entry["number"] for entry in site["files"]]
    response = emulator.http.get(f"/_emulator/console/files/{file['number']}")
    assert response.content == content
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    disposition = "attachment; filename*=UTF-8''g%C3%B6ods%201.csv"
    assert response.headers["content-disposition"] == disposition


def test_items_as_cells(emulator: Emulator) -> None:
    emulator.add_collection(price="NUMBER", listed="BOOLEAN", since="DATETIME", empty="TEXT")
    emulator.add_items(
        {
            "_id": "a",
            "title": "x" * 161,
            "price": 1.5,
            "listed": False,
            "since": {"$date": NOW},
            "extra": {"b": ["ü"]},
        }
    )
    items = look(emulator, collection="products")["items"]
    keys = [column["key"] for column in items["columns"]]
    assert keys[:7] == ["_id", "title", "price", "listed", "since", "empty", "extra"]
    cells = dict(zip(keys, items["rows"][0]["cells"], strict=True))
    assert cells["title"] == {"kind": "text", "text": "x" * 160, "length": 161}
    assert cells["price"] == {"kind": "number", "text": "1.5"}
    assert cells["listed"] == {"kind": "boolean", "text": "false"}
    assert cells["since"] == {"kind": "date", "text": NOW}
    assert cells["empty"] == {"kind": "none", "text": ""}
    assert cells["extra"] == {"kind": "json", "text": '{"b": ["ü"]}'}


def test_items_in_pages_live_and_sandbox(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.finish("_id\n" + "".join(f"i{number:02}\n" for number in range(60)))
    emulator.add_items({"_id": "only"}, environment="SANDBOX")

    def page(**wish: Any) -> tuple[int, list[str]]:
        items = look(emulator, collection="products", **wish)["items"]
        assert items["counts"] == {"LIVE": 60, "SANDBOX": 1}
        return items["offset"], [row["id"] for row in items["rows"]]

    assert page(offset=25) == (25, [f"i{number:02}" for number in range(25, 50)])
    assert page(offset=900) == (50, [f"i{number:02}" for number in range(50, 60)])
    assert page(offset=25, environment="SANDBOX") == (0, ["only"])


def test_what_is_gone_is_null(emulator: Emulator) -> None:
    emulator.add_collection()
    assert look(emulator, collection="nowhere")["items"] is None
    assert look(emulator, site=UNKNOWN_ID, collection="products")["site"] is None


def test_requests_come_newest_first_and_numbered(emulator: Emulator) -> None:
    emulator.script(path="/b", action="status", status=503)
    for path in ("/a", "/b"):
        emulator.send("GET", path)
    second, first = look(emulator)["requests"]
    assert second["number"] > first["number"]
    assert (second["path"], second["status"], second["fault"]) == ("/b", 503, "status before")
    assert (first["time"], first["method"], first["site"]) == (NOW, "GET", SITE)


def test_faults_show_retry_after_and_no_other_header_s_value(emulator: Emulator) -> None:
    headers = {"Retry-After": "5", "X-Own": "hidden"}
    emulator.script(path="/a", action="status", status=429, headers=headers)
    (fault,) = look(emulator)["faults"]
    assert (fault["retryAfter"], fault["headers"]) == ("5", ["retry-after", "x-own"])


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"site": "my-site"}, "site"),
        ({"environment": "TEST"}, "environment"),
        ({"offset": -1}, "offset"),
        ({"job": "one"}, "job"),
        ({"job": "²"}, "job"),
        ({"job": list(range(21))}, "job"),
        ({"logs": 0}, "logs"),
    ],
)
def test_a_wrong_wish_is_refused(emulator: Emulator, wish: Json, field: str) -> None:
    assert field_of(emulator.http.get(STATE, params=wish)) == (400, field)


def test_the_clock_shows_how_far_it_is_ahead(emulator: Emulator) -> None:
    emulator.advance(90.5)
    state = look(emulator)
    assert (state["now"], state["aheadSeconds"]) == ("2023-11-14T22:14:50.500Z", 90.5)
