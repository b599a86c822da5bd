"""A collection promoted from one site to the next by one job, after a backup, without a file.

The stack says which site: `dev` takes the content of the editors' site, `prod` that of `dev`.
"""

import pulumi

import pulumi_wix_data as wix

settings = pulumi.Config()
release = {"release": settings.require("release")}

backup = wix.Backup("before-promotion", triggers=release, keep=1)

promotion = wix.DataMovementJob(
    "products",
    source_site_id=settings.require("sourceSite"),
    source=wix.MovementSourceArgs(
        wix_data_collection=wix.CollectionSourceArgs(collection_id="products"),
    ),
    destination=wix.MovementDestinationArgs(
        wix_data_collection=wix.CollectionDestinationArgs(
            collection_id="products",
            write_policy=wix.WritePolicy(settings.require("writePolicy")),
        ),
    ),
    triggers=release,
    opts=pulumi.ResourceOptions(depends_on=[backup]),
)

pulumi.export("backupStatus", backup.status)
pulumi.export("status", promotion.status)
pulumi.export("rejected", promotion.items_rejected)
