"""Every function, one file each; imported when it is first called, as start-up is dear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.lazily import Lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_provider.lifecycle.function import Function

_MODULES = {
    "wix-data:index:getBackups": ("get_backups", "GetBackups"),
    "wix-data:index:getJob": ("get_job", "GetJob"),
    "wix-data:index:getJobLogs": ("get_job_logs", "GetJobLogs"),
    "wix-data:index:getJobs": ("get_jobs", "GetJobs"),
    "wix-data:index:getLatestBackup": ("get_latest_backup", "GetLatestBackup"),
    "wix-data:index:getRestorations": ("get_restorations", "GetRestorations"),
}

FUNCTIONS: Mapping[str, type[Function[Any, Any]]] = Lazily(__name__, _MODULES)
