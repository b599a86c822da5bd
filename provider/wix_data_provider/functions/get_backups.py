"""getBackups: the backups of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.functions.backup_record import BackupRecord, values_of
from wix_data_provider.functions.site import Limited, SiteFunction, Some, first
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.words import word_problems, words
from wix_data_provider.resources.statuses import BACKUP_STATUSES, BACKUP_TYPES

if TYPE_CHECKING:
    from wix_data_provider.lifecycle.codec import Problem


class GetBackupsArgs(Limited):
    status: str | list[str] | None = field(
        "Only those with this status, or one of these: PENDING, READY, FAILED, DELETED, CANCELED.",
        default=None,
    )
    type: str | list[str] | None = field(
        "Only those of this type, or one of these: ON_DEMAND, AUTO.", default=None
    )


class GetBackupsResult(Some):
    backups: list[BackupRecord] = field("The backups, newest first.")


class GetBackups(SiteFunction[GetBackupsArgs, GetBackupsResult]):
    token = "wix-data:index:getBackups"  # noqa: S105 - a function's token
    args = GetBackupsArgs
    result = GetBackupsResult

    def problems(self, args: GetBackupsArgs) -> list[Problem]:
        return [
            *word_problems("status", args.status, BACKUP_STATUSES),
            *word_problems("type", args.type, BACKUP_TYPES),
        ]

    async def invoke(self, args: GetBackupsArgs) -> GetBackupsResult:
        listed = self.client(args).backups.list_backups(
            status=words(args.status), type=words(args.type)
        )
        found, truncated = await first(listed, args.limit)
        records = [BackupRecord(**values_of(backup)) for backup in found]
        return GetBackupsResult(backups=records, truncated=truncated)
