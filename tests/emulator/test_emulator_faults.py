"""Scripted faults."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.emulator.running import code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

BACKUPS = "/wix-data/v2/backups"


def count_backups(emulator: Emulator) -> int:
    return len(emulator.get(BACKUPS)["backups"])


@pytest.mark.parametrize(("phase", "made"), [("before", 0), ("after", 1)])
def test_a_dropped_answer_closes_the_connection(emulator: Emulator, phase: str, made: int) -> None:
    emulator.script(method="POST", path=BACKUPS, phase=phase, action="drop")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        emulator.send("POST", BACKUPS, json={})
    assert count_backups(emulator) == made
    noted = emulator.journal()[0]
    assert (noted["status"], noted["fault"]) == (None, f"drop {phase}")


@pytest.mark.parametrize(("phase", "made"), [("before", 0), ("after", 1)])
def test_another_status_is_answered(emulator: Emulator, phase: str, made: int) -> None:
    emulator.script(
        method="POST",
        path=BACKUPS,
        phase=phase,
        action="status",
        status=503,
        headers={"Retry-After": "7"},
    )
    response = emulator.send("POST", BACKUPS, json={})
    assert (response.status_code, response.content) == (503, b"")
    assert response.headers["Retry-After"] == "7"
    assert response.headers["X-Wix-Request-Id"]
    assert count_backups(emulator) == made
    assert emulator.journal()[0]["status"] == 503


def test_a_refusal_has_a_body(emulator: Emulator) -> None:
    emulator.script(path=BACKUPS, action="status", status=429)
    assert code_of(emulator.send("GET", BACKUPS)) == (429, "SCRIPTED_FAULT")


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_late_answer_is_the_right_one(emulator: Emulator, phase: str) -> None:
    emulator.script(path=BACKUPS, phase=phase, action="delay", seconds=0.2)
    begun = time.monotonic()
    assert emulator.send("POST", BACKUPS, json={}).status_code == 200
    assert time.monotonic() - begun >= 0.2
    assert count_backups(emulator) == 1


def taken(emulator: Emulator, phase: str) -> bool:
    """Whether the one request that a fault waits for has come."""
    if phase == "after":
        return count_backups(emulator) == 1
    return not emulator.get("/_emulator/faults")["faults"]


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_reset_forgets_what_a_delay_holds(emulator: Emulator, phase: str) -> None:
    emulator.script(method="POST", path=BACKUPS, phase=phase, action="delay", seconds=3600)
    with ThreadPoolExecutor() as pool:
        held = pool.submit(emulator.send, "POST", BACKUPS, json={})
        while not taken(emulator, phase):
            pass
        emulator.post("/_emulator/reset")
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            held.result()
    assert emulator.journal() == []
    assert count_backups(emulator) == 0


def test_faults_happen_so_many_times_in_order(emulator: Emulator) -> None:
    emulator.script(path="/wix-data/*", action="status", status=500, times=2)
    emulator.script(path="*", action="status", status=504)
    seen = [emulator.send("GET", BACKUPS).status_code for _ in range(4)]
    assert seen == [500, 500, 504, 200]


def test_faults_are_for_their_method_and_path_only(emulator: Emulator) -> None:
    emulator.script(method="delete", path=f"{BACKUPS}/*", action="status")
    emulator.post(BACKUPS)
    assert emulator.send("DELETE", f"{BACKUPS}/x").status_code == 503
    assert emulator.get("/_emulator/faults") == {"faults": []}


def test_uploads_can_fail_too(emulator: Emulator) -> None:
    url = emulator.post("/data-mover/v1/temporary-files/upload-url")["uploadUrl"]
    emulator.script(method="PUT", path="/_files/*", action="drop")
    with pytest.raises(httpx.TransportError):
        httpx.put(url, content=b"x" * 5_000_000)
    assert httpx.put(url, content=b"x").status_code == 200


def test_waiting_faults_are_listed_and_cleared(emulator: Emulator) -> None:
    emulator.script(path=BACKUPS, action="drop", times=3)
    (waiting,) = emulator.get("/_emulator/faults")["faults"]
    assert (waiting["path"], waiting["times"], waiting["phase"]) == (BACKUPS, 3, "before")
    emulator.delete("/_emulator/faults")
    emulator.get(BACKUPS)


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"action": "drop"}, "faults[0].path"),
        ({"path": "/x"}, "faults[0].action"),
        ({"path": "/x", "action": "explode"}, "faults[0].action"),
        ({"path": "/x", "action": "drop", "phase": "later"}, "faults[0].phase"),
        ({"path": "/x", "action": "drop", "times": 0}, "faults[0].times"),
        ({"path": "/x", "action": "status", "status": 200}, "faults[0].status"),
        ({"path": "/x", "action": "delay", "seconds": -1}, "faults[0].seconds"),
    ],
)
def test_wrong_faults_are_refused(emulator: Emulator, fault: Json, field: str) -> None:
    assert field_of(emulator.send("POST", "/_emulator/faults", json=[fault])) == (400, field)
    assert field_of(emulator.send("POST", "/_emulator/faults", json=fault)) == (400, "body")
