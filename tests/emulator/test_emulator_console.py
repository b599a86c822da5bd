"""The console's pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.emulator.running import KEY, OTHER_SITE, SITE

if TYPE_CHECKING:
    from tests.emulator.running import Emulator

NASTY = "<script>alert('x')</script>"


def page(emulator: Emulator, path: str = "/_emulator/") -> str:
    response = emulator.http.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    return response.text


def link(text: str, pattern: str) -> str:
    found = re.search(rf'href="({pattern})"', text)
    assert found, text
    return found[1]


def test_an_empty_emulator_says_how_to_begin(emulator: Emulator) -> None:
    assert "A site appears when" in page(emulator)
    assert emulator.http.get("/_emulator", follow_redirects=True).status_code == 200


def test_everything_can_be_seen(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.post("/wix-data/v2/backups")
    job = emulator.submit("_id,title\na,one\na,two\n", policy="TRUNCATE_BEFORE", name="nightly")
    emulator.advance(5)
    overview = page(emulator)
    for word in (SITE, "products", "READY", "free", job["id"], "nightly", "PARTIALLY_SUCCESSFUL"):
        assert word in overview
    assert "/data-mover/v1/jobs" in overview
    items = page(emulator, link(overview, r"/_emulator/collections/\d+"))
    assert "one" in items
    logs = page(emulator, link(overview, r"/_emulator/jobs/\d+"))
    assert "WDE0074" in logs
    assert page(emulator, link(overview, r"[^\"]*environment=SANDBOX"))


def test_restorations_files_and_the_ways_of_jobs_can_be_seen(emulator: Emulator) -> None:
    emulator.add_collection()
    emulator.add_collection("copy")
    backup = emulator.post("/wix-data/v2/backups")["backup"]["id"]
    emulator.advance(2)
    entry = {"dataCollectionId": "products", "restoreDestination": {"dataCollectionId": "other"}}
    path = f"/wix-data/v2/backups/{backup}/partial-restore"
    restoration = emulator.post(path, {"restorationCollections": [entry]})["restoration"]
    source = {"wixDataCollection": {"collectionId": "products"}}
    exported = emulator.move(source, {"file": {"format": "CSV", "fileName": "goods.csv"}})
    emulator.move(source, {"wixDataCollection": {"collectionId": "copy"}})
    emulator.at(OTHER_SITE).move(
        {"localization": {"languages": ["EN", "DE"]}},
        {"file": {"format": "CSV"}},
        sourceSiteId=SITE,
    )
    emulator.submit("_id\n")
    emulator.advance(5)
    overview = page(emulator)
    ways = ("products → file", "products → copy", f"translations of {SITE} → file")
    for word in (restoration["id"], "products → other", "file → products", *ways):
        assert word in overview
    assert f"exports/{exported['id']}/goods.csv" in overview
    assert "signature" not in overview
    assert "products → file" in page(emulator, "/_emulator/jobs/1")


def test_content_is_escaped_and_secrets_are_absent(emulator: Emulator) -> None:
    emulator.add_collection(NASTY, **{NASTY: "TEXT"})
    emulator.add_items({"_id": NASTY, NASTY: NASTY}, collection=NASTY)
    emulator.add_collection()
    emulator.submit("_id\na\n", name=NASTY)
    overview = page(emulator)
    pages = [
        overview,
        page(emulator, link(overview, r"/_emulator/collections/\d+")),
        page(emulator, link(overview, r"/_emulator/jobs/\d+")),
    ]
    for text in pages:
        assert "&lt;script&gt;" in text
        assert "<script" not in text
        assert KEY not in text.split()
        assert "signature" not in text


def test_what_is_not_there_is_not_found(emulator: Emulator) -> None:
    for path in ("/_emulator/collections/99", "/_emulator/jobs/99", "/_emulator/nowhere"):
        assert emulator.http.get(path).status_code == 404


def test_looking_is_not_in_the_journal(emulator: Emulator) -> None:
    page(emulator)
    assert emulator.journal() == []
