"""The same export jobs on one site, by every contestant."""

from __future__ import annotations

import math
import re
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench.contestants import ALL, Ideal, Provider
from tools.bench.report import Section, Table, Target, processes, seconds
from tools.bench.site import JOBS, PER_MINUTE, TOO_MANY, service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.bench.contestants import Contestant, Finished
    from tools.bench.processes import Usage
    from tools.bench.site import Service

_ERROR = re.compile(r"[\w.]*(Error|Timeout|Exception)\b|failed:|error: ")
SIZES = (1, 10, 50, 200, 500)
JOB_S = 30.0
COMPLETED = "COMPLETED"
NOTHING = "-"
MANY = 200
"""From here on the targets hold: fewer jobs cannot share their polls."""
MOST_BEYOND, SLOWEST = 0.2, 1.15


@dataclass(frozen=True)
class Measured:
    """One contestant with one number of jobs."""

    contestant: str
    jobs: int
    succeeded: int
    wall_s: float
    over_s: float
    """Wall time over the time that one job takes."""
    requests: int
    submits: int
    too_many: int
    lags_s: Sequence[float]
    """From the end of each job until the contestant told it."""
    usages: Sequence[Usage]
    reason: str = ""
    """Why not all succeeded."""

    @property
    def beyond(self) -> float:
        """Requests for each job beyond its submit."""
        return (self.requests - self.jobs) / self.jobs

    @property
    def lag(self) -> str:
        """Median and longest."""
        if not self.lags_s:
            return NOTHING
        return f"{seconds(statistics.median(self.lags_s))}, {seconds(max(self.lags_s))}"


def run(
    sizes: Sequence[int] = SIZES,
    job_s: float = JOB_S,
    contestants: Sequence[Contestant] = ALL,
    say: Callable[[str], None] = print,
    patience_s: float = math.inf,
) -> Section:
    """Every contestant with every number of jobs, one after the other; those that would surely
    take longer than `patience_s` are left out."""
    found, left_out = [], []
    for jobs in sizes:
        for contestant in contestants:
            slow = too_slow(contestant, jobs, job_s, patience_s)
            if slow is not None:
                left_out.append(slow)
                continue
            found.append(measure(contestant, jobs, job_s))
            say(f"{jobs} of {job_s:g} s, {contestant.name}: {seconds(found[-1].wall_s)}")
    return section(found, job_s, left_out)


def too_slow(contestant: Contestant, jobs: int, job_s: float, patience_s: float) -> str | None:
    """Why a contestant is left out, in a sentence."""
    least_s = job_s * math.ceil(jobs / (contestant.at_once or jobs))
    if least_s <= patience_s:
        return None
    pace = f"{contestant.at_once} at a time, it takes {seconds(least_s)} at least"
    return f"{contestant.name} with {jobs} jobs: left out; {pace}"


def measure(contestant: Contestant, jobs: int, job_s: float) -> Measured:
    """Let a contestant run so many jobs of so many seconds."""
    with tempfile.TemporaryDirectory(prefix="wix-data-bench-") as temporary:
        folder = Path(temporary)
        with service(folder, jobSeconds=job_s) as running:
            finished = contestant.run(folder / "contestant", running, jobs)
            return _measured(contestant.name, jobs, job_s, finished, running)


def _measured(name: str, jobs: int, job_s: float, finished: Finished, running: Service) -> Measured:
    ended = finished.ended
    emulator = running.usage()
    requests = running.requests()
    seen = {job.id: job for job in running.jobs(running.sites[0])}
    good = {id: at for id, at in finished.told.items() if seen[id].status == COMPLETED}
    return Measured(
        contestant=name,
        jobs=jobs,
        succeeded=len(good),
        over_s=ended.wall_s - job_s,
        wall_s=ended.wall_s,
        requests=len(requests),
        submits=sum(1 for one in requests if (one.method, one.path) == ("POST", JOBS)),
        too_many=sum(1 for one in requests if one.status == TOO_MANY),
        lags_s=sorted(at - (seen[id].ended or at) for id, at in good.items()),
        usages=[*ended.usages, *([emulator] if emulator else [])],
        reason="" if len(good) == jobs else _reason(ended.output.splitlines()),
    )


def _reason(lines: Sequence[str]) -> str:
    """The last line that names an error, else the last one.

    >>> _reason(["Updating", "    RecursionError: maximum recursion depth exceeded", "", "1 error"])
    'RecursionError: maximum recursion depth exceeded'
    """
    told = [line.strip() for line in lines if line.strip()]
    named = [line for line in told if _ERROR.match(line)]
    return next(iter([*named[-1:], *told[-1:]]), "it said nothing")


def section(found: Sequence[Measured], job_s: float, left_out: Sequence[str] = ()) -> Section:
    """What was measured, and whether ours keeps to its targets."""
    columns = ("contestant", "jobs", "succeeded", "over own time", "requests", "beyond submits")
    rows = [
        [
            one.contestant,
            str(one.jobs),
            str(one.succeeded),
            seconds(one.over_s) if one.succeeded else NOTHING,
            str(one.requests),
            f"{one.beyond:.2f} a job",
            str(one.too_many),
            one.lag,
        ]
        for one in found
    ]
    used = [(f"{one.contestant}, {one.jobs}", one.usages) for one in found]
    return Section(
        "Operations",
        f"`ExportJob`s of {job_s:g} s on one site, all begun at once, {PER_MINUTE} requests a "
        "minute. *Over own time* is the wall time over that of one job, from the start of the "
        "command to its end; *told* is how long after a job's end its contestant tells it: median, "
        "longest. The ideal client submits first, coalesces its polls and does nothing else.",
        [Table([*columns, "429s", "told after"], rows), processes(used)],
        [target for one in found if one.jobs >= MANY for target in _targets(one, found)],
        [_shown(found), *(_failure(one) for one in found if one.reason), *left_out],
    )


def _targets(one: Measured, found: Sequence[Measured]) -> list[Target]:
    """Those of ours, beside the ideal client with as many jobs."""
    ideal = _of(Ideal.name, one.jobs, found)
    if one.contestant != Provider.name or ideal is None:
        return []
    ratio = one.wall_s / ideal.wall_s
    jobs = f"{one.jobs} jobs"
    return [
        Target(f"{jobs}: every job succeeds", str(one.succeeded), one.succeeded == one.jobs),
        Target(f"{jobs}: no answer is 429", str(one.too_many), one.too_many == 0),
        Target(
            f"{jobs}: at most {MOST_BEYOND} requests a job beyond its submit",
            f"{one.beyond:.2f}",
            one.beyond <= MOST_BEYOND,
        ),
        Target(
            f"{jobs}: wall time at most {SLOWEST} times that of the ideal client",
            f"{seconds(one.wall_s)} to {seconds(ideal.wall_s)}, {ratio:.2f}",
            ratio <= SLOWEST,
        ),
    ]


def _shown(found: Sequence[Measured]) -> str:
    """The largest number of jobs in a sentence."""
    most = max(one.jobs for one in found)
    each = [
        f"{one.contestant} {seconds(one.wall_s)}"
        if one.succeeded == one.jobs
        else f"{one.contestant} fails"
        for one in found
        if one.jobs == most
    ]
    return f"With {most} at once: {', '.join(each)}."


def _failure(one: Measured) -> str:
    lost = one.jobs - one.succeeded
    return f"{one.contestant} with {one.jobs} jobs: {lost} not told as done: `{one.reason}`"


def _of(name: str, jobs: int, found: Sequence[Measured]) -> Measured | None:
    return next((one for one in found if (one.contestant, one.jobs) == (name, jobs)), None)
