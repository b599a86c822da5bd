"""The whole package as a Pulumi schema: what `make generate` writes to schema.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wix_data_provider import __version__
from wix_data_provider.adapters.settings import ProviderArgs
from wix_data_provider.functions import FUNCTIONS
from wix_data_provider.lifecycle import schema
from wix_data_provider.resources import RESOURCES
from wix_data_provider.resources.listings import LISTINGS

_PAGES = Path(__file__).parents[1]
_SUMMARY = "Backups and data movement jobs of Wix sites, safe in pipelines."
_REPOSITORY = "https://github.com/pulumi-wix-data/pulumi-wix-data"


def render() -> str:
    """The schema as JSON text, the same for the same sources."""
    return json.dumps(package(), indent=2, ensure_ascii=False) + "\n"


def package() -> dict[str, Any]:
    """The schema. Descriptions, with examples, are pages beside the modules of what they tell."""
    return {
        "name": schema.PACKAGE,
        "displayName": "Wix Data",
        "version": __version__,
        "description": _SUMMARY,
        "keywords": ["pulumi", "wix", "backup", "cms", "category/cloud", "kind/native"],
        "homepage": _REPOSITORY,
        "repository": _REPOSITORY,
        "license": "Apache-2.0",
        "publisher": "pulumi-wix-data",
        "meta": {"moduleFormat": "(.*)"},
        "language": _LANGUAGES,
        "config": schema.config_spec(ProviderArgs),
        "provider": schema.provider_spec(ProviderArgs),
        "types": schema.type_specs(RESOURCES.values(), FUNCTIONS.values()),
        "resources": {
            token: schema.resource_spec(resource, page(token), LISTINGS.get(token))
            for token, resource in sorted(RESOURCES.items())
        },
        "functions": {
            token: schema.function_spec(function, page(token))
            for token, function in sorted(FUNCTIONS.items())
        },
    }


def page(token: str) -> str:
    """A description: resources/backup.md for wix-data:index:Backup, functions/get_backups.md for
    wix-data:index:getBackups."""
    name = token.rsplit(":", 1)[-1]
    folder = "resources" if name[0].isupper() else "functions"
    file = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    return (_PAGES / folder / f"{file}.md").read_text(encoding="utf-8")


_LANGUAGES = {
    "python": {
        "packageName": "pulumi_wix_data",
        "respectSchemaVersion": True,
        "pyproject": {"enabled": True},
    },
    "nodejs": {
        "packageName": "pulumi-wix-data",
        "packageDescription": _SUMMARY,
        "typescriptVersion": "^5.0.0",
        "respectSchemaVersion": True,
    },
    "go": {
        "importBasePath": f"{_REPOSITORY.removeprefix('https://')}/sdk/go/wixdata",
        "respectSchemaVersion": True,
    },
    "csharp": {
        "rootNamespace": "PulumiWixData",
        "namespaces": {"wix-data": "WixData"},
        "respectSchemaVersion": True,
    },
    "java": {"basePackage": "io.github.pulumiwixdata", "buildFiles": "none"},
}
