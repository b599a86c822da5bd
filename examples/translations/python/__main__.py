"""Translations out to a file for translators, and back from the file that they return.

A new `round` writes `exported/texts.csv`. Edited, it goes to `data/translated.csv`, whose new
content the next `pulumi up` imports.
"""

import pulumi

import pulumi_wix_data as wix

settings = pulumi.Config()
languages = ["en", "de", "fr"]  # the first is the main one

texts = wix.LocalizationExportJob(
    "texts",
    languages=languages,
    download_to="../exported/texts.csv",
    triggers={"round": settings.require("round")},
)

translated = wix.LocalizationImportJob(
    "translated",
    source=pulumi.FileAsset("../data/translated.csv"),
    languages=languages,
    opts=pulumi.ResourceOptions(depends_on=[texts]),
)

pulumi.export("exportStatus", texts.status)
pulumi.export("texts", texts.rows)
pulumi.export("importStatus", translated.status)
pulumi.export("translated", translated.rows)
