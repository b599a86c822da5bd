"""Webhooks: who is told what, signed, in the background and again when it is not confirmed."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import jwt
import pytest

from tests.emulator.receiver import PATIENCE_S, Receiver, receiving
from tests.emulator.running import OTHER_SITE, SITE, field_of, running
from wix_data_emulator.store import Store
from wix_data_emulator.webhooks import (
    add_deliveries,
    add_webhook,
    due_deliveries,
    settle_deliveries,
)
from wix_data_emulator.world import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.emulator.running import Emulator, Json

WEBHOOKS = "/_emulator/webhooks"
BACKUPS = "/wix-data/v2/backups"
JOBS = "/data-mover/v1/jobs"
LONG_MS = 3_600_000
JOB_EVENT, STATE_EVENT = "wix.hub.v1.job", "wix.data.v2.backup"


@pytest.fixture
def receiver(emulator: Emulator) -> Iterator[Receiver]:
    with receiving() as receiver:
        emulator.post(WEBHOOKS, {"url": receiver.url})
        yield receiver
        emulator.delete(WEBHOOKS)


def event(emulator: Emulator, receiver: Receiver) -> tuple[Json, Json]:
    """The next envelope and its innermost data, after the signature was checked."""
    key = emulator.get(WEBHOOKS)["publicKey"]
    claims = jwt.decode(receiver.take(), key, algorithms=["RS256"], options={"require": ["exp"]})
    envelope: Json = json.loads(claims["data"])
    assert json.loads(envelope["identity"])["identityType"]
    data: Json = json.loads(envelope["data"])
    assert envelope["eventType"] == f"{data['entityFqdn']}_{data['slug']}"
    return envelope, data


def test_a_job_is_created_updated_and_over(emulator: Emulator, receiver: Receiver) -> None:
    emulator.add_collection()
    job = emulator.submit("_id\na\n")
    envelope, created = event(emulator, receiver)
    assert envelope["eventType"] == f"{JOB_EVENT}_created"
    assert (envelope["instanceId"], created["entityId"]) == (SITE, job["id"])
    assert created["createdEvent"]["entity"]["status"] == "INITIALIZING"
    assert created["eventTime"] == "2023-11-14T22:13:20.000Z"
    emulator.advance(1)
    _envelope, running_ = event(emulator, receiver)
    emulator.advance(1)
    _envelope, done = event(emulator, receiver)
    told = [entry["updatedEvent"]["currentEntity"]["status"] for entry in (running_, done)]
    assert told == ["IN_PROGRESS", "COMPLETED"]
    numbers = [int(entry["entityEventSequence"]) for entry in (created, running_, done)]
    assert numbers == sorted(set(numbers))
    assert len({entry["id"] for entry in (created, running_, done)}) == 3


def test_no_status_is_skipped_by_a_jump_of_the_clock(
    emulator: Emulator, receiver: Receiver
) -> None:
    emulator.add_collection()
    emulator.submit("_id\na\n")
    emulator.advance(3600)
    found = [event(emulator, receiver)[1] for _ in range(3)]
    found.sort(key=lambda data: int(data["entityEventSequence"]))  # they may overtake each other
    assert [data["slug"] for data in found] == ["created", "updated", "updated"]


def test_a_terminated_job_is_deleted_without_its_entity(
    emulator: Emulator, receiver: Receiver
) -> None:
    emulator.add_collection()
    job = emulator.submit("_id\na\n")
    emulator.post(f"{JOBS}/{job['id']}/terminate")
    found = {data["slug"]: data for data in (event(emulator, receiver)[1] for _ in range(3))}
    assert set(found) == {"created", "updated", "deleted"}
    assert found["updated"]["updatedEvent"]["currentEntity"]["status"] == "FAILED"
    assert found["deleted"]["deletedEvent"] == {}


def test_backups_are_told_from_creation_to_deletion(emulator: Emulator, receiver: Receiver) -> None:
    backup = emulator.post(BACKUPS)["backup"]
    told = []
    for step in range(3):
        envelope, data = event(emulator, receiver)
        assert envelope["eventType"] == f"{STATE_EVENT}_backup_state_changed"
        told.append(data["actionEvent"]["body"]["backup"]["status"])
        if step == 1:
            emulator.delete(f"{BACKUPS}/{backup['id']}")
        emulator.advance(2)
    assert told == ["PENDING", "READY", "DELETED"]


def test_restorations_are_told_too(emulator: Emulator, receiver: Receiver) -> None:
    backup = emulator.post(BACKUPS)["backup"]["id"]
    emulator.advance(2)
    emulator.post(f"{BACKUPS}/{backup}/restore")
    emulator.advance(2)
    found = [event(emulator, receiver) for _ in range(4)]
    bodies = [
        data["actionEvent"]["body"]["restoration"]
        for envelope, data in found
        if envelope["eventType"] == f"{STATE_EVENT}_restoration_state_changed"
    ]
    assert {body["status"] for body in bodies} == {"PENDING", "COMPLETED"}


def test_the_instance_of_a_site_can_be_named(emulator: Emulator, receiver: Receiver) -> None:
    emulator.set(instances={"the-instance": OTHER_SITE})
    emulator.at(OTHER_SITE).post(BACKUPS)
    assert event(emulator, receiver)[0]["instanceId"] == "the-instance"


def until(holds: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s


def again(emulator: Emulator, receiver: Receiver) -> Json:
    """What comes once the emulator has noted the refusal and its clock has gone on."""

    def come() -> bool:
        emulator.advance(60)
        return not receiver.is_empty()

    until(come)
    return event(emulator, receiver)[1]


def test_what_is_not_confirmed_is_sent_again(emulator: Emulator, receiver: Receiver) -> None:
    emulator.set(backupSeconds=10**8)
    receiver.answers += [500, 204]
    emulator.post(BACKUPS)
    first = event(emulator, receiver)[1]
    assert again(emulator, receiver) == again(emulator, receiver) == first
    until(lambda: waiting(emulator) == 0)


def waiting(emulator: Emulator) -> int:
    return sum(entry["waiting"] for entry in emulator.get(WEBHOOKS)["webhooks"])


def test_requests_never_wait_for_a_receiver(emulator: Emulator, receiver: Receiver) -> None:
    receiver.gate.clear()
    emulator.post(BACKUPS)
    receiver.take()
    for _ in range(20):
        emulator.get(BACKUPS)
    assert emulator.get(WEBHOOKS)["webhooks"] == [{"url": receiver.url, "waiting": 1}]


def test_who_does_not_answer_in_time_is_told_again(emulator: Emulator, receiver: Receiver) -> None:
    emulator.set(backupSeconds=10**8)
    receiver.gate.clear()
    emulator.post(BACKUPS)
    first = event(emulator, receiver)[1]
    assert again(emulator, receiver) == first


def test_nobody_is_told_of_what_was_before(emulator: Emulator) -> None:
    emulator.post(BACKUPS)
    emulator.add_collection()
    emulator.submit("_id\na\n")
    with receiving() as receiver:
        emulator.post(WEBHOOKS, {"url": receiver.url})
        emulator.post(BACKUPS, {"type": "AUTO"})
        body = event(emulator, receiver)[1]["actionEvent"]["body"]
        assert (body["backup"]["type"], body["backup"]["status"]) == ("AUTO", "PENDING")
        emulator.delete(WEBHOOKS)


def test_everybody_is_told_and_a_dead_receiver_holds_nobody_up(emulator: Emulator) -> None:
    with receiving() as one, receiving() as two:
        for url in ("http://127.0.0.1:1/", "http://no..host/", one.url, two.url, one.url):
            emulator.post(WEBHOOKS, {"url": url})
        emulator.post(BACKUPS)
        for receiver in (one, two):
            assert event(emulator, receiver)[1]["slug"] == "backup_state_changed"
        assert one.is_empty()
        listed = emulator.get(WEBHOOKS)["webhooks"]
        assert [entry["url"] for entry in listed][2:] == [one.url, two.url]
        emulator.delete(WEBHOOKS)
        assert emulator.get(WEBHOOKS)["webhooks"] == []


def test_after_many_attempts_an_event_is_given_up(
    emulator: Emulator, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wix_data_emulator.webhooks.MOST_ATTEMPTS", 1)
    receiver.answers += [500]
    emulator.post(BACKUPS)
    receiver.take()
    until(lambda: waiting(emulator) == 0)


def test_an_event_is_sent_twelve_times_at_most_a_minute_apart() -> None:
    store = Store(None)
    sent_ms: list[int] = []
    with store.transaction() as db:
        add_webhook(db, "http://127.0.0.1:1/")
        add_deliveries(db, "an event", 0)
        while due := due_deliveries(db, LONG_MS):
            sent_ms += [delivery.due_ms for delivery in due]
            settle_deliveries(db, [(delivery, False) for delivery in due], sent_ms[-1])
    store.close()
    waits_s = [(later - earlier) / 1000 for earlier, later in pairwise(sent_ms)]
    assert waits_s == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


def test_a_killed_emulator_still_tells_what_happened(tmp_path: Path) -> None:
    options = Options(state=tmp_path / "state.db")
    with receiving() as receiver:
        receiver.answers += [503] * 100
        with running(options) as emulator:
            emulator.set(backupSeconds=3600)
            emulator.post(WEBHOOKS, {"url": receiver.url})
            key = emulator.get(WEBHOOKS)["publicKey"]
            emulator.post(BACKUPS)
            receiver.take()
        receiver.answers.clear()
        with running(options) as emulator:
            assert emulator.get(WEBHOOKS)["publicKey"] == key
            emulator.advance(60)
            assert event(emulator, receiver)[1]["slug"] == "backup_state_changed"


@pytest.mark.parametrize("url", [None, "", "events", "ftp://host/", "http://", "http://h:x/"])
def test_only_web_urls_are_told(emulator: Emulator, url: object) -> None:
    assert field_of(emulator.send("POST", WEBHOOKS, json={"url": url})) == (400, "url")


def test_a_reset_tells_nobody_any_more(emulator: Emulator, receiver: Receiver) -> None:
    emulator.post("/_emulator/reset")
    emulator.post(BACKUPS)
    assert emulator.get(WEBHOOKS)["webhooks"] == []
    assert receiver.is_empty()
