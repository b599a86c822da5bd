"""One operation alone on its site: how late its end is seen."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench.contestants.provider import by_id, export
from tools.bench.engine import Project
from tools.bench.report import Section, Table, Target, seconds
from tools.bench.site import JOBS, service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.site import Request

DURATIONS_S = (3.3, 7.7, 15.5, 31.0, 62.0, 125.0, 190.0)
SHORTEST_S, PART, LONGEST_S = 1.0, 0.1, 15.0
ANNOUNCED_S = 3.0
ANSWER_S = 0.25
"""What a busy machine takes to answer the look that sees the end."""
ONE, MANY = 1, 2000
"""Items of a collection: one shows no progress before its end, many do."""


@dataclass(frozen=True)
class Seen:
    """One job; `seen_s` and `told_s` are seconds behind its end."""

    job_s: float
    announced: bool
    seen_s: float
    """Until an answer showed it to the plugin."""
    told_s: float
    """Until the CLI told it to the user."""

    @property
    def allowed_s(self) -> float:
        """
        >>> [Seen(s, False, 0, 0).allowed_s for s in (3, 30, 600)]
        [1.0, 3.0, 15.0]
        """
        regular = min(max(SHORTEST_S, PART * self.job_s), LONGEST_S)
        return min(regular, ANNOUNCED_S) if self.announced else regular


def run(durations_s: Sequence[float] = DURATIONS_S) -> Section:
    """For each duration two jobs, each alone on its site, one of them showing progress."""
    found = [seen for job_s in durations_s for seen in _measured(job_s)]
    rows = [
        [
            f"{one.job_s:g} s, progress {'shown' if one.announced else 'not shown'}",
            seconds(one.seen_s),
            seconds(one.told_s),
            seconds(one.allowed_s),
        ]
        for one in found
    ]
    worst = max(found, key=lambda one: one.seen_s - one.allowed_s)
    return Section(
        "Detection lag",
        "One `ExportJob` alone on its site: how long after its end an answer of Wix showed it to "
        "the plugin, and the CLI told it to the user.",
        [Table(["job", "seen after", "told after", "allowed"], rows)],
        [
            Target(
                "an end is seen at most 1 s or 10 % of the duration late, never more than 15 s, "
                f"and at most 3 s where progress announces it (the answer itself: {ANSWER_S} s)",
                f"nearest to its bound: {worst.seen_s:.2f} s of {worst.allowed_s:.2f} s",
                worst.seen_s <= worst.allowed_s + ANSWER_S,
            )
        ],
        [f"The latest was seen {max(one.seen_s for one in found):.1f} s behind its end."],
    )


def _measured(job_s: float) -> list[Seen]:
    with tempfile.TemporaryDirectory(prefix="wix-data-bench-") as temporary:
        folder = Path(temporary)
        with service(folder, items=(ONE, MANY), jobSeconds=job_s) as running:
            project = Project(folder / "project", running.url)
            project.program(
                {f"job-{n}": export(n, siteId=site) for n, site in enumerate(running.sites)}
            )
            project.prepare()
            told = by_id(project, project.deploy().end()).told
            requests = running.requests()
            found = []
            for site, announced in zip(running.sites, (False, True), strict=True):
                (job,) = running.jobs(site)
                if job.ended is None or job.id not in told:
                    raise SystemExit(f"bench: the job of {job_s} s is {job.status}")
                seen = first_look(requests, site, job.ended)
                found.append(Seen(job_s, announced, seen - job.ended, told[job.id] - job.ended))
            return found


def first_look(requests: Sequence[Request], site: str, ended: float) -> float:
    """When the jobs of a site were first asked for after the end of its only one."""
    return min(
        one.at
        for one in requests
        if one.site == site and one.at >= ended and one.path.startswith(f"{JOBS}/")
    )
