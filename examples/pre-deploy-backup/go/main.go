// A backup before each deploy, then a file in a collection: the same in every environment.
package main

import (
	"github.com/pulumi-wix-data/pulumi-wix-data/sdk/go/wixdata"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func deploy(ctx *pulumi.Context) error {
	settings := config.New(ctx, "")

	backup, err := wixdata.NewBackup(ctx, "pre-deploy", &wixdata.BackupArgs{
		Triggers:       pulumi.Map{"commit": pulumi.String(settings.Require("commit"))},
		Keep:           pulumi.Int(settings.RequireInt("keep")),
		DeletionPolicy: wixdata.DeletionPolicy(settings.Require("deletionPolicy")),
	})
	if err != nil {
		return err
	}

	streetArt, err := wixdata.NewImportJob(ctx, "street-art", &wixdata.ImportJobArgs{
		Source:       pulumi.NewFileAsset("../data/street-art.csv"),
		CollectionId: pulumi.String("street-art"),
		WritePolicy:  wixdata.WritePolicyOverwrite,
	}, pulumi.DependsOn([]pulumi.Resource{backup}))
	if err != nil {
		return err
	}

	ctx.Export("backupId", backup.BackupId)
	ctx.Export("backupStatus", backup.Status)
	ctx.Export("importStatus", streetArt.Status)
	ctx.Export("rows", streetArt.Rows)
	return nil
}

func main() {
	pulumi.Run(deploy)
}
