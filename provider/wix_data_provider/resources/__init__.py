"""Every resource, one file each; imported when it is first asked for, as start-up is dear."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wix_data_provider.lifecycle.resource import Resource

_MODULES = {
    "wix-data:index:Backup": ("backup", "BackupResource"),
    "wix-data:index:DataMovementJob": ("data_movement_job", "DataMovementJobResource"),
    "wix-data:index:ExportJob": ("export_job", "ExportJobResource"),
    "wix-data:index:ImportJob": ("import_job", "ImportJobResource"),
    "wix-data:index:LocalizationExportJob": (
        "localization_export_job",
        "LocalizationExportJobResource",
    ),
    "wix-data:index:LocalizationImportJob": (
        "localization_import_job",
        "LocalizationImportJobResource",
    ),
    "wix-data:index:Restoration": ("restoration", "RestorationResource"),
}


class _Resources(Mapping[str, "type[Resource[Any, Any]]"]):
    def __getitem__(self, token: str) -> type[Resource[Any, Any]]:
        module, name = _MODULES[token]
        loaded = importlib.import_module(f"{__name__}.{module}")
        resource: type[Resource[Any, Any]] = getattr(loaded, name)
        return resource

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


RESOURCES = _Resources()
