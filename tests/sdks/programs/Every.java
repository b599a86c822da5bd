package deploy;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.asset.FileAsset;
import com.pulumi.resources.CustomResourceOptions;
import io.github.pulumiwixdata.wixdata.Backup;
import io.github.pulumiwixdata.wixdata.BackupArgs;
import io.github.pulumiwixdata.wixdata.DataMovementJob;
import io.github.pulumiwixdata.wixdata.DataMovementJobArgs;
import io.github.pulumiwixdata.wixdata.ExportJob;
import io.github.pulumiwixdata.wixdata.ExportJobArgs;
import io.github.pulumiwixdata.wixdata.ImportJob;
import io.github.pulumiwixdata.wixdata.ImportJobArgs;
import io.github.pulumiwixdata.wixdata.LocalizationExportJob;
import io.github.pulumiwixdata.wixdata.LocalizationExportJobArgs;
import io.github.pulumiwixdata.wixdata.LocalizationImportJob;
import io.github.pulumiwixdata.wixdata.LocalizationImportJobArgs;
import io.github.pulumiwixdata.wixdata.Provider;
import io.github.pulumiwixdata.wixdata.ProviderArgs;
import io.github.pulumiwixdata.wixdata.Restoration;
import io.github.pulumiwixdata.wixdata.RestorationArgs;
import io.github.pulumiwixdata.wixdata.WixdataFunctions;
import io.github.pulumiwixdata.wixdata.enums.DeletionPolicy;
import io.github.pulumiwixdata.wixdata.enums.FileFormat;
import io.github.pulumiwixdata.wixdata.enums.SortOrder;
import io.github.pulumiwixdata.wixdata.enums.WhenFull;
import io.github.pulumiwixdata.wixdata.enums.WritePolicy;
import io.github.pulumiwixdata.wixdata.inputs.CollectionDestinationArgs;
import io.github.pulumiwixdata.wixdata.inputs.CollectionSourceArgs;
import io.github.pulumiwixdata.wixdata.inputs.GetBackupsArgs;
import io.github.pulumiwixdata.wixdata.inputs.GetJobArgs;
import io.github.pulumiwixdata.wixdata.inputs.GetJobLogsArgs;
import io.github.pulumiwixdata.wixdata.inputs.GetJobsArgs;
import io.github.pulumiwixdata.wixdata.inputs.JobSortArgs;
import io.github.pulumiwixdata.wixdata.inputs.MovementDestinationArgs;
import io.github.pulumiwixdata.wixdata.inputs.MovementSourceArgs;
import io.github.pulumiwixdata.wixdata.inputs.RestoreCollectionArgs;
import io.github.pulumiwixdata.wixdata.inputs.RestoreDestinationArgs;
import io.github.pulumiwixdata.wixdata.outputs.BackupRecord;
import java.util.Map;
import java.util.stream.Collectors;

/** A program that is compiled only: every resource and function, and what their types look like. */
public class Every {
    public static void main(String[] args) {
        Pulumi.run(ctx -> functions(ctx, resources()));
    }

    private static DataMovementJob resources() {
        var provider = new Provider("wix", ProviderArgs.builder()
            .apiKey("key").siteId("site").requestsPerMinute(100)
            .build());
        var backup = new Backup("backup", BackupArgs.builder()
            .triggers(Map.of("commit", "a1b2c3"))
            .keep(1)
            .whenFull(WhenFull.EvictOldest)
            .deletionPolicy(DeletionPolicy.Retain)
            .build(),
            CustomResourceOptions.builder().provider(provider).build());
        new Restoration("restoration", RestorationArgs.builder()
            .backupId(backup.backupId())
            .acknowledgeDataLoss(true)
            .collections(RestoreCollectionArgs.builder()
                .collectionId("products")
                .restoreTo(RestoreDestinationArgs.builder().collectionId("products-then").build())
                .build())
            .build());
        var exported = new ExportJob("exported", ExportJobArgs.builder()
            .collectionId("products")
            .filter(Map.of("price", Map.of("$gt", 1)))
            .fields("name", "price")
            .format(FileFormat.Csv)
            .downloadTo("products.csv")
            .build());
        new ImportJob("imported", ImportJobArgs.builder()
            .sourcePath(exported.path().applyValue(path -> path.orElse("")))
            .collectionId("copies")
            .writePolicy(WritePolicy.Overwrite)
            .maxRejected("2.5%")
            .restoreOnFailure(backup.backupId())
            .build());
        new LocalizationExportJob("texts", LocalizationExportJobArgs.builder()
            .languages("en", "de")
            .build());
        new LocalizationImportJob("translations", LocalizationImportJobArgs.builder()
            .source(new FileAsset("translations.csv"))
            .languages("en", "de")
            .build());
        return new DataMovementJob("moved", DataMovementJobArgs.builder()
            .sourceSiteId("another site")
            .source(MovementSourceArgs.builder()
                .wixDataCollection(CollectionSourceArgs.builder().collectionId("products").build())
                .build())
            .destination(MovementDestinationArgs.builder()
                .wixDataCollection(CollectionDestinationArgs.builder()
                    .collectionId("products")
                    .writePolicy(WritePolicy.TruncateBefore)
                    .build())
                .build())
            .build());
    }

    private static void functions(Context ctx, DataMovementJob moved) {
        var backups = WixdataFunctions.getBackups(GetBackupsArgs.builder().limit(3).build());
        ctx.export("ids", backups.applyValue(found ->
            found.backups().stream().map(BackupRecord::backupId).collect(Collectors.toList())));
        ctx.export("latest", WixdataFunctions.getLatestBackup().applyValue(found -> found.backupId()));
        ctx.export("more", WixdataFunctions.getRestorations().applyValue(found -> found.truncated()));
        var job = WixdataFunctions.getJob(GetJobArgs.builder().jobId(moved.jobId()).build());
        ctx.export("status", job.applyValue(found -> found.status()));
        var logs = WixdataFunctions.getJobLogs(GetJobLogsArgs.builder().jobId("job").build());
        ctx.export("logs", logs.applyValue(found -> found.logs().size()));
        var jobs = WixdataFunctions.getJobs(GetJobsArgs.builder()
            .sort(JobSortArgs.builder().fieldName("startedAt").order(SortOrder.Desc).build())
            .build());
        ctx.export("jobs", jobs.applyValue(found -> found.jobs().size()));
    }
}
