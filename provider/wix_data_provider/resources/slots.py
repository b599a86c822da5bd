"""The slots of a site for on-demand backups: who would have to go for a new one. Pure.

Wix keeps three; a fourth silently deletes the oldest.
Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/introduction
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Protocol

from wix_data_provider.record import Record
from wix_data_provider.waiter.states import BACKUP_STATES, Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SLOTS = 3
_LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)


class Slot(Protocol):
    """A backup that takes a slot, or is going to."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def requested_date(self) -> datetime | None: ...


class Plan(Record):
    """What has to happen before a new backup, and what will happen after it.

    `drop`: one of ours, deleted first to make room. `victim`: what Wix would evict otherwise.
    `beyond`: ours that `keep` will delete once the new backup is READY. `spared`: ours that it
    would delete, were they not needed.
    """

    drop: Slot | None = None
    victim: Slot | None = None
    beyond: tuple[Slot, ...] = ()
    spared: tuple[Slot, ...] = ()

    @property
    def deleted(self) -> set[str]:
        """The IDs of ours that go."""
        return {backup.id for backup in (self.drop, *self.beyond) if backup is not None}


def occupies(backup: Slot) -> bool:
    """Whether it takes a slot: so does one of a status that is not known here."""
    return BACKUP_STATES.outcome(backup.status) is not Outcome.FAILED


def plan(
    occupied: Sequence[Slot], own: Collection[str], keep: int, needed: Collection[str] = ()
) -> Plan:
    """Judge the occupied slots of a site for one more backup by the resource that has `own`.

    `needed` are about to be restored: none of these is ours to delete now.
    """
    by_age = sorted(occupied, key=age_of)
    ours = [backup for backup in by_age if backup.id in own]
    old = ours[: max(0, len(ours) + 1 - keep)]
    beyond = tuple(backup for backup in old if backup.id not in needed)
    spared = tuple(backup for backup in old if backup.id in needed)
    if len(by_age) < SLOTS:
        return Plan(beyond=beyond, spared=spared)
    spare = next((backup for backup in beyond if not _only_ready(backup, ours)), None)
    if spare is not None:
        rest = tuple(backup for backup in beyond if backup is not spare)
        return Plan(drop=spare, beyond=rest, spared=spared)
    return Plan(victim=by_age[0], beyond=beyond, spared=spared)


def age_of(backup: Slot) -> datetime:
    """Sorts the oldest first."""
    return backup.requested_date or _LONG_AGO


def _only_ready(backup: Slot, ours: list[Slot]) -> bool:
    return [other for other in ours if other.status == "READY"] == [backup]
