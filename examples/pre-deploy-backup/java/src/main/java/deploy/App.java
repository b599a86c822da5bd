package deploy;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.asset.FileAsset;
import com.pulumi.resources.CustomResourceOptions;
import io.github.pulumiwixdata.wixdata.Backup;
import io.github.pulumiwixdata.wixdata.BackupArgs;
import io.github.pulumiwixdata.wixdata.ImportJob;
import io.github.pulumiwixdata.wixdata.ImportJobArgs;
import io.github.pulumiwixdata.wixdata.enums.DeletionPolicy;
import io.github.pulumiwixdata.wixdata.enums.WritePolicy;
import java.util.Map;

/** A backup before each deploy, then a file in a collection: the same in every environment. */
public class App {
    public static void main(String[] args) {
        Pulumi.run(App::deploy);
    }

    private static void deploy(Context ctx) {
        var settings = ctx.config();
        var retain = settings.require("deletionPolicy").equals("retain");

        var backup = new Backup("pre-deploy", BackupArgs.builder()
            .triggers(Map.of("commit", settings.require("commit")))
            .keep(settings.requireInteger("keep"))
            .deletionPolicy(retain ? DeletionPolicy.Retain : DeletionPolicy.Delete)
            .build());

        var streetArt = new ImportJob("street-art", ImportJobArgs.builder()
            .source(new FileAsset("../data/street-art.csv"))
            .collectionId("street-art")
            .writePolicy(WritePolicy.Overwrite)
            .build(),
            CustomResourceOptions.builder().dependsOn(backup).build());

        ctx.export("backupId", backup.backupId());
        ctx.export("backupStatus", backup.status());
        ctx.export("importStatus", streetArt.status());
        ctx.export("rows", streetArt.rows());
    }
}
