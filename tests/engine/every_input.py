"""One program with every kind of resource, and every input of each set somewhere. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LANGUAGES = ["en", "pt-BR", "de"]
FILES = {
    "products.csv": "_id,name,price,added\na,Apple,1,2024-01-05T09:30:00Z\nb,Bread,2,\n",
    "texts.csv": (
        "Collection ID,Item ID,Field Key,en,pt-BR,de\n"
        "posts,p1,title,Apple,Maçã,Apfel\nposts,p2,title,Bread,Pão,Brot\n"
    ),
    "goods.jsonl": '{"_id": "g1", "name": "Glass"}\n{"_id": "g2", "name": "Gloves"}\n',
}
COLLECTIONS = {"products": ("name", "price", "added"), "goods": ("name",), "copies": ("name",)}


@dataclass(frozen=True)
class Given:
    """What must be at Wix before: backups by somebody else, a CSV file of products that was
    uploaded, and another site with a collection `products`."""

    backup: str
    spare: str
    file_id: str
    development: str


def resource(kind: str, *after: str, **properties: Any) -> dict[str, Any]:
    """A resource of the program."""
    options = {"dependsOn": [f"${{{name}}}" for name in after]} if after else {}
    return {"type": f"wix-data:{kind}", "properties": properties, "options": options}


def triggers(run: int) -> dict[str, Any]:
    """Of each type that JSON has, and nested."""
    return {
        "run": run,
        "commit": "a1b2c3",
        "ratio": 2.5,
        "dotted.key": True,
        "deep": {"list": [1, "two", {"three": 3}], "empty": {}, "nothing": []},
    }


def every_input(given: Given, run: int = 1, *, folder: str = ".") -> dict[str, Any]:
    """The resources. `folder`: where the files are."""
    asset = {"products": f"{folder}/products.csv", "texts": f"{folder}/texts.csv"}
    return {
        **_backups(given, run),
        **_imports(given, run, {name: {"fn::fileAsset": path} for name, path in asset.items()}),
        "path": resource(
            "ImportJob",
            "freed",
            sourcePath=f"{folder}/goods.jsonl",
            collectionId="goods",
            writePolicy="TRUNCATE_BEFORE",
            triggers=triggers(run),
        ),
        **_exports(run),
        **_movements(given, run),
    }


def _backups(given: Given, run: int) -> dict[str, Any]:
    beside = {"collectionId": "products_before", "displayName": "Products, before"}
    some = [{"collectionId": "products", "restoreTo": beside}, {"collectionId": "goods"}]
    common = {"acknowledgeDataLoss": True, "triggers": triggers(run)}
    return {
        "before": resource(
            "Backup",
            triggers=triggers(run),
            keep=1,
            whenFull="evictOldest",
            deletionPolicy="retain",
        ),
        "some": resource("Restoration", backupId=given.backup, collections=some, **common),
        "newest": resource("Restoration", "some", backupId="latest", **common),
        "freed": resource(
            "Restoration", "newest", backupId=given.spare, deleteBackupAfter=True, **common
        ),
    }


def _imports(given: Given, run: int, assets: dict[str, Any]) -> dict[str, Any]:
    products = {"collectionId": "products", "triggers": triggers(run)}
    return {
        "asset": resource(
            "ImportJob",
            "freed",
            source=assets["products"],
            format="CSV",
            writePolicy="OVERWRITE",
            name="Products of a file",
            maxRejected="2.5%",
            allowDuplicates=True,
            restoreOnFailure=given.backup,
            **products,
        ),
        "text": resource(
            "ImportJob",
            "asset",
            source={"fn::stringAsset": "name,price\nCheese,3\nDates,4\n"},
            format="CSV",
            writePolicy="SKIP_EXISTING",
            **products,
        ),
        "uploaded": resource(
            "ImportJob",
            "text",
            fileId=given.file_id,
            format="CSV",
            writePolicy="OVERWRITE",
            maxRejected=3,
            **products,
        ),
        "translations": resource(
            "LocalizationImportJob",
            "freed",
            source=assets["texts"],
            languages=LANGUAGES,
            name="Translations",
            maxRejected="50%",
            triggers=triggers(run),
        ),
    }


def _exports(run: int) -> dict[str, Any]:
    added = {"$gte": {"$date": "2024-01-01T00:00:00.000Z"}}
    fruit = {"$and": [{"name": {"$startsWith": "A"}}, {"$not": [{"price": {"$in": [7, 8.5]}}]}]}
    group = {
        "groupIds": [{"key": "name", "expression": {"fieldPath": "name"}}],
        "accumulators": [
            {"resultFieldName": "dearest", "max": {"expression": {"fieldPath": "price"}}}
        ],
    }
    return {
        "some-items": resource(
            "ExportJob",
            "uploaded",
            collectionId="products",
            filter={**fruit, "added": added},
            fields=["name", "price"],
            fileName="products-some.csv",
            downloadTo="some.csv",
            name="Some products",
            triggers=triggers(run),
        ),
        "sums": resource(
            "ExportJob",
            "uploaded",
            collectionId="products",
            aggregation={"stages": [{"group": group}, {"limit": 10}]},
            fields=["name", "dearest"],
            format="JSONL",
            triggers=triggers(run),
        ),
        "texts": resource(
            "LocalizationExportJob",
            "translations",
            languages=LANGUAGES,
            fileName="texts.csv",
            downloadTo="exported-texts.csv",
            name="Texts",
            triggers=triggers(run),
        ),
    }


def _movements(given: Given, run: int) -> dict[str, Any]:
    wanted = {"filter": {"price": {"$lt": 100}}, "fields": ["name"]}
    policy = {"writePolicy": "SKIP_EXISTING"}
    return {
        "promoted": resource(
            "DataMovementJob",
            "uploaded",
            source={"wixDataCollection": {"collectionId": "products", **wanted}},
            destination={"wixDataCollection": {"collectionId": "copies", **policy}},
            sourceSiteId=given.development,
            name="Promotion",
            maxRejected="100%",
            triggers=triggers(run),
        ),
        "translated": resource(
            "DataMovementJob",
            "translations",
            source={"localization": {"languages": LANGUAGES}},
            destination={"file": {"format": "CSV", "fileName": "moved.csv"}},
            triggers=triggers(run),
        ),
        "shipped": resource(
            "DataMovementJob",
            "uploaded",
            source={"file": {"fileId": given.file_id, "format": "CSV"}},
            destination={
                "wixDataCollection": {"collectionId": "products", "writePolicy": "OVERWRITE"}
            },
            destinationSiteId=given.development,
            triggers=triggers(run),
        ),
    }
