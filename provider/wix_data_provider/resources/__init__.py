"""Every resource, one file each; imported when it is first asked for, as start-up is dear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.lazily import Lazily

if TYPE_CHECKING:
    from collections.abc import Mapping

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

RESOURCES: Mapping[str, type[Resource[Any, Any]]] = Lazily(__name__, _MODULES)
