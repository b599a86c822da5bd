"""Names of the schema as Python has them."""

from __future__ import annotations


def snake(name: str) -> str:
    """Of a property or a resource.

    >>> snake("LocalizationExportJob"), snake("downloadTo")
    ('localization_export_job', 'download_to')
    """
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
