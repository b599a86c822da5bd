"""A site where everything is to be seen: what the browser tests and the screenshots look at."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import httpx

from tests.emulator.running import OTHER_SITE, SITE

if TYPE_CHECKING:
    from tests.emulator.running import Emulator, Json

BACKUPS = "/wix-data/v2/backups"
EXPORTED = "goods.csv"
PRODUCTS = 40
COLOURS = ("green", "red", "sand", "slate")
LONG = "A mug that keeps its promise. " * 12


def fill(emulator: Emulator) -> None:
    """Collections, backups that were evicted and deleted, a restoration, jobs of every end."""
    add_collections(emulator)
    take_backups(emulator)
    restore(emulator)
    run_jobs(emulator)
    begin_more(emulator)


def add_collections(emulator: Emulator) -> None:
    emulator.add_collection(
        "products", price="NUMBER", stock="NUMBER", listed="BOOLEAN", tags="ANY"
    )
    emulator.add_collection("categories", order="NUMBER")
    emulator.add_collection("reviews", stars="NUMBER", text="TEXT")
    emulator.add_collection("archive")
    lines = [json.dumps(product(number)) for number in range(PRODUCTS)]
    emulator.finish("\n".join(lines))
    emulator.add_items({"_id": "mugs", "title": "Mugs", "order": 1}, collection="categories")
    emulator.add_items({"_id": "draft", "title": "Draft"}, environment="SANDBOX")
    emulator.at(OTHER_SITE).add_collection("pages")


def product(number: int) -> Json:
    return {
        "_id": f"mug-{number:03}",
        "title": f"Mug, {COLOURS[number % len(COLOURS)]}, {200 + 50 * (number % 4)} ml",
        "price": 9.5 + number,
        "stock": number * 3 % 17,
        "listed": number % 3 != 0,
        "tags": ["new", "sale"] if number % 5 == 0 else ["classic"],
        "description": LONG if number == 1 else None,
    }


def take_backup(emulator: Emulator, kind: str = "ON_DEMAND") -> str:
    made: str = emulator.post(BACKUPS, {"type": kind})["backup"]["id"]
    return made


def take_backups(emulator: Emulator) -> None:
    """Five in a row, one automatic, one deleted: two slots are taken at the end."""
    for kind, pause in (("AUTO", 86_400), ("ON_DEMAND", 1800), ("ON_DEMAND", 7200)):
        take_backup(emulator, kind)
        emulator.advance(pause)
    unwanted = take_backup(emulator)
    emulator.advance(600)
    take_backup(emulator)
    emulator.advance(1200)
    emulator.delete(f"{BACKUPS}/{unwanted}")
    emulator.advance(30)


def restore(emulator: Emulator) -> None:
    newest = emulator.get(BACKUPS)["backups"][0]["id"]
    entries = [
        {
            "dataCollectionId": "products",
            "restoreDestination": {"dataCollectionId": "products-old"},
        },
        {"dataCollectionId": "categories"},
    ]
    body = {"restorationCollections": entries}
    emulator.post(f"{BACKUPS}/{newest}/partial-restore", body)
    emulator.advance(600)


def run_jobs(emulator: Emulator) -> None:
    """An import that rejects, one that fails, an export, a copy to another site."""
    rows = ["_id,title", *(f"mug-{number:03},again" for number in range(12)), "new-1,New"]
    review(emulator)
    emulator.submit("\n".join(rows), policy="SKIP_EXISTING", name="products-nightly")
    emulator.advance(30)
    emulator.submit('{"_id": "a"}\n{not json', name="broken file")
    emulator.advance(30)
    source = {"wixDataCollection": {"collectionId": "products"}}
    emulator.move(
        source, {"file": {"format": "CSV", "fileName": EXPORTED}}, name="export for the shop"
    )
    emulator.advance(45)
    emulator.at(OTHER_SITE).move(
        source, {"wixDataCollection": {"collectionId": "pages"}}, sourceSiteId=SITE
    )
    emulator.move(
        source, {"wixDataCollection": {"collectionId": "archive"}}, name="copy to archive"
    )
    emulator.advance(45)


def review(emulator: Emulator) -> None:
    """An import that takes some and rejects some, for two reasons."""
    rows = [{"_id": f"review-{number % 9}", "stars": number % 6} for number in range(14)]
    content = "\n".join(json.dumps(row) for row in [*rows, {"_id": "odd", "$stars": 1}])
    target = {"collectionId": "reviews", "writePolicy": "TRUNCATE_BEFORE"}
    file = {"fileId": emulator.upload(content, "reviews.jsonl")}
    emulator.move({"file": file}, {"wixDataCollection": target}, name="reviews of the week")
    emulator.advance(30)


def begin_more(emulator: Emulator) -> None:
    """A backup, a restoration and an import under way: the clock stands still."""
    emulator.set(jobSeconds=20, backupSeconds=20, restorationSeconds=20)
    ready = emulator.get(BACKUPS, {"status": "READY"})["backups"][0]["id"]
    emulator.post(f"{BACKUPS}/{ready}/restore")
    take_backup(emulator)
    lines = [json.dumps({**product(number), "_id": f"cup-{number}"}) for number in range(240)]
    emulator.submit("\n".join(lines), name="cups of the season")
    emulator.advance(12)
    emulator.script(method="POST", path=BACKUPS, action="drop", phase="after")
    emulator.script(path="*/jobs/query", action="status", status=503, times=3)
    emulator.send("POST", "/data-mover/v1/jobs/query", json={})
    emulator.send("GET", "/wix-data/v2/nowhere")
    emulator.script(path="/wix-data/v2/collections", action="drop")
    with suppress(httpx.HTTPError):
        emulator.send("GET", "/wix-data/v2/collections")
