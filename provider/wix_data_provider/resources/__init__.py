"""Every resource, one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.resources.backup import BackupResource
from wix_data_provider.resources.import_job import ImportJobResource

if TYPE_CHECKING:
    from wix_data_provider.lifecycle.resource import Resource

RESOURCES: dict[str, type[Resource[Any, Any]]] = {
    resource.token: resource for resource in (BackupResource, ImportJobResource)
}
