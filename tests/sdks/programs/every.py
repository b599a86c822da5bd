"""A program that is compiled only: every resource and function, and what their types look like."""

from __future__ import annotations

import pulumi

import pulumi_wix_data as wix

provider = wix.Provider("wix", api_key="key", site_id="site", requests_per_minute=100)
options = pulumi.ResourceOptions(provider=provider)

backup = wix.Backup(
    "backup",
    triggers={"commit": "a1b2c3"},
    keep=1,
    when_full=wix.WhenFull.EVICT_OLDEST,
    deletion_policy=wix.DeletionPolicy.RETAIN,
    opts=options,
)
restoration = wix.Restoration(
    "restoration",
    backup_id=backup.backup_id,
    acknowledge_data_loss=True,
    collections=[
        wix.RestoreCollectionArgs(
            collection_id="products",
            restore_to=wix.RestoreDestinationArgs(collection_id="products-then"),
        )
    ],
)
exported = wix.ExportJob(
    "exported",
    collection_id="products",
    filter={"price": {"$gt": 1}},
    fields=["name", "price"],
    format=wix.FileFormat.CSV,
    download_to="products.csv",
)
imported = wix.ImportJob(
    "imported",
    source_path=exported.path,
    collection_id="copies",
    write_policy=wix.WritePolicy.OVERWRITE,
    max_rejected="2.5%",
    restore_on_failure=backup.backup_id,
)
texts = wix.LocalizationExportJob("texts", languages=["en", "de"])
translations = wix.LocalizationImportJob(
    "translations", source=pulumi.FileAsset("translations.csv"), languages=["en", "de"]
)
moved = wix.DataMovementJob(
    "moved",
    source_site_id="another site",
    source=wix.MovementSourceArgs(
        wix_data_collection=wix.CollectionSourceArgs(collection_id="products")
    ),
    destination=wix.MovementDestinationArgs(
        wix_data_collection=wix.CollectionDestinationArgs(
            collection_id="products", write_policy=wix.WritePolicy.TRUNCATE_BEFORE
        )
    ),
)

backups: wix.GetBackupsResult = wix.get_backups(status="READY", limit=3)
latest: wix.AwaitableGetLatestBackupResult = wix.get_latest_backup()
restorations = wix.get_restorations_output(status="COMPLETED")
job = wix.get_job_output(job_id=moved.job_id)
logs = wix.get_job_logs(job_id="job")
jobs = wix.get_jobs(sort=[wix.JobSort(field_name="startedAt", order=wix.SortOrder.DESC)])

ids: list[str] = [record.backup_id for record in backups.backups]
codes = [log.failure.code for log in logs.logs if log.failure is not None]
rows: pulumi.Output[int | None] = imported.rows

pulumi.export("restored", restoration.status)
pulumi.export("restorations", restorations.restorations)
pulumi.export("texts", texts.url)
pulumi.export("translated", translations.status)
pulumi.export("status", job.status)
pulumi.export("found", {"ids": ids, "codes": codes, "latest": latest.backup_id, "jobs": jobs.jobs})
