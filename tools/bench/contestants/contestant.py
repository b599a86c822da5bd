"""What every contestant is, and how its lines are read."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tools.bench.site import API_KEY, COLLECTION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.bench.processes import Ended, Line
    from tools.bench.site import Service

_DONE = re.compile(r"^done (?P<name>\S+) (?P<id>\S+)$")
_CREATED = re.compile(r"^ \+ +\S+ (?P<name>\S+) created \(")


@dataclass(frozen=True)
class Finished:
    """What a contestant did: when it told the end of each job (by the job's ID)."""

    ended: Ended
    told: dict[str, float]


class Contestant(Protocol):
    """Who runs the jobs; `name` is what the tables call it, `at_once` how many jobs it runs at
    the same time, where that is bounded."""

    @property
    def name(self) -> str: ...
    @property
    def at_once(self) -> int | None: ...

    def run(self, folder: Path, service: Service, jobs: int) -> Finished:
        """So many export jobs on the first site of the service, all at once."""
        ...


def surroundings(service: Service, jobs: int) -> dict[str, str]:
    """What the programs read from their environment."""
    return {
        "WIX_API_URL": service.url,
        "WIX_API_KEY": API_KEY,
        "WIX_SITE_ID": service.sites[0],
        "BENCH_JOBS": str(jobs),
        "BENCH_COLLECTION": COLLECTION,
    }


def outer_environment(service: Service, jobs: int) -> dict[str, str]:
    """The same, with the user's own around it."""
    return {**os.environ, **surroundings(service, jobs)}


def told_by_script(lines: Iterable[Line]) -> dict[str, float]:
    """When a script said `done`, by the job's ID.

    >>> from tools.bench.processes import Line
    >>> told_by_script([Line(7.5, "done job-0 4f1c"), Line(8.0, "failed: no")])
    {'4f1c': 7.5}
    """
    matches = [(line.at, _DONE.match(line.text)) for line in lines]
    return {match["id"]: at for at, match in matches if match}


def told_by_cli(lines: Iterable[Line]) -> dict[str, float]:
    """When the CLI said that a resource was created, by the resource's name.

    >>> from tools.bench.processes import Line
    >>> told_by_cli([Line(7.5, " +  wix-data:index:ExportJob job-0 created (5s) COMPLETED")])
    {'job-0': 7.5}
    """
    matches = [(line.at, _CREATED.match(line.text)) for line in lines]
    return {match["name"]: at for at, match in matches if match}
