"""One import in every environment: the stack says which site, which file, and what it replaces."""

import pulumi

import pulumi_wix_data as wix

settings = pulumi.Config()

products = wix.ImportJob(
    "products",
    source=pulumi.FileAsset(settings.require("file")),
    collection_id="products",
    write_policy=wix.WritePolicy(settings.require("writePolicy")),
)

pulumi.export("status", products.status)
pulumi.export("rows", products.rows)
