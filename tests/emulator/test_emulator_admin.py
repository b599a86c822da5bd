"""Administration: health, reset, clock, settings, journal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.emulator.running import KEY, OTHER_SITE, SITE, answer_of, field_of, running

if TYPE_CHECKING:
    from tests.emulator.running import Emulator

BACKUPS = "/wix-data/v2/backups"


def test_health_needs_no_credentials(emulator: Emulator) -> None:
    health = answer_of(emulator.http.get("/_emulator/health"))
    assert health == {"status": "ok", "version": version("pulumi-wix-data")}


def test_every_answer_has_a_request_id_of_its_own(emulator: Emulator) -> None:
    responses = [
        emulator.send("GET", BACKUPS),
        emulator.send("GET", "/nowhere"),
        emulator.http.get(BACKUPS),
        emulator.http.put(f"/_files/{SITE}/x"),
    ]
    assert [response.status_code for response in responses] == [200, 404, 401, 403]
    assert len({response.headers["X-Wix-Request-Id"] for response in responses}) == 4


def test_a_reset_forgets_everything(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.post(BACKUPS)
    emulator.set(rateLimit=3, instances={"a": SITE})
    emulator.script(path="*", action="drop")
    emulator.advance(60)
    url = emulator.http.post("/_emulator/reset")
    assert answer_of(url) == {}
    assert emulator.journal() == []
    assert emulator.get("/_emulator/clock")["now"] == "2023-11-14T22:13:20.000Z"
    settings = emulator.get("/_emulator/settings")
    assert (settings["rateLimit"], settings["instances"]) == (200, {})
    assert emulator.get(BACKUPS)["backups"] == []
    assert emulator.get("/wix-data/v2/collections")["collections"] == []


def test_a_reset_of_a_site_leaves_the_others(emulator: Emulator) -> None:
    other = emulator.at(OTHER_SITE)
    emulator.post(BACKUPS)
    other.post(BACKUPS)
    emulator.post("/_emulator/reset", {"siteId": SITE})
    assert [entry["site"] for entry in emulator.journal()] == [OTHER_SITE]
    assert emulator.get(BACKUPS)["backups"] == []
    assert len(other.get(BACKUPS)["backups"]) == 1


def test_time_only_goes_ahead(emulator: Emulator) -> None:
    emulator.advance(1.5)
    assert emulator.get("/_emulator/clock")["now"] == "2023-11-14T22:13:21.500Z"
    response = emulator.send("POST", "/_emulator/clock", json={"advanceSeconds": -1})
    assert field_of(response) == (400, "advanceSeconds")


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"finalProgres": "present"}, "finalProgres"),
        ({"finalProgress": "yes"}, "finalProgress"),
        ({"skipsLogged": "perhaps"}, "skipsLogged"),
        ({"backupSeconds": -1}, "backupSeconds"),
        ({"jobSeconds": "2"}, "jobSeconds"),
        ({"restorationOutcome": "READY"}, "restorationOutcome"),
        ({"restorationSeconds": -1}, "restorationSeconds"),
        ({"exportUrlSeconds": "1"}, "exportUrlSeconds"),
        ({"withoutMultilingual": ["my-site"]}, "withoutMultilingual"),
        ({"rateLimit": -1}, "rateLimit"),
        ({"instances": {"a": "my-site"}}, "instances.a"),
        ({"sites": {"my-site": {}}}, "sites.my-site"),
    ],
)
def test_wrong_settings_are_refused(
    emulator: Emulator, settings: dict[str, object], field: str
) -> None:
    before = emulator.get("/_emulator/settings")
    assert field_of(emulator.send("POST", "/_emulator/settings", json=settings)) == (400, field)
    assert emulator.get("/_emulator/settings") == before


def test_settings_change_one_by_one_and_at_once(emulator: Emulator) -> None:
    emulator.set(backupSeconds=60)
    emulator.set(skipsLogged=False)
    settings = emulator.get("/_emulator/settings")
    assert (settings["backupSeconds"], settings["skipsLogged"]) == (60, False)
    emulator.post(BACKUPS)
    emulator.advance(59)
    assert emulator.get(BACKUPS)["backups"][0]["status"] == "PENDING"


def test_the_journal_has_requests_and_no_secrets(emulator: Emulator) -> None:
    emulator.upload("_id\na\n")
    emulator.get(BACKUPS, {"status": "READY"})
    emulator.http.get(BACKUPS, headers={"wix-site-id": "not a guid"})
    told = [
        (entry["method"], entry["path"], entry["status"], entry["site"])
        for entry in emulator.journal()
    ]
    assert told == [
        ("POST", "/data-mover/v1/temporary-files/upload-url", 200, SITE),
        ("PUT", f"/_files/{SITE}/temporary-files/products.csv.dat", 200, SITE),
        ("GET", BACKUPS, 200, SITE),
        ("GET", BACKUPS, 401, None),
    ]
    assert emulator.journal()[0]["time"] == "2023-11-14T22:13:20.000Z"
    text = emulator.send("GET", "/_emulator/requests").text
    assert KEY not in text
    assert "signature" not in text
    emulator.delete("/_emulator/requests")
    assert emulator.journal() == []


def test_the_site_of_a_token_is_in_the_journal(emulator: Emulator) -> None:
    grant = {
        "grant_type": "client_credentials",
        "client_id": "app",
        "client_secret": "app-secret",
        "instance_id": OTHER_SITE,
    }
    token = answer_of(emulator.http.post("/oauth2/token", json=grant))["access_token"]
    emulator.http.get(BACKUPS, headers={"Authorization": token})
    assert [entry["site"] for entry in emulator.journal()] == [None, OTHER_SITE]


def test_answers_do_not_wait_for_a_late_neighbour(emulator: Emulator) -> None:
    emulator.script(path=BACKUPS, action="delay", seconds=1)
    with pytest.raises(httpx.ReadTimeout):
        emulator.send("GET", BACKUPS, timeout=0.2)
    emulator.get(BACKUPS)


def test_an_error_of_its_own_is_an_empty_500_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with running() as emulator:
        with monkeypatch.context() as broken:
            broken.setattr(emulator.world, "limiter", None)
            response = emulator.send("POST", BACKUPS, json={})
        assert (response.status_code, response.content) == (500, b"")
        assert response.headers["X-Wix-Request-Id"]
        assert [entry["status"] for entry in emulator.journal()] == [500]
        assert emulator.get(BACKUPS)["backups"] == []
    assert "POST /wix-data/v2/backups failed" in caplog.text
    assert KEY not in caplog.text


def test_hundreds_of_requests_at_once_are_all_served(emulator: Emulator) -> None:
    emulator.set(rateLimit=0)

    def make(_number: int) -> str:
        return str(emulator.post(BACKUPS, {"type": "AUTO"})["backup"]["id"])

    with ThreadPoolExecutor(max_workers=32) as threads:
        made = set(threads.map(make, range(300)))
    listed = emulator.get(BACKUPS, {"paging.limit": 1000})["backups"]
    assert {backup["id"] for backup in listed} == made
    assert len(made) == 300


def test_the_journal_forgets_what_is_long_ago(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wix_data_emulator.journal.MOST_KEPT", 2)
    for path in ("/a", "/b", "/c"):
        emulator.send("GET", path)
    assert [entry["path"] for entry in emulator.journal()] == ["/b", "/c"]
