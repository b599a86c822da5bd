"""Ctrl-C with many waits in flight: how long until the plugin has answered all of them."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench.contestants.provider import export
from tools.bench.engine import Project
from tools.bench.report import Section, Table, Target, seconds
from tools.bench.site import JOBS, service

if TYPE_CHECKING:
    from tools.bench.processes import Running
    from tools.bench.site import Service

WAITS = 200
JOB_S = 300.0
ANSWERED_WITHIN_S = 2.0
SETTLE_S = 3.0
LIMIT_S = 120.0
_FAILED = re.compile(r"\*\*creating failed\*\*")


def run(waits: int = WAITS) -> Section:
    """So many jobs under way, then Ctrl-C."""
    with tempfile.TemporaryDirectory(prefix="wix-data-bench-") as temporary:
        folder = Path(temporary)
        with service(folder, jobSeconds=JOB_S, rateLimit=0) as running:
            project = Project(folder / "project", running.url, WIX_SITE_ID=running.sites[0])
            limit = {"requestsPerMinute": 100_000}
            provider = {"type": "pulumi:providers:wix-data", "properties": limit}
            by_it = {"options": {"provider": "${provider}"}}
            jobs = {f"job-{n}": {**export(n), **by_it} for n in range(waits)}
            project.program({"provider": provider, **jobs})
            project.prepare()
            deploying = project.deploy()
            _until_submitted(running, deploying, waits)
            interrupted = deploying.interrupt()
            ended = deploying.end()
            kept = sum(1 for outputs in project.outputs().values() if "jobId" in outputs)
    answers = [line.at - interrupted for line in ended.lines if _FAILED.search(line.text)]
    return _section(waits, answers, ended.began + ended.wall_s - interrupted, kept)


def _until_submitted(running: Service, deploying: Running, waits: int) -> None:
    until = time.monotonic() + LIMIT_S
    while sum(1 for one in running.requests() if (one.method, one.path) == ("POST", JOBS)) < waits:
        if time.monotonic() > until or deploying.process.poll() is not None:
            raise SystemExit(f"bench: {waits} jobs were not submitted:\n{deploying.end().output}")
        time.sleep(0.2)
    time.sleep(SETTLE_S)


def _section(waits: int, answers: list[float], ended_s: float, kept: int) -> Section:
    last = max(answers, default=0.0)
    rows = [
        ["first wait answered", seconds(min(answers, default=0.0))],
        ["last wait answered", seconds(last)],
        ["the CLI has ended", seconds(ended_s)],
        ["waits answered", f"{len(answers)} of {waits}"],
        ["job IDs in the state", f"{kept} of {waits}"],
    ]
    return Section(
        "Cancel",
        f"Ctrl-C with {waits} waits in flight, by the times at which the CLI tells of them.",
        [Table(["", "since Ctrl-C"], rows)],
        [
            Target(
                f"the plugin has answered {waits} waits within 2 seconds",
                f"{len(answers)} in {last:.1f} s",
                len(answers) == waits and last <= ANSWERED_WITHIN_S,
            ),
            Target("every ID is in the state", f"{kept} of {waits}", kept == waits),
        ],
        [f"The CLI has ended {ended_s:.1f} s after Ctrl-C, and no job is lost."],
    )
