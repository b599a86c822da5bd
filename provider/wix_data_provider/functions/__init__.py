"""Every function, one file each; imported when it is first called, as start-up is dear."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wix_data_provider.lifecycle.function import Function

_MODULES = {
    "wix-data:index:getBackups": ("get_backups", "GetBackups"),
    "wix-data:index:getJob": ("get_job", "GetJob"),
    "wix-data:index:getJobLogs": ("get_job_logs", "GetJobLogs"),
    "wix-data:index:getJobs": ("get_jobs", "GetJobs"),
    "wix-data:index:getLatestBackup": ("get_latest_backup", "GetLatestBackup"),
    "wix-data:index:getRestorations": ("get_restorations", "GetRestorations"),
}


class _Functions(Mapping[str, "type[Function[Any, Any]]"]):
    def __getitem__(self, token: str) -> type[Function[Any, Any]]:
        module, name = _MODULES[token]
        loaded = importlib.import_module(f"{__name__}.{module}")
        function: type[Function[Any, Any]] = getattr(loaded, name)
        return function

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


FUNCTIONS = _Functions()
