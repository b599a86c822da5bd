"""The state file and the seed folder."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import OTHER_SITE, SITE, running
from wix_data_emulator.seed import SeedError
from wix_data_emulator.store import StateFileError, Store
from wix_data_emulator.world import Options

if TYPE_CHECKING:
    from pathlib import Path

BACKUPS = "/wix-data/v2/backups"
NEW_IN_2 = (
    *("restorations", "translations", "staged", "columns"),
    *("webhooks", "announced", "deliveries"),
)
SCHEMA = {
    "displayName": "Art",
    "fields": [{"key": "year", "displayName": "Year", "type": "NUMBER"}],
}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "state.db"


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    folder = tmp_path / "seed" / SITE
    folder.mkdir(parents=True)
    (folder / "art.schema.json").write_text(json.dumps({"collection": {"id": "art", **SCHEMA}}))
    (folder / "art.csv").write_text("ID,Year\na,1999\n")
    (folder / "empty.schema.json").write_text(json.dumps(SCHEMA))
    (folder / "loose.jsonl").write_text('{"_id": "x", "n": 1}\n')
    return folder.parent


def test_a_restarted_emulator_goes_on_with_everything(state: Path) -> None:
    with running(Options(state=state)) as emulator:
        emulator.set(finalProgress="present", jobSeconds=10)
        emulator.add_collection()
        backup = emulator.post(BACKUPS)["backup"]
        rows = "".join(f"id{n},{n}\n" for n in range(10))
        job = emulator.submit(f"_id,title\n{rows}id3,again\n", policy="TRUNCATE_BEFORE")
        emulator.advance(4)
        assert emulator.job(job)["progress"]["current"] == 3
        url = emulator.post("/data-mover/v1/temporary-files/upload-url")["uploadUrl"]
    with running(Options(state=state)) as emulator:
        assert emulator.get("/_emulator/clock")["now"] == "2023-11-14T22:13:24.000Z"
        assert emulator.get(BACKUPS)["backups"][0]["id"] == backup["id"]
        assert emulator.get(BACKUPS)["backups"][0]["status"] == "READY"
        path = url.split("/", 3)[3]
        assert emulator.http.put(f"/{path}", content=b"x").status_code == 200
        emulator.advance(6)
        done = emulator.job(job)
        assert (done["status"], done["progress"]["itemsSuccessful"]) == ("PARTIALLY_SUCCESSFUL", 10)
        assert emulator.logs(done) == [("id3", "WDE0074")]
        assert len(emulator.items()) == 10
        assert emulator.journal()


def test_without_a_file_nothing_is_kept() -> None:
    with running() as emulator:
        emulator.post(BACKUPS)
    with running() as emulator:
        assert emulator.get(BACKUPS)["backups"] == []


def test_two_emulators_cannot_share_a_file(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wix_data_emulator.store.BUSY_S", 0.01)
    with running(Options(state=state)), pytest.raises(StateFileError, match="another emulator"):
        Store(state)


def test_a_file_that_is_no_state_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but long enough to have a header of its own" * 20)
    with pytest.raises(StateFileError, match=r"notes\.txt"):
        Store(file)
    assert file.read_text().startswith("not a database")


def test_a_file_of_another_version_is_refused(state: Path) -> None:
    store = Store(state)
    store.db.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(StateFileError, match="another version"):
        Store(state)


def test_a_file_of_the_version_before_is_gone_on_with(state: Path) -> None:
    with running(Options(state=state)) as emulator:
        emulator.add_collection()
        emulator.add_items({"_id": "a"})
        backup = emulator.post(BACKUPS)["backup"]["id"]
    with closing(sqlite3.connect(state)) as db:
        for table in NEW_IN_2:
            db.execute(f"DROP TABLE {table}")
        db.execute("PRAGMA user_version = 1")
        db.commit()
    with running(Options(state=state)) as emulator:
        emulator.advance(2)
        emulator.add_items({"_id": "later"})
        emulator.post(f"{BACKUPS}/{backup}/restore")
        emulator.advance(2)
        assert [item["_id"] for item in emulator.items()] == ["a"]
        assert emulator.export()


def test_a_seed_makes_collections_with_types_and_items(seed: Path) -> None:
    with running(Options(seed=seed)) as emulator:
        assert [item["year"] for item in emulator.items("art")] == [1999]
        assert emulator.items("empty") == []
        assert emulator.items("loose")[0]["n"] == 1
        fields = emulator.get("/wix-data/v2/collections/loose")["collection"]["fields"]
        assert fields[-1] == {"key": "n", "displayName": "n", "type": "ANY"}
        assert emulator.at(OTHER_SITE).get("/wix-data/v2/collections")["collections"] == []


def test_a_seed_never_overwrites_what_is_there(seed: Path, state: Path) -> None:
    options = Options(seed=seed, state=state)
    with running(options) as emulator:
        emulator.add_items({"_id": "a", "year": 2000}, collection="art")
        emulator.delete("/wix-data/v2/collections/loose")
    (seed / SITE / "late.csv").write_text("_id\nz\n")
    with running(options) as emulator:
        assert [item["year"] for item in emulator.items("art")] == [2000]
        listed = emulator.get("/wix-data/v2/collections")["collections"]
        assert [entry["id"] for entry in listed] == ["art", "empty", "late"]


def test_a_reset_seeds_again(seed: Path) -> None:
    with running(Options(seed=seed)) as emulator:
        for body in ({}, {"siteId": SITE}):
            emulator.delete("/wix-data/v2/collections/art")
            emulator.post("/_emulator/reset", body)
            assert len(emulator.items("art")) == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("my-site/a.csv", "_id\n", "my-site"),
        (f"{SITE}/a.schema.json", "{}", "fields"),
        (f"{SITE}/a.schema.json", "{", "not JSON"),
        (f"{SITE}/a.jsonl", "[]", "line 1"),
        (f"{SITE}/a.csv", "_id,b\nx\n", "line 2"),
    ],
)
def test_a_wrong_seed_is_named(tmp_path: Path, name: str, content: str, told: str) -> None:
    file = tmp_path / name
    file.parent.mkdir()
    file.write_text(content)
    with pytest.raises(SeedError, match=told), running(Options(seed=tmp_path)):
        pass


def test_a_missing_seed_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="nowhere"), running(Options(seed=tmp_path / "nowhere")):
        pass


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")

    def fail() -> None:
        with store.transaction():
            store.set_meta("a", "b")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.get_meta("a") is None
    store.close()
