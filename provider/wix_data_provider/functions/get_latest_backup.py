"""getLatestBackup: the newest backup that one can restore from."""

from __future__ import annotations

from contextlib import aclosing

from wix_data_provider.errors import ConfigError
from wix_data_provider.functions.backup_record import BackupRecord, values_of
from wix_data_provider.functions.site import SiteFunction
from wix_data_provider.resources.site import SiteInputs


class GetLatestBackupArgs(SiteInputs):
    pass


class GetLatestBackupResult(BackupRecord):
    pass


class GetLatestBackup(SiteFunction[GetLatestBackupArgs, GetLatestBackupResult]):
    token = "wix-data:index:getLatestBackup"  # noqa: S105 - a function's token
    args = GetLatestBackupArgs
    result = GetLatestBackupResult

    async def invoke(self, args: GetLatestBackupArgs) -> GetLatestBackupResult:
        """Raises ConfigError where no backup is READY."""
        pending = ""
        client = self.client(args)
        async with aclosing(client.backups.list_backups(status=("READY", "PENDING"))) as listed:
            async for backup in listed:
                if backup.status == "READY":
                    return GetLatestBackupResult(**values_of(backup))
                pending = f" yet (backup {backup.id} is {backup.status})"
        raise ConfigError(
            f"the site {args.site} has no READY backup{pending}: take one with a Backup resource, "
            "and let what needs it depend on that resource"
        )
