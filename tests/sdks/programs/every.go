// A program that is compiled only: every resource and function, and what their types look like.
package main

import (
	"github.com/pulumi-wix-data/pulumi-wix-data/sdk/go/wixdata"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func resources(ctx *pulumi.Context) (*wixdata.DataMovementJob, error) {
	provider, err := wixdata.NewProvider(ctx, "wix", &wixdata.ProviderArgs{
		ApiKey:            pulumi.String("key"),
		SiteId:            pulumi.String("site"),
		RequestsPerMinute: pulumi.Int(100),
	})
	if err != nil {
		return nil, err
	}
	backup, err := wixdata.NewBackup(ctx, "backup", &wixdata.BackupArgs{
		Triggers:       pulumi.Map{"commit": pulumi.String("a1b2c3")},
		Keep:           pulumi.Int(1),
		WhenFull:       wixdata.WhenFullEvictOldest,
		DeletionPolicy: wixdata.DeletionPolicyRetain,
	}, pulumi.Provider(provider))
	if err != nil {
		return nil, err
	}
	_, err = wixdata.NewRestoration(ctx, "restoration", &wixdata.RestorationArgs{
		BackupId:            backup.BackupId,
		AcknowledgeDataLoss: pulumi.Bool(true),
		Collections: wixdata.RestoreCollectionArray{&wixdata.RestoreCollectionArgs{
			CollectionId: pulumi.String("products"),
			RestoreTo:    &wixdata.RestoreDestinationArgs{CollectionId: pulumi.String("products-then")},
		}},
	})
	if err != nil {
		return nil, err
	}
	exported, err := wixdata.NewExportJob(ctx, "exported", &wixdata.ExportJobArgs{
		CollectionId: pulumi.String("products"),
		Filter:       pulumi.Map{"price": pulumi.Map{"$gt": pulumi.Int(1)}},
		Fields:       pulumi.ToStringArray([]string{"name", "price"}),
		Format:       wixdata.FileFormatCsv,
		DownloadTo:   pulumi.String("products.csv"),
	})
	if err != nil {
		return nil, err
	}
	_, err = wixdata.NewImportJob(ctx, "imported", &wixdata.ImportJobArgs{
		SourcePath:       exported.Path,
		CollectionId:     pulumi.String("copies"),
		WritePolicy:      wixdata.WritePolicyOverwrite,
		MaxRejected:      pulumi.String("2.5%"),
		RestoreOnFailure: backup.BackupId,
	})
	if err != nil {
		return nil, err
	}
	languages := pulumi.ToStringArray([]string{"en", "de"})
	_, err = wixdata.NewLocalizationExportJob(ctx, "texts", &wixdata.LocalizationExportJobArgs{Languages: languages})
	if err != nil {
		return nil, err
	}
	_, err = wixdata.NewLocalizationImportJob(ctx, "translations", &wixdata.LocalizationImportJobArgs{
		Source:    pulumi.NewFileAsset("translations.csv"),
		Languages: languages,
	})
	if err != nil {
		return nil, err
	}
	return wixdata.NewDataMovementJob(ctx, "moved", &wixdata.DataMovementJobArgs{
		SourceSiteId: pulumi.String("another site"),
		Source: &wixdata.MovementSourceArgs{
			WixDataCollection: &wixdata.CollectionSourceArgs{CollectionId: pulumi.String("products")},
		},
		Destination: &wixdata.MovementDestinationArgs{
			WixDataCollection: &wixdata.CollectionDestinationArgs{
				CollectionId: pulumi.String("products"),
				WritePolicy:  wixdata.WritePolicyTruncateBefore,
			},
		},
	})
}

func functions(ctx *pulumi.Context, moved *wixdata.DataMovementJob) error {
	backups, err := wixdata.GetBackups(ctx, &wixdata.GetBackupsArgs{Limit: pulumi.IntRef(3)})
	if err != nil {
		return err
	}
	for _, record := range backups.Backups {
		ctx.Export(record.BackupId, pulumi.String(record.Status))
	}
	if _, err := wixdata.GetLatestBackup(ctx, &wixdata.GetLatestBackupArgs{}); err != nil {
		return err
	}
	if _, err := wixdata.GetRestorations(ctx, &wixdata.GetRestorationsArgs{}); err != nil {
		return err
	}
	if _, err := wixdata.GetJob(ctx, &wixdata.GetJobArgs{JobId: "job"}); err != nil {
		return err
	}
	newest := wixdata.SortOrderDesc
	if _, err := wixdata.GetJobs(ctx, &wixdata.GetJobsArgs{
		Sort: []wixdata.JobSort{{FieldName: "startedAt", Order: &newest}},
	}); err != nil {
		return err
	}
	if _, err := wixdata.GetJobLogs(ctx, &wixdata.GetJobLogsArgs{JobId: "job"}); err != nil {
		return err
	}
	ctx.Export("status", wixdata.GetJobOutput(ctx, wixdata.GetJobOutputArgs{JobId: moved.JobId}).Status())
	return nil
}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		moved, err := resources(ctx)
		if err != nil {
			return err
		}
		return functions(ctx, moved)
	})
}
