"""No answer of the console holds a key, a token or a signed URL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

import wix_data_emulator
from tests.emulator.running import SITE, answer_of, running
from wix_data_emulator.world import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator.running import Emulator, Json

PREFIX = "/_emulator/"
SECRET_KEY = "IST.a-key-that-nobody-may-see"
APP_SECRET = "an-app-secret-that-nobody-may-see"
HEADER = "a-header-that-nobody-may-see"
PARTS = Path(wix_data_emulator.__file__).parent / "console_static"


@pytest.fixture
def locked() -> Iterator[Emulator]:
    """An emulator that wants a key."""
    with running(Options(api_key=SECRET_KEY)) as emulator:
        emulator.http.headers["Authorization"] = SECRET_KEY
        yield emulator


def token_of(emulator: Emulator) -> str:
    body = {
        "grant_type": "client_credentials",
        "client_id": "an-app",
        "client_secret": APP_SECRET,
        "instance_id": SITE,
    }
    token = str(answer_of(emulator.http.post("/oauth2/token", json=body))["access_token"])
    answered = emulator.http.get("/wix-data/v2/backups", headers={"Authorization": token})
    assert answered.status_code == 200
    return token


def export(emulator: Emulator) -> list[str]:
    """The signatures of an upload URL and of an exported file's URL, both used."""
    headers = {"Authorization": SECRET_KEY, "wix-site-id": SITE}

    def post(path: str, body: object) -> Json:
        return answer_of(emulator.http.post(path, json=body, headers=headers))

    post(
        "/wix-data/v2/collections",
        {"collection": {"id": "p", "fields": [{"key": "t", "type": "TEXT"}]}},
    )
    made = post("/data-mover/v1/temporary-files/upload-url", {"fileName": "p.csv"})
    assert emulator.http.put(str(made["uploadUrl"]), content=b"_id\na\n").status_code == 200
    source = {"wixDataCollection": {"collectionId": "p"}}
    job = post(
        "/data-mover/v1/jobs", {"source": source, "destination": {"file": {"format": "CSV"}}}
    )
    answer_of(emulator.http.post("/_emulator/clock", json={"advanceSeconds": 10}))
    url = str(job["job"]["destination"]["file"]["url"])
    assert emulator.http.get(url).status_code == 200
    return [
        parse_qs(urlsplit(str(used)).query)["signature"][0] for used in (made["uploadUrl"], url)
    ]


def every_answer(emulator: Emulator) -> dict[str, str]:
    """The page, its parts, each place of the state, each file: heads and bodies."""
    state = answer_of(emulator.http.get(f"{PREFIX}console/state", params={"site": SITE}))
    jobs = [f"job={job['number']}" for job in state["site"]["jobs"]]
    files = [f"console/files/{file['number']}" for file in state["site"]["files"]]
    queries = [f"console/state?{query}" for query in ("", f"site={SITE}")]
    queries.append(f"console/state?site={SITE}&collection=p&{'&'.join(jobs)}")
    paths = ["", *queries, *files, *(f"console/{file.name}" for file in PARTS.iterdir())]
    answers = {path: emulator.http.get(PREFIX + path) for path in paths}
    assert len(files) == 2
    return {path: f"{answer.headers}\n{answer.text}" for path, answer in answers.items()}


def test_keys_tokens_and_signed_urls_are_nowhere(locked: Emulator) -> None:
    secrets = [SECRET_KEY, APP_SECRET, HEADER, token_of(locked), *export(locked)]
    fault = {"path": "/x", "action": "status", "headers": {"Set-Cookie": HEADER}}
    locked.http.post("/_emulator/faults", json=[fault])
    secrets.append(locked.world.signer.key.decode())
    for path, text in every_answer(locked).items():
        for word in (*secrets, "signature="):
            assert word not in text, f"{word} is in {path}"
