"""One function a state, which leaves its stage as it is to be recorded."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from tests.engine.every_input import LANGUAGES, every_input, resource, triggers
from tests.engine.everything import upload
from tests.engine.site import BACKUPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.record.stage import Stage

LONG_S = 600
BRIEF = {"create": "6s", "update": "6s"}  # time for a submit, on a busy machine
BAD = '{"_id": "a", "name": "Apple"}\n{"_id": "b", "name": 1e999}\n'
"""The second item is rejected, for what no look into the file foresees."""
BAD_TEXTS = f"Collection ID,Item ID,Field Key,{','.join(LANGUAGES)}\nposts,gone,title,Egg,Ovo,Ei\n"
"""Rejected: there is no such item."""


def green(stage: Stage) -> None:
    """Every kind with every input; one of them secret."""
    resources = every_input(stage.given)
    resources["path"]["properties"]["triggers"]["hidden"] = {"fn::secret": "hush"}
    stage.project.program(resources)
    stage.project.deploy("--parallel", "64")


def failed(stage: Stage) -> None:
    """Every way to fail: rejects, a restoration that follows them, failed and vanished ones."""
    stage.add_files(bad_jsonl=BAD, bad_csv=BAD_TEXTS)
    first = _rejected(stage)
    stage.project.program(first)
    stage.project.deploy("--continue-on-error", ok=False)
    stage.emulator.settings(restorationOutcome="FAILED", backupOutcome="FAILED", jobSeconds=LONG_S)
    stage.project.program({**first, **_stopped(stage)})
    stage.deploy_and_stop(3)
    stage.emulator.settings(
        restorationOutcome="COMPLETED",
        backupOutcome="READY",
        jobSeconds=0,
        afterTerminate="failed",
    )


def _rejected(stage: Stage) -> dict[str, Any]:
    bad = {"sourcePath": "bad.jsonl", "triggers": triggers(1)}
    file_id = upload(stage.site, BAD)
    goods = {"wixDataCollection": {"collectionId": "goods", "writePolicy": "OVERWRITE"}}
    return {
        "rejects": resource("ImportJob", collectionId="products", writePolicy="OVERWRITE", **bad),
        "undone": resource(
            "ImportJob",
            collectionId="copies",
            writePolicy="TRUNCATE_BEFORE",
            restoreOnFailure=stage.given.backup,
            **bad,
        ),
        "bad-texts": resource(
            "LocalizationImportJob",
            source={"fn::fileAsset": "bad.csv"},
            languages=LANGUAGES,
        ),
        "moved": resource(
            "DataMovementJob",
            source={"file": {"fileId": file_id, "format": "JSONL"}},
            destination=goods,
        ),
    }


def _stopped(stage: Stage) -> dict[str, Any]:
    """Names of jobs decide which is stopped how: the last one vanishes."""
    products = {"fn::fileAsset": "products.csv"}
    return {
        "unready": resource("Backup", whenFull="evictOldest"),
        "not-restored": resource(
            "Restoration", backupId=stage.given.backup, acknowledgeDataLoss=True
        ),
        "emptied": resource(
            "ImportJob",
            source=products,
            collectionId="products",
            writePolicy="TRUNCATE_BEFORE",
        ),
        "stopped-export": resource("ExportJob", collectionId="products", downloadTo="out.csv"),
        "vanished": resource(
            "DataMovementJob",
            source={"wixDataCollection": {"collectionId": "products"}},
            destination={
                "wixDataCollection": {"collectionId": "copies", "writePolicy": "OVERWRITE"}
            },
        ),
    }


def pending(stage: Stage) -> None:
    """Every kind at work at Wix when its `up` gave up; one backup is the second of a rotation."""
    resources = _at_once(every_input(stage.given))
    stage.site.delete_backup(stage.given.spare)  # room for the second backup
    stage.project.program({"before": {**resources["before"], "options": {}}})
    stage.project.deploy()
    stage.emulator.settings(backupSeconds=LONG_S, restorationSeconds=LONG_S, jobSeconds=LONG_S)
    resources["before"]["properties"]["triggers"]["run"] = 2
    stage.project.program(resources)
    stage.project.deploy("--parallel", "64", "--continue-on-error", ok=False)


AT_ONCE = ("before", "some", "asset", "translations", "some-items", "texts", "promoted")


def _at_once(resources: dict[str, Any]) -> dict[str, Any]:
    """One of each kind, none of which waits for another one."""
    found = {name: copy.deepcopy(resources[name]) for name in AT_ONCE}
    for entry in found.values():
        entry["options"] = {"customTimeouts": BRIEF}
    return found


def adopted(stage: Stage) -> None:
    """What another program made, imported by ID; and a backup whose answer was lost."""
    resources = {name: entry for name, entry in every_input(stage.given).items() if name != "freed"}
    for entry in resources.values():
        entry["options"] = {}
        entry["properties"].pop("downloadTo", None)  # taken over by a download, from a URL of today
    stage.project.program({"newest": resources["newest"]})
    stage.project.deploy()
    stage.project.program(resources)
    stage.project.deploy("--parallel", "64")
    made = stage.project.state()

    stage.another_project()
    lost = {"lost": resource("Backup", whenFull="evictOldest", triggers=triggers(1))}
    stage.project.program(lost)
    stage.emulator.faults({"method": "POST", "path": BACKUPS, "phase": "after", "action": "drop"})
    stage.project.deploy()
    wanted = [
        {"type": entry["type"].replace(":", ":index:"), "name": name, "id": made[name].id}
        for name, entry in resources.items()
    ]
    stage.project.write("wanted.json", json.dumps({"resources": wanted}))
    options = ("--yes", "--protect=false", "--skip-preview")
    stage.project.run("import", "--file", "wanted.json", *options)
    stage.project.program({**lost, **resources})


SCENARIOS: dict[str, Callable[[Stage], None]] = {
    "green": green,
    "failed": failed,
    "pending": pending,
    "adopted": adopted,
}
