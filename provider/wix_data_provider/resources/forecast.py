"""What the backups of a whole program do to the slots of a site, in whatever order. Pure.

The engine shows resources in no fixed order, so a preview counts them as a set.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

from wix_data_provider.record import Record
from wix_data_provider.resources import slots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from wix_data_provider.resources.slots import Slot


class Take(Record):
    """A backup that the resource `urn`, which has `own` and keeps `keep`, is going to take.
    `evict`: Wix may delete somebody else's for it; None while that is not known."""

    urn: str
    own: tuple[str, ...]
    keep: int
    evict: bool | None


class Eviction(Record):
    """Wix would delete `victim` for `take`. `certain`: it goes in whatever order."""

    victim: Slot
    take: Take
    certain: bool = True


class Foreseen(Record):
    """A backup that is not taken yet; its ID is the resource's URN."""

    id: str
    requested_date: datetime | None
    status: str = "READY"


def evictions(
    occupied: Sequence[Slot], takes: Sequence[Take], needed: Collection[str], now: datetime
) -> list[Eviction]:
    """What Wix would delete, in one order or another; each once, oldest first.

    Backups of one site are taken one after the other, each with its clean-up. More of them than
    there are slots evict each other in any order.
    """
    orders: Iterable[Sequence[Take]] = [takes]
    if len(takes) <= slots.SLOTS:
        orders = permutations(takes)
    runs = [_in_order(occupied, order, needed, now) for order in orders]
    found = {(one.victim.id, one.take.evict): one for run in runs for one in run.evictions}
    always = frozenset.intersection(*(run.gone for run in runs))
    judged = [one.evolve(certain=one.victim.id in always) for one in found.values()]
    return sorted(judged, key=lambda one: slots.age_of(one.victim))


class _Run(Record):
    """What is evicted, and all that is gone at the end."""

    evictions: list[Eviction]
    gone: frozenset[str]


def _in_order(
    occupied: Sequence[Slot], takes: Sequence[Take], needed: Collection[str], now: datetime
) -> _Run:
    taken = list(occupied)
    found = []
    for number, take in enumerate(takes, start=1):
        plan = slots.plan(taken, take.own, take.keep, needed)
        if plan.victim is not None:
            found.append(Eviction(plan.victim, take))
        going = {slot.id for slot in (plan.drop, plan.victim, *plan.beyond) if slot is not None}
        taken = [slot for slot in taken if slot.id not in going]
        taken.append(Foreseen(take.urn, now + timedelta(seconds=number)))
    left = {slot.id for slot in taken}
    return _Run(found, frozenset(slot.id for slot in occupied if slot.id not in left))
