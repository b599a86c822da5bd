"""The console's pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.emulator.running import KEY, SITE

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
