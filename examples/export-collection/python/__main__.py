"""Some items of a collection, in a CSV file on this machine. A new `day` exports them again."""

import pulumi

import pulumi_wix_data as wix

settings = pulumi.Config()

xmas = wix.ExportJob(
    "xmas",
    collection_id="products",
    filter={"holidays": {"$in": ["xmas"]}},
    fields=["name", "price", "holidays"],
    download_to="../exported/xmas.csv",
    triggers={"day": settings.require("day")},
)

pulumi.export("status", xmas.status)
pulumi.export("path", xmas.path)
pulumi.export("rows", xmas.rows)
