"""Lifecycles as data: what a program says, step by step, and what comes of it.

Each runs through the plugin and through `pulumi.dynamic`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.engine.programs import THREE, after, backup, import_job, restoration

TRANSLATED = "Collection ID,Item ID,Field Key,en,de\narchive,a,name,Apple,Apfel\n"
GONE = "archive,gone,name,Egg,Ei\n"
"""A row that is rejected: there is no such item."""
LONG_S = 600


@dataclass(frozen=True)
class Step:
    """One `pulumi up` with this program (that of the step before, if it says none).

    `submits`: how many operations were submitted since the lifecycle began. `outputs`: some of
    those in the state afterwards, by resource. `files` are written and the emulator's clock is
    advanced before it.
    """

    submits: int
    program: dict[str, Any] | None = None
    ok: bool = True
    says: tuple[str, ...] = ()
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    advance_s: float = 0


@dataclass(frozen=True)
class Lifecycle:
    """Ends with a destroy, after which `items` are left in the collection `products`."""

    steps: tuple[Step, ...]
    items: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    """One of the other kinds."""
    return {"type": f"wix-data:{kind}", "properties": properties}


def translations_in(**properties: Any) -> dict[str, Any]:
    """A LocalizationImportJob of texts.csv."""
    given = {"source": {"fn::fileAsset": "texts.csv"}, "languages": ["en", "de"], **properties}
    return resource("LocalizationImportJob", **given)


PRODUCTS = {"wixDataCollection": {"collectionId": "products"}}
ARCHIVE = {"wixDataCollection": {"collectionId": "archive", "writePolicy": "OVERWRITE"}}
BRIEF = {"customTimeouts": {"create": "4s", "update": "4s"}}

LIFECYCLES = {
    "a backup rotates in place": Lifecycle(
        (
            Step(1, {"it": backup(triggers={"commit": 1})}, outputs={"it": {"status": "READY"}}),
            Step(1, says=("2 unchanged",)),
            Step(1, {"it": backup(triggers={"commit": 1}, keep=1)}, says=("1 updated",)),
            Step(2, {"it": backup(triggers={"commit": 2}, keep=1)}, says=("1 updated",)),
        )
    ),
    "an import runs once for each content": Lifecycle(
        (
            Step(
                1,
                {"it": import_job()},
                files={"products.csv": THREE},
                outputs={"it": {"status": "COMPLETED", "rows": 3, "itemsRejected": 0}},
            ),
            Step(1, says=("2 unchanged",)),
            Step(
                2,
                files={"products.csv": THREE.replace("Apple", "Apricot")},
                says=("imports again: source changed", "1 replaced"),
            ),
            Step(2, {"it": import_job(maxRejected=2)}, says=("1 updated",)),
        ),
        items=("Apricot", "Bread", "Cheese"),
    ),
    "too many rejects fail, and are judged anew": Lifecycle(
        (
            Step(
                1,
                {"it": translations_in()},
                files={"texts.csv": TRANSLATED + GONE},
                ok=False,
                says=("1 row rejected, maxRejected is 0", "It stays failed until"),
            ),
            Step(1, ok=False, says=("1 row rejected, maxRejected is 0",)),
            Step(
                1,
                {"it": translations_in(maxRejected="50%")},
                says=("warning: 1 row rejected (maxRejected is 50%)",),
                outputs={"it": {"itemsRejected": 1, "rows": 2}},
            ),
        )
    ),
    "bad input is said before anything is sent": Lifecycle(
        (
            Step(
                0,
                {"it": import_job(maxRejected="many")},
                files={"products.csv": THREE},
                ok=False,
                says=("`maxRejected` must be", "many"),
            ),
            Step(
                0,
                {"it": import_job(siteId="my-site")},
                ok=False,
                says=("`siteId` must be the GUID of a site, not 'my-site'",),
            ),
            Step(
                0,
                {"it": import_job(sourcePath="products.csv")},
                ok=False,
                says=("give exactly one of `source` (an asset), `sourcePath` (a path)",),
            ),
        )
    ),
    "an import that outlasts its timeout is gone on with": Lifecycle(
        (
            Step(
                1,
                {"it": import_job(options=BRIEF)},
                files={"products.csv": THREE},
                ok=False,
                says=("the next `pulumi up` waits on",),
            ),
            Step(1, advance_s=LONG_S, outputs={"it": {"status": "COMPLETED", "rows": 3}}),
            Step(1, says=("2 unchanged",)),
        ),
        items=("Apple", "Bread", "Cheese"),
        settings={"jobSeconds": LONG_S},
    ),
    "every other kind runs": Lifecycle(
        (
            Step(
                5,
                {
                    "before": backup(),
                    "out": resource("ExportJob", collectionId="products", downloadTo="out.csv"),
                    "move": resource("DataMovementJob", source=PRODUCTS, destination=ARCHIVE),
                    "texts": resource(
                        "LocalizationExportJob", languages=["en", "de"], downloadTo="texts.csv"
                    ),
                    "back": restoration(
                        "${before.backupId}", options=after("out", "move", "texts")
                    ),
                },
                outputs={
                    "out": {"status": "COMPLETED", "rows": 0},
                    "move": {"status": "COMPLETED", "destination": ARCHIVE},
                    "texts": {"status": "COMPLETED", "path": "texts.csv"},
                    "back": {"status": "COMPLETED"},
                },
            ),
            Step(
                6,
                {"in": translations_in()},
                files={"texts.csv": TRANSLATED},
                outputs={"in": {"status": "COMPLETED"}},
            ),
        )
    ),
}
