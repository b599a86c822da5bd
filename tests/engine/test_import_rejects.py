"""Green means it worked: rejected rows, skipped items, failed jobs, doubled rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import THREE, after, backup, import_job
from tests.engine.site import JOBS

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

TWICE = "_id,name,price\na,Apple,1\nb,Bread,2\na,Avocado,3\n"
"""Under TRUNCATE_BEFORE the third row is rejected: its _id is there already."""
UNFORESEEN = '{"_id": "a", "name": "Apple"}\n{"_id": "b", "name": 1e999}\n'
"""The second item (JSONL) is rejected, for what no look into the file foresees."""
NAMELESS = "name,price\nApple,1\nBread,2\n"


@pytest.mark.parametrize("progress", ["absent", "present"])
def test_a_rejected_row_fails_the_import_until_max_rejected_allows_it(
    emulator: Emulator, site: Site, project: Project, progress: str
) -> None:
    """Final progress is there or not: the rejects are told by it, or counted in the logs."""
    emulator.settings(finalProgress=progress)
    project.write("products.jsonl", UNFORESEEN)

    def program(**more: Any) -> dict[str, Any]:
        return {
            "art": import_job("products.jsonl", **more),
            "later": backup(options=after("art")),
        }

    project.program(program())
    failed = project.deploy(ok=False)
    failed.says("PARTIALLY_SUCCESSFUL: 1 row rejected, maxRejected is 0")
    failed.says("row or item b: WDE0075", "It stays failed until")
    art = project.state()["art"]
    assert art.outputs["status"] == "PARTIALLY_SUCCESSFUL"
    assert art.outputs["itemsRejected"] == 1
    assert [row["code"] for row in art.outputs["rejected"]] == ["WDE0075"]
    assert art.outputs.get("itemsSuccessful") == (1 if progress == "present" else None)
    assert art.init_errors
    assert len(site.items("products")) == 1

    project.refresh()
    assert project.state()["art"].init_errors
    project.up(ok=False).says("1 row rejected, maxRejected is 0")
    assert (site.jobs_submitted, site.backups_submitted) == (1, 0)

    project.program(program(maxRejected=1))
    project.up().says("warning: 1 row rejected (maxRejected is 1)", "WDE0075")
    assert not project.state()["art"].init_errors
    assert (site.jobs_submitted, site.backups_submitted) == (1, 1)
    project.program(program(maxRejected="10%"))
    project.up(ok=False).says("1 row rejected, maxRejected is 10%")
    assert site.jobs_submitted == 1


def test_max_rejected_of_the_first_up_makes_a_warning_of_it(site: Site, project: Project) -> None:
    project.write("products.csv", TWICE)
    project.program({"art": import_job(writePolicy="TRUNCATE_BEFORE", maxRejected=1)})
    project.up().says(
        "warning: 1 row rejected (maxRejected is 1): WDE0074 once: row or item a: WDE0074"
    )
    project.refresh()
    project.preview("--expect-no-changes")


@pytest.mark.parametrize("progress", ["absent", "present"])
@pytest.mark.parametrize("logged", [True, False], ids=["skips logged", "skips silent"])
def test_a_skipped_item_is_no_reject_and_a_reject_among_skips_is_one(
    emulator: Emulator, site: Site, project: Project, logged: bool, progress: str
) -> None:
    emulator.settings(skipsLogged=logged, finalProgress=progress)
    site.add_collection("archive", "name")
    for collection in ("products", "archive"):
        site.add_item(collection, _id="a", name="Avocado")
    project.write("good.csv", THREE)
    project.write("bad.jsonl", UNFORESEEN)
    skip: dict[str, Any] = {"writePolicy": "SKIP_EXISTING"}
    bad = import_job("bad.jsonl", collectionId="archive", options=after("good"), **skip)
    project.program({"good": import_job("good.csv", **skip), "bad": bad})
    project.deploy(ok=False).says("1 row rejected, maxRejected is 0", "row or item b: WDE0075")
    state = project.state()
    assert not state["good"].init_errors
    assert state["good"].outputs["itemsRejected"] == 0
    assert state["good"].outputs["rejected"] == []
    assert state["bad"].outputs["itemsRejected"] == 1
    assert [row["code"] for row in state["bad"].outputs["rejected"]] == ["WDE0075"]


@dataclass(frozen=True)
class Failing:
    """An import that fails half-way, and whether the next `up` may run it again."""

    policy: str
    content: str
    again: bool


FAILING = {
    "rows with _id": Failing("OVERWRITE", THREE, again=True),
    "rows that nothing identifies": Failing("OVERWRITE", NAMELESS, again=False),
    "a truncation": Failing("TRUNCATE_BEFORE", THREE, again=False),
}


@pytest.mark.parametrize("case", FAILING.values(), ids=list(FAILING))
def test_a_failed_import_is_red_and_runs_again_only_where_that_does_no_harm(
    emulator: Emulator, site: Site, project: Project, case: Failing
) -> None:
    policy, content, again = case.policy, case.content, case.again
    emulator.settings(jobSeconds=600)
    project.write("products.csv", content)
    program = {"art": import_job(writePolicy=policy), "later": backup(options=after("art"))}
    project.program(program)
    up = project.start("up", "--yes", "--skip-preview")
    up.until("INITIALIZING for|IN_PROGRESS ")
    site.terminate(site.jobs()[0]["id"])
    run = up.end()
    assert run.code != 0
    run.says("FAILED (WDH0000", "The next `pulumi up` imports again" if again else "stays failed")
    failed = project.state()["art"]
    assert failed.outputs["status"] == "FAILED"
    assert failed.init_errors

    emulator.settings(jobSeconds=0)
    project.refresh()
    assert project.state()["art"].init_errors
    done = project.up(ok=again)
    assert site.jobs_submitted == (2 if again else 1)
    assert site.backups_submitted == (1 if again else 0)
    if not again:
        done.says("stays failed until", "`triggers` changes")
        project.program(
            {"art": import_job(writePolicy=policy, allowDuplicates=True, triggers={"n": 1})}
        )
        project.up()
        assert site.jobs_submitted == 2
    assert project.state()["art"].outputs["status"] == "COMPLETED"


def test_a_file_that_wix_would_refuse_is_not_sent_until_it_is_mended(
    site: Site, project: Project
) -> None:
    project.write("products.csv", "_id,name\na,Apple\nb\n")
    project.program({"art": import_job()})
    for refused in (project.preview(ok=False), project.deploy(ok=False)):
        refused.says("products.csv, line 3: fewer cells than the header has columns (2)")
    assert site.submits == 0
    project.write("products.csv", THREE)
    project.up()
    assert project.state()["art"].outputs["status"] == "COMPLETED"


def test_rows_that_nothing_identifies_are_not_imported_twice_unless_allowed(
    site: Site, project: Project
) -> None:
    project.write("products.csv", NAMELESS)
    project.program({"art": import_job()})
    project.deploy()
    project.write("products.csv", NAMELESS + "Cheese,3\n")
    submits = site.submits
    for refused in (project.preview(ok=False), project.deploy(ok=False)):
        refused.says(
            "3 rows of", "have no `_id` or `ID`", "nothing was sent", "allowDuplicates: true"
        )
    assert site.submits == submits
    assert len(site.items("products")) == 2
    assert project.state()["art"].outputs["status"] == "COMPLETED"

    project.program({"art": import_job(allowDuplicates=True)})
    project.up()
    assert site.jobs_submitted == 2
    assert len(site.items("products")) == 5
    assert site.asked(f"POST {JOBS}/.*/terminate") == 0
