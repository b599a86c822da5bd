"""The same as in python/, over pulumi.dynamic: for machines that cannot install plugins."""

import pulumi

import pulumi_wix_data.dynamic as wix

settings = pulumi.Config()

backup = wix.Backup(
    "pre-deploy",
    triggers={"commit": settings.require("commit")},
    keep=settings.require_int("keep"),
    deletion_policy=wix.DeletionPolicy(settings.require("deletionPolicy")),
)

street_art = wix.ImportJob(
    "street-art",
    source=pulumi.FileAsset("../data/street-art.csv"),
    collection_id="street-art",
    write_policy=wix.WritePolicy.OVERWRITE,
    opts=pulumi.ResourceOptions(depends_on=[backup]),
)

pulumi.export("backupId", backup.backup_id)
pulumi.export("backupStatus", backup.status)
pulumi.export("importStatus", street_art.status)
pulumi.export("rows", street_art.rows)
