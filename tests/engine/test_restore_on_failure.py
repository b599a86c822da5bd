"""A failed import leaves its collection as it was; everything else is untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.programs import import_job

if TYPE_CHECKING:
    from tests.engine.project import Project
    from tests.engine.site import Site

UNFORESEEN = '{"_id": "a", "name": "Apple"}\n{"_id": "b", "name": 1e999}\n'


def test_a_failed_import_is_undone_and_stays_red(site: Site, project: Project) -> None:
    site.add_collection("others", "name")
    for collection in ("products", "others"):
        site.add_item(collection, _id="z", name="Zucchini")
    backup_id = site.take_backup()
    site.add_item("others", _id="y", name="Yam")
    before = {name: site.items(name) for name in ("products", "others")}
    project.write("products.jsonl", UNFORESEEN)
    art = import_job("products.jsonl", writePolicy="TRUNCATE_BEFORE", restoreOnFailure=backup_id)
    project.program({"art": art})
    project.preview().says(
        "TRUNCATE_BEFORE empties products (1 item now)",
        f"should the import fail, products alone is restored from backup {backup_id}",
    )
    failed = project.deploy(ok=False)
    failed.says(
        "1 row rejected, maxRejected is 0", f"products was restored from backup {backup_id}"
    )
    assert {name: site.items(name) for name in before} == before
    submits = site.submits
    project.refresh()
    project.up(ok=False).says("stays failed until an operation input or `triggers` changes")
    assert site.submits == submits
