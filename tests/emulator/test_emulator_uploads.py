"""Signed URLs and the files behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.emulator.running import OTHER_SITE, SITE, code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator

UPLOAD_URL = "/data-mover/v1/temporary-files/upload-url"


def test_the_url_leads_to_the_host_that_was_asked(emulator: Emulator) -> None:
    made = emulator.post(UPLOAD_URL, {"fileName": "a b/ü.csv"})
    assert made["fileId"] == "temporary-files/a b/ü.csv.dat"
    assert made["uploadUrl"].startswith(str(emulator.http.base_url))
    response = emulator.send("POST", UPLOAD_URL, json={}, headers={"Host": "wix.test:1"})
    assert response.json()["uploadUrl"].startswith("http://wix.test:1/")
    assert re.fullmatch(r"temporary-files/\d{7}\.dat", response.json()["fileId"])
    assert httpx.put(made["uploadUrl"], content=b"x").json() == {}


def test_a_file_comes_back_as_it_was_uploaded(emulator: Emulator) -> None:
    emulator.add_collection()
    content = b"_id,title\n" + b"a,b\n" * 700_000
    job = emulator.submit(content)
    url = job["source"]["file"]["url"]
    assert emulator.job(job)["source"]["file"]["url"] == url
    assert httpx.get(url).content == content
    assert httpx.put(url, content=b"x").status_code == 403


def test_an_upload_url_lives_for_fifteen_minutes(emulator: Emulator) -> None:
    url = emulator.post(UPLOAD_URL)["uploadUrl"]
    emulator.advance(900)
    assert httpx.put(url, content=b"x").status_code == 200
    emulator.advance(0.001)
    assert code_of(httpx.put(url, content=b"x")) == (403, "URL_REFUSED")


def test_made_up_urls_are_refused(emulator: Emulator) -> None:
    url = emulator.post(UPLOAD_URL, {"fileName": "a.csv"})["uploadUrl"]
    later = re.sub(r"expires=(\d+)", lambda found: f"expires={int(found[1]) + 1}", url)
    for wrong in (later, url.replace("a.csv", "b.csv"), url.replace(SITE, OTHER_SITE), url[:-1]):
        assert httpx.put(wrong, content=b"x").status_code == 403
    assert httpx.put(url.split("?")[0], content=b"x").status_code == 403
    assert httpx.get(url).status_code == 403


@pytest.mark.parametrize("name", ["x" * 513, 7])
def test_file_names_have_a_length(emulator: Emulator, name: object) -> None:
    response = emulator.send("POST", UPLOAD_URL, json={"fileName": name})
    assert field_of(response) == (400, "fileName")


def test_another_site_does_not_see_the_file(emulator: Emulator) -> None:
    file = emulator.upload("_id\na\n")
    other = emulator.at(OTHER_SITE)
    other.add_collection()
    body = {
        "source": {"file": {"fileId": file}},
        "destination": {"wixDataCollection": {"collectionId": "products"}},
    }
    response = other.send("POST", "/data-mover/v1/jobs", json=body)
    assert code_of(response) == (404, "FILE_NOT_FOUND")
