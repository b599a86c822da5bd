"""A site put back to its newest backup, whose slot is freed then. `incident` says what for."""

import pulumi

import pulumi_wix_data as wix

settings = pulumi.Config()

rollback = wix.Restoration(
    "rollback",
    backup_id="latest",
    triggers={"incident": settings.require("incident")},
    acknowledge_data_loss=True,
    delete_backup_after=True,
)

pulumi.export("restoredBackupId", rollback.restored_backup_id)
pulumi.export("status", rollback.status)
