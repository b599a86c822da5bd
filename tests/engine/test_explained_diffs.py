"""A diff shows what changed and why it runs, and nothing else."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.every_input import resource

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

ROWS = "_id,name,price\n" + "".join(f"{number},Item {number},1\n" for number in range(1240))
TEXTS = "Collection ID,Item ID,Field Key,en,de\nposts,a,title,Apple,Apfel\n"
MORE = {
    "products.csv": f"{ROWS}x,Xylophone,1\ny,Yoke,2\nz,Zither,3\n",
    "texts.csv": f"{TEXTS}posts,b,title,Bread,Brot\n",
}
LITTLE = {"price": {"$lt": 7}}
YOUNG = {"_createdDate": {"$gte": {"$date": "2024-01-01T00:00:00.000Z"}}}


@dataclass(frozen=True)
class Deployed:
    """A program that was deployed; `properties` are those of its resources."""

    project: Project
    resources: dict[str, Any]

    def edited(self, **edits: dict[str, Any]) -> Project:
        """The project, whose program has other values for some properties."""
        resources = copy.deepcopy(self.resources)
        for name, edit in edits.items():
            resources[name]["properties"] |= edit
        self.project.program(resources)
        return self.project


def program(backup_id: str, other_site: str) -> dict[str, Any]:
    earlier = {"collectionId": "earlier", "displayName": "Earlier"}
    some = [{"collectionId": "products", "restoreTo": earlier}, {"collectionId": "posts"}]
    source = {"collectionId": "products", "filter": {"price": {"$lt": 100}}, "fields": ["name"]}
    return {
        "before": resource("Backup", siteId=other_site, triggers={"commit": "a1", "by": "ci"}),
        "beside": resource(
            "Restoration",
            backupId=backup_id,
            acknowledgeDataLoss=True,
            collections=some,
            triggers={"run": 1},
        ),
        "art": resource(
            "ImportJob",
            "beside",
            source={"fn::fileAsset": "products.csv"},
            collectionId="products",
            writePolicy="OVERWRITE",
        ),
        "texts": resource(
            "LocalizationImportJob", "beside", sourcePath="texts.csv", languages=["en", "de"]
        ),
        "out": resource(
            "ExportJob",
            "art",
            collectionId="products",
            filter={"$and": [LITTLE, {"name": {"$startsWith": "I"}}], **YOUNG},
            downloadTo="out.csv",
        ),
        "move": resource(
            "DataMovementJob",
            "art",
            source={"wixDataCollection": source},
            destination=to_copies("SKIP_EXISTING"),
        ),
    }


def to_copies(policy: str) -> dict[str, Any]:
    return {"wixDataCollection": {"collectionId": "copies", "writePolicy": policy}}


@pytest.fixture
def deployed(emulator: Emulator, site: Site, project: Project) -> Deployed:
    site.add_collection("copies", "name")
    site.add_collection("posts", "title", translated=["title"])
    for id in ("a", "b"):
        site.add_item("posts", _id=id, title=id)
    resources = program(site.take_backup(), emulator.new_site().id)
    project.write("products.csv", ROWS)
    project.write("texts.csv", TEXTS)
    project.program(resources)
    project.deploy("--parallel", "64")
    return Deployed(project, resources)


def test_a_diff_shows_just_what_changed_and_why_that_runs_in_one_line(deployed: Deployed) -> None:
    collections = copy.deepcopy(deployed.resources["beside"]["properties"]["collections"])
    collections[0]["restoreTo"]["collectionId"] = "later"
    project = deployed.edited(
        before={"triggers": {"commit": "a2", "by": "ci"}},
        beside={"collections": collections},
        out={"filter": {"$and": [{"price": {"$lt": 8}}, {"name": {"$startsWith": "I"}}], **YOUNG}},
        move={"destination": to_copies("OVERWRITE")},
    )
    for name, content in MORE.items():
        project.write(name, content)
    preview = project.preview("--diff")
    preview.says(
        "imports again: source changed: 1,240 → 1,243 rows",
        "imports again: the content of sourcePath changed: 1 → 2 rows",
        "warning: restores once more: collections[0].restoreTo.collectionId changed",
        "takes a new backup: triggers.commit changed",
        'exports again: filter["$and"][0].price["$lt"] changed',
        "runs again: destination.wixDataCollection.writePolicy changed",
        '~ collections: [ ~ [0]: { ~ restoreTo: { ~ collectionId: "earlier" => "later" } } ]',
        '~ triggers: { ~ commit: "a1" => "a2" }',
        "~ filter: { ~ $and: [ ~ [0]: { ~ price: { ~ $lt: 7 => 8 } } ] }",
        '~ wixDataCollection: { ~ writePolicy: "SKIP_EXISTING" => "OVERWRITE" }',
        "~ 1 to update +-5 to replace",
    )
    values = re.findall(r"~ (\S+) *: .* => ", preview.output)
    assert sorted({*values}) == ["$lt", "collectionId", "commit", "writePolicy"]


SPELLINGS: dict[str, dict[str, Any]] = {
    "beside": {"triggers": {"run": 1.0}},
    "art": {"source": {"fn::fileAsset": "./products.csv"}, "triggers": {}, "maxRejected": 0.0},
    "texts": {"sourcePath": "./texts.csv"},
    "out": {
        "filter": {
            "_createdDate": {"$gte": {"$date": "2024-01-01T01:00:00+01:00"}},
            "$and": [{"price": {"$lt": 7.0}}, {"name": {"$startsWith": "I"}}],
        },
        "fields": [],
        "format": "CSV",
        "downloadTo": "./out.csv",
    },
    "move": {"maxRejected": 0},
    "before": {"triggers": {"by": "ci", "commit": "a1"}, "keep": 2, "whenFull": "fail"},
}


def test_another_spelling_of_the_same_is_no_change(deployed: Deployed, site: Site) -> None:
    beside = deployed.resources["beside"]["properties"]
    same = {"backupId": beside["backupId"].upper(), "collections": beside["collections"][::-1]}
    edits = {**SPELLINGS, "beside": {**SPELLINGS["beside"], **same, "siteId": site.id.upper()}}
    submits = site.submits
    project = deployed.edited(**edits)
    project.preview("--expect-no-changes")
    project.deploy().says("7 unchanged")
    project.preview("--expect-no-changes")
    assert site.submits == submits
