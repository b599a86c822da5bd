"""Answers to submits that never come: what is at Wix is found, and nothing runs twice by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.every_kind import MAY_RUN_TWICE, ONCE_EACH, SUBMITS, EveryKind
from tests.engine.site import BACKUPS

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

LOSSES: list[dict[str, Any]] = [
    {"action": "drop"},
    {"action": "status", "status": 500},
    {"action": "status", "status": 503},
]


def losses(phase: str) -> list[dict[str, Any]]:
    """One for each submit of a run, each kind of loss in turn."""
    return [
        {"method": "POST", "path": path, "phase": phase, **LOSSES[number % len(LOSSES)]}
        for number, path in enumerate(SUBMITS)
    ]


def test_an_operation_whose_answer_was_lost_is_found_and_goes_on(
    emulator: Emulator, site: Site, project: Project
) -> None:
    every = EveryKind.prepared(emulator, site, project)
    emulator.faults(*losses("after"))
    every.program()
    project.deploy("--parallel", "64").says("the answer to the submit was lost", "it is backup")
    assert emulator.faults_left() == []
    assert every.submitted() == ONCE_EACH
    assert every.in_state() == every.at_wix()
    assert not any(entry.init_errors for entry in project.state().values())
    project.preview("--expect-no-changes")

    adopted = every.backups.backups()[0]
    emulator.faults({"method": "POST", "path": BACKUPS, "phase": "after", "action": "drop"})
    every.program(2, only=["rotated"])
    project.deploy().says(f"not rotated: backup {adopted} was found after a lost answer")
    newest = every.backups.backups()[0]
    project.destroy("--skip-preview").says(f"left at Wix: backup {newest} was found after")
    assert every.backups.backups()[:2] == [newest, adopted]


def test_a_submit_that_was_lost_on_the_way_is_repeated_at_once_only_where_that_does_no_harm(
    emulator: Emulator, site: Site, project: Project
) -> None:
    every = EveryKind.prepared(emulator, site, project)
    emulator.faults(*losses("before"))
    every.program()
    run = project.deploy("--parallel", "64", "--continue-on-error", ok=False)
    assert emulator.faults_left() == []
    run.says("Wix shows no such export job: submitting once more")
    run.says("was submitted, but the answer was lost", "not submitted again now", "Look at the")
    again = len(MAY_RUN_TWICE)
    assert every.submitted() == {**ONCE_EACH, "jobs": ONCE_EACH["jobs"] + again}
    assert set(project.state()) == {"rotated", *MAY_RUN_TWICE}
    assert len(site.jobs()) == again

    project.up("--parallel", "64")
    assert every.submitted() == {kind: 2 * count for kind, count in ONCE_EACH.items()}
    assert every.in_state() == every.at_wix()
    assert len(site.jobs()) == ONCE_EACH["jobs"]
    project.preview("--expect-no-changes")
