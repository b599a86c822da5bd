"""DataMovementJob: content from a development site to production, without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site


def promote(development: Site, **others: Any) -> dict[str, Any]:
    """A job of production that brings `products` from the development site."""
    properties = {
        "source": {"wixDataCollection": {"collectionId": "products"}},
        "destination": {
            "wixDataCollection": {"collectionId": "products", "writePolicy": "TRUNCATE_BEFORE"}
        },
        "sourceSiteId": development.id,
        **others,
    }
    return {"promote": {"type": "wix-data:DataMovementJob", "properties": properties}}


def test_content_is_promoted_from_development_to_production_by_one_job(
    emulator: Emulator, site: Site, project: Project
) -> None:
    development = emulator.new_site()
    development.add_collection("products", "name", "price")
    for name in ("Apple", "Bread"):
        development.add_item("products", _id=name, name=name)
    site.add_item("products", _id="Old", name="Old")
    site.forget_requests()
    project.program(promote(development, triggers={"release": 1}))
    project.preview().says(
        f"products of site {development.id} → products (TRUNCATE_BEFORE)",
        f"warning: TRUNCATE_BEFORE deletes all items of products on site {site.id} first",
    )
    assert site.submits == 0
    project.deploy()
    assert [item["name"] for item in site.items("products")] == ["Apple", "Bread"]
    recorded = project.state()["promote"]
    assert (recorded.outputs["status"], recorded.init_errors) == ("COMPLETED", [])
    assert recorded.id.startswith(f"{site.id}/")
    development.add_item("products", _id="Cheese", name="Cheese")
    project.preview("--expect-no-changes")
    assert (site.jobs_submitted, development.jobs_submitted) == (1, 0)

    project.program(promote(development, triggers={"release": 2}))
    project.up().says("runs again: triggers.release changed")
    assert len(site.items("products")) == 3

    (job, *_) = site.jobs()
    emulator.settings(jobSeconds=1000)
    project.program(promote(development, triggers={"release": 3}))
    running = project.start("up", "--yes", "--skip-preview")
    running.until("INITIALIZING|IN_PROGRESS")
    (newest, *_) = site.jobs()
    assert newest["id"] != job["id"]
    site.terminate(newest["id"])
    failed = running.end()
    assert failed.code != 0
    failed.says("It may have written some items, so it stays failed until an operation input or")
    project.up(ok=False).says("stays failed until an operation input or `triggers` changes")
    assert site.jobs_submitted == 3
