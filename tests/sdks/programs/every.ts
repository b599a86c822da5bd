// A program that is compiled only: every resource and function, and what their types look like.

import * as pulumi from "@pulumi/pulumi";
import * as wix from "pulumi-wix-data";

const { DeletionPolicy, FileFormat, SortOrder, WhenFull, WritePolicy } = wix.types.enums;

const provider = new wix.Provider("wix", { apiKey: "key", siteId: "site", requestsPerMinute: 100 });

const backup = new wix.Backup(
    "backup",
    {
        triggers: { commit: "a1b2c3" },
        keep: 1,
        whenFull: WhenFull.EvictOldest,
        deletionPolicy: DeletionPolicy.Retain,
    },
    { provider },
);
const restoration = new wix.Restoration("restoration", {
    backupId: backup.backupId,
    acknowledgeDataLoss: true,
    collections: [{ collectionId: "products", restoreTo: { collectionId: "products-then" } }],
});
const exported = new wix.ExportJob("exported", {
    collectionId: "products",
    filter: { price: { $gt: 1 } },
    fields: ["name", "price"],
    format: FileFormat.Csv,
    downloadTo: "products.csv",
});
const imported = new wix.ImportJob("imported", {
    sourcePath: exported.path.apply(path => path ?? ""),
    collectionId: "copies",
    writePolicy: WritePolicy.Overwrite,
    maxRejected: "2.5%",
    restoreOnFailure: backup.backupId,
});
const texts = new wix.LocalizationExportJob("texts", { languages: ["en", "de"] });
const translations = new wix.LocalizationImportJob("translations", {
    source: new pulumi.asset.FileAsset("translations.csv"),
    languages: ["en", "de"],
});
const moved = new wix.DataMovementJob("moved", {
    sourceSiteId: "another site",
    source: { wixDataCollection: { collectionId: "products" } },
    destination: {
        wixDataCollection: { collectionId: "products", writePolicy: WritePolicy.TruncateBefore },
    },
});

async function found(): Promise<object> {
    const backups: wix.GetBackupsResult = await wix.getBackups({ status: "READY", limit: 3 });
    const latest: wix.GetLatestBackupResult = await wix.getLatestBackup();
    const logs = await wix.getJobLogs({ jobId: "job" });
    const jobs = await wix.getJobs({ sort: [{ fieldName: "startedAt", order: SortOrder.Desc }] });
    const ids: string[] = backups.backups.map(record => record.backupId);
    const codes = logs.logs.map(log => log.failure?.code);
    return { ids, codes, latest: latest.backupId, jobs: jobs.jobs };
}

export const restored: pulumi.Output<string> = restoration.status;
export const restorations = wix.getRestorationsOutput({ status: "COMPLETED" }).restorations;
export const exportedTexts = texts.url;
export const translated = translations.status;
export const status = wix.getJobOutput({ jobId: moved.jobId }).status;
export const rows: pulumi.Output<number | undefined> = imported.rows;
export const looked = found();
