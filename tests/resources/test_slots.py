"""resources/slots.py: who would have to go for a new backup."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fake_clock import START
from wix_data_provider.client.backups import Backup
from wix_data_provider.resources import slots


def backup(word: str, age: int) -> Backup:
    """ "own1" is ours and "own1?" is ours and still PENDING; the higher the age, the older."""
    return Backup(
        id=word.rstrip("?"),
        status="PENDING" if word.endswith("?") else "READY",
        type="ON_DEMAND",
        requested_date=START - timedelta(hours=age),
    )


@pytest.mark.parametrize(
    ("oldest_first", "keep", "drop", "victim", "beyond"),
    [
        # room
        ("", 2, None, None, ""),
        ("own1", 2, None, None, ""),
        ("own1", 1, None, None, "own1"),
        ("own1 own2", 2, None, None, "own1"),
        ("own1 own2", 1, None, None, "own1 own2"),
        ("other1 other2", 1, None, None, ""),
        # full, and one of ours would go anyway: it goes first
        ("own1 own2 own3", 3, "own1", None, ""),
        ("own1 own2 own3", 1, "own1", None, "own2 own3"),
        ("other1 own1 own2", 2, "own1", None, ""),
        ("own1 other1 own2", 2, "own1", None, ""),
        # never our only READY one
        ("other1 other2 own1", 1, None, "other1", "own1"),
        ("own1 other1 other2", 1, None, "own1", "own1"),
        ("other1 own1 own2?", 1, "own2", None, "own1"),
        ("own1 own2? own3?", 1, "own2", None, "own1 own3"),
        # full, and ours are all to be kept
        ("other1 own1 own2", 3, None, "other1", ""),
        ("other1 other2 other3", 2, None, "other1", ""),
        ("own1 own2 other1", 3, None, "own1", ""),
    ],
)
def test_plan(
    oldest_first: str, keep: int, drop: str | None, victim: str | None, beyond: str
) -> None:
    words = oldest_first.split()
    occupied = [backup(word, age=9 - index) for index, word in enumerate(words)]
    mine = {one.id for one in occupied if one.id.startswith("own")}
    plan = slots.plan(occupied[::-1], mine, keep)
    assert (plan.drop.id if plan.drop else None) == drop
    assert (plan.victim.id if plan.victim else None) == victim
    assert [one.id for one in plan.beyond] == beyond.split()


@pytest.mark.parametrize(
    ("oldest_first", "keep", "needed", "drop", "victim", "beyond", "spared"),
    [
        ("own1 own2", 1, "own1", None, None, "own2", "own1"),
        ("own1 own2 own3", 2, "own1", "own2", None, "", "own1"),
        ("own1 own2 own3", 3, "own1", None, "own1", "", "own1"),
        ("other1 own1 own2", 2, "own1", None, "other1", "", "own1"),
        ("other1 own1 own2", 2, "other1", "own1", None, "", ""),
    ],
)
def test_what_is_needed_is_not_ours_to_delete(
    *,
    oldest_first: str,
    keep: int,
    needed: str,
    drop: str | None,
    victim: str | None,
    beyond: str,
    spared: str,
) -> None:
    words = oldest_first.split()
    occupied = [backup(word, age=9 - index) for index, word in enumerate(words)]
    mine = {one.id for one in occupied if one.id.startswith("own")}
    plan = slots.plan(occupied, mine, keep, {needed})
    assert (plan.drop.id if plan.drop else None) == drop
    assert (plan.victim.id if plan.victim else None) == victim
    assert [one.id for one in plan.beyond] == beyond.split()
    assert [one.id for one in plan.spared] == spared.split()
