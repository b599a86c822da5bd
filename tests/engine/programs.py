"""Programs as data: resources for `Project.program`, and files to import."""

from __future__ import annotations

from typing import Any

THREE = "_id,name,price\na,Apple,1\nb,Bread,2\nc,Cheese,3\n"
"""Three rows that are identified."""


def backup(*, options: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    """A Backup with these inputs."""
    return {"type": "wix-data:Backup", "properties": properties, "options": options or {}}


def import_job(
    file: str | None = "products.csv", *, options: dict[str, Any] | None = None, **properties: Any
) -> dict[str, Any]:
    """An ImportJob of a file into `products`, unless told otherwise; None leaves an input out."""
    source = {} if file is None else {"source": {"fn::fileAsset": file}}
    usual = {"collectionId": "products", "writePolicy": "OVERWRITE"}
    given = {**source, **usual, **properties}
    return {
        "type": "wix-data:ImportJob",
        "properties": {name: value for name, value in given.items() if value is not None},
        "options": options or {},
    }


def restoration(
    backup_id: str = "latest", *, options: dict[str, Any] | None = None, **properties: Any
) -> dict[str, Any]:
    """A Restoration of a backup, whose data loss is acknowledged."""
    given = {"backupId": backup_id, "acknowledgeDataLoss": True, **properties}
    return {"type": "wix-data:Restoration", "properties": given, "options": options or {}}


def after(*names: str) -> dict[str, Any]:
    """The option `dependsOn`."""
    return {"dependsOn": [f"${{{name}}}" for name in names]}
