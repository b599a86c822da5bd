"""What every resource shares: typed properties, diffs, previews, checkpoints, the schema."""
