"""The Pulumi provider for the backups and data movement jobs of Wix sites."""

__version__ = "0.1.0"
