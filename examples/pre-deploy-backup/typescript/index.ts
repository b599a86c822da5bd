// A backup before each deploy, then a file in a collection: the same in every environment.

import * as pulumi from "@pulumi/pulumi";
import * as wix from "pulumi-wix-data";

const settings = new pulumi.Config();

const backup = new wix.Backup("pre-deploy", {
    triggers: { commit: settings.require("commit") },
    keep: settings.requireNumber("keep"),
    deletionPolicy: settings.require<wix.types.enums.DeletionPolicy>("deletionPolicy"),
});

const streetArt = new wix.ImportJob(
    "street-art",
    {
        source: new pulumi.asset.FileAsset("../data/street-art.csv"),
        collectionId: "street-art",
        writePolicy: wix.types.enums.WritePolicy.Overwrite,
    },
    { dependsOn: [backup] },
);

export const backupId = backup.backupId;
export const backupStatus = backup.status;
export const importStatus = streetArt.status;
export const rows = streetArt.rows;
