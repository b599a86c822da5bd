"""What exists on a site, by type: backups, restorations, and jobs by what they move.

Each job is listed under the one type whose import takes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.listing import Listed, Listing
from wix_data_provider.lifecycle.marker import unmarked
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.wording import iso
from wix_data_provider.lifecycle.words import word_problems
from wix_data_provider.resources import RESOURCES
from wix_data_provider.resources.site import SiteInputs, check_site, join, resource_id
from wix_data_provider.resources.statuses import (
    BACKUP_STATUSES,
    JOB_STATUSES,
    RESTORATION_STATUSES,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from datetime import datetime

    from wix_data_provider.client.job_models import Job, JobEnd
    from wix_data_provider.config import Config
    from wix_data_provider.session import Session


class ListBackupsArgs(SiteInputs):
    status: str | None = field(
        "Only backups with this status: PENDING, READY, FAILED, CANCELED or DELETED. By default "
        "those that are PENDING or READY.",
        default=None,
    )


class ListRestorationsArgs(SiteInputs):
    status: str | None = field(
        "Only restorations with this status: PENDING, COMPLETED or FAILED. All by default.",
        default=None,
    )


class ListJobsArgs(SiteInputs):
    status: str | None = field(
        "Only jobs with this status: UNINITIALIZED, INITIALIZING, IN_PROGRESS, COMPLETED, "
        "PARTIALLY_SUCCESSFUL or FAILED. All by default.",
        default=None,
    )


class _Backups(Listing[ListBackupsArgs]):
    """On-demand ones: only they are resources."""

    args = ListBackupsArgs

    def check(self, args: ListBackupsArgs, config: Config) -> Checked:
        return _checked(args, args.status, BACKUP_STATUSES, config)

    async def list(
        self,
        args: ListBackupsArgs,
        session: Session,
        until: str | None,  # noqa: ARG002 - the lists of Wix know no date
    ) -> AsyncGenerator[Listed, None]:
        status = [args.status] if args.status else ["PENDING", "READY"]
        api = session.site(args.site).client.backups
        async for backup in api.list_backups(status=status, type=["ON_DEMAND"]):
            yield _listed(args.site, backup.id, backup.requested_date, "backup")


class _Restorations(Listing[ListRestorationsArgs]):
    args = ListRestorationsArgs

    def check(self, args: ListRestorationsArgs, config: Config) -> Checked:
        return _checked(args, args.status, RESTORATION_STATUSES, config)

    async def list(
        self,
        args: ListRestorationsArgs,
        session: Session,
        until: str | None,  # noqa: ARG002 - as above
    ) -> AsyncGenerator[Listed, None]:
        status = [args.status] if args.status else []
        api = session.site(args.site).client.restorations
        async for restoration in api.list_restorations(status=status):
            yield _listed(args.site, restoration.id, restoration.requested_date, "restoration")


class _Jobs(Listing[ListJobsArgs]):
    args = ListJobsArgs

    def __init__(self, token: str) -> None:
        self.token = token

    def check(self, args: ListJobsArgs, config: Config) -> Checked:
        return _checked(args, args.status, JOB_STATUSES, config)

    async def list(
        self, args: ListJobsArgs, session: Session, until: str | None
    ) -> AsyncGenerator[Listed, None]:
        asked: dict[str, Any] = {"status": args.status} if args.status else {}
        if until is not None:
            asked["startedAt"] = {"$lte": until}
        newest_first = [{"fieldName": "startedAt", "order": "DESC"}]
        async for job in session.site(args.site).client.jobs.query_jobs(asked, newest_first):
            if kind_of(job, args.site) == self.token:
                name = unmarked(job.name) if job.name else None
                yield _listed(args.site, job.id, job.started_at, "job", name)


def kind_of(job: Job, site_id: str) -> str:
    """The type token of the resource whose import takes this job."""
    sites = {site for site in (job.source_site_id, job.destination_site_id) if site}
    ends = _end(job.source), _end(job.destination)
    return _KINDS.get(ends, OTHER) if sites <= {site_id} else OTHER


def _end(end: JobEnd | None) -> str:
    parts = ("wix_data_collection", "file", "localization")
    return next((name for name in parts if getattr(end, name, None) is not None), "")


OTHER = "wix-data:index:DataMovementJob"

_KINDS = {
    ("file", "wix_data_collection"): "wix-data:index:ImportJob",
    ("wix_data_collection", "file"): "wix-data:index:ExportJob",
    ("localization", "file"): "wix-data:index:LocalizationExportJob",
    ("file", "localization"): "wix-data:index:LocalizationImportJob",
}

_ALL: dict[str, Listing[Any]] = {
    "wix-data:index:Backup": _Backups(),
    "wix-data:index:Restoration": _Restorations(),
    **{token: _Jobs(token) for token in (*_KINDS.values(), OTHER)},
}

LISTINGS = {token: listing for token, listing in _ALL.items() if token in RESOURCES}


def _checked(args: SiteInputs, status: str | None, known: Sequence[str], config: Config) -> Checked:
    wrong = word_problems("status", status, known)
    return join(check_site(args, config), Checked(problems=wrong))


def _listed(
    site_id: str, id: str, moment: datetime | None, noun: str, name: str | None = None
) -> Listed:
    """What has no name gets one of its time, so that all can be imported at once."""
    when = iso(moment) or ""
    return Listed(resource_id(site_id, id), name or f"{noun}-{when or id}", when)
