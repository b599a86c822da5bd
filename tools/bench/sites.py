"""Many sites in one `up`: a backup each, beside one site that has used up its budget."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.bench.contestants.contestant import told_by_cli
from tools.bench.contestants.provider import export
from tools.bench.engine import Project
from tools.bench.report import Section, Table, Target, processes, seconds
from tools.bench.site import TOO_MANY, service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.processes import Usage

SITES = 50
BACKUP_S = 10.0
PER_MINUTE = 60
BUSY_JOBS = 90
"""More than a minute's budget: they are at it still when the backups are READY."""
SUBMITTED_WITHIN_S = 10.0
"""Of 50 plugin calls at once on a small machine."""
ALLOWED_LAG_S = 1.0 + 1.0
"""A tenth of the backup's duration, and the answers to 50 looks at once."""


@dataclass(frozen=True)
class Found:
    """Seconds since the start of the command, but for `lag_s`: the longest from READY to told."""

    submitted_s: Sequence[float]
    told_s: float
    lag_s: float
    jobs_told_s: float
    too_many: int
    usages: Sequence[Usage]


def run(sites: int = SITES, busy_jobs: int = BUSY_JOBS, backup_s: float = BACKUP_S) -> Section:
    """Backups of so many sites, and so many jobs on one more."""
    with tempfile.TemporaryDirectory(prefix="wix-data-bench-") as temporary:
        folder = Path(temporary)
        settings = {"rateLimit": PER_MINUTE, "backupSeconds": backup_s, "jobSeconds": 1}
        with service(folder, items=(1,) * (sites + 1), **settings) as running:
            project = Project(folder / "project", running.url)
            busy, *calm = running.sites
            project.program(_program(calm, busy, busy_jobs))
            project.prepare()
            ended = project.deploy().end()
            if ended.code != 0:
                raise SystemExit(f"bench: the sites' run failed:\n{ended.output}")
            emulator = running.usage()
            requests = running.requests()
            backups = [running.backups(site)[0] for site in calm]
    told = {name: at - ended.began for name, at in told_by_cli(ended.lines).items()}
    return _section(
        Found(
            submitted_s=sorted(backup.began - ended.began for backup in backups),
            told_s=max(at for name, at in told.items() if name.startswith("backup-")),
            lag_s=max(
                told[f"backup-{number}"] + ended.began - (backup.ended or backup.began)
                for number, backup in enumerate(backups)
            ),
            jobs_told_s=max(at for name, at in told.items() if name.startswith("job-")),
            too_many=sum(1 for one in requests if one.status == TOO_MANY),
            usages=[*ended.usages, *([emulator] if emulator else [])],
        )
    )


def _program(calm: list[str], busy: str, busy_jobs: int) -> dict[str, Any]:
    limit = {"requestsPerMinute": PER_MINUTE}
    provider = {"type": "pulumi:providers:wix-data", "properties": limit}
    by_it = {"options": {"provider": "${provider}"}}
    jobs = {f"job-{n}": {**export(n, siteId=busy), **by_it} for n in range(busy_jobs)}
    backups = {
        f"backup-{n}": {"type": "wix-data:Backup", "properties": {"siteId": site}, **by_it}
        for n, site in enumerate(calm)
    }
    return {"provider": provider, **jobs, **backups}


def _section(found: Found) -> Section:
    sites, first, last = len(found.submitted_s), found.submitted_s[0], found.submitted_s[-1]
    promise = (
        f"no site waits for another: the backups are submitted within {SUBMITTED_WITHIN_S:.0f} s, "
        f"and each is told within {ALLOWED_LAG_S:.0f} s of READY"
    )
    summary = (
        f"All {sites} backups were told READY after {seconds(found.told_s)}; the busy site needed "
        f"{seconds(found.jobs_told_s)}."
    )
    rows = [
        ["first backup submitted", seconds(first)],
        ["last backup submitted", seconds(last)],
        ["last backup told READY", seconds(found.told_s)],
        ["last job of the busy site told", seconds(found.jobs_told_s)],
    ]
    return Section(
        "Many sites",
        f"{sites} sites with a `Backup` each, and one more site with more `ExportJob`s than its "
        f"budget ({PER_MINUTE} requests a minute here), in one `up`.",
        [Table(["", "since the start"], rows), processes([(f"{sites} sites", found.usages)])],
        [
            Target(
                promise,
                f"{last - first:.1f} s, {found.lag_s:.1f} s",
                last - first <= SUBMITTED_WITHIN_S and found.lag_s <= ALLOWED_LAG_S,
            ),
            Target("no answer is 429", str(found.too_many), found.too_many == 0),
        ],
        [summary],
    )
