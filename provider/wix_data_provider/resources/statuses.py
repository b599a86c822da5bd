"""The statuses and types that Wix has, as one may ask for them.

Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/backup-object
and https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/job-object
"""

BACKUP_STATUSES = ("PENDING", "READY", "FAILED", "DELETED", "CANCELED")
BACKUP_TYPES = ("ON_DEMAND", "AUTO")
RESTORATION_STATUSES = ("PENDING", "COMPLETED", "FAILED")
JOB_STATUSES = (
    *("UNINITIALIZED", "INITIALIZING", "IN_PROGRESS"),
    *("COMPLETED", "PARTIALLY_SUCCESSFUL", "FAILED"),
)
