"""States of this version and of older ones are held to: nothing runs, and nothing turns green."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.recorded import Opened, Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Open = Callable[..., Opened]

WHEREVER = pytest.mark.parametrize("gone", [False, True], ids=["records there", "all gone"])


def every(scenario: str) -> pytest.MarkDecorator:
    """For the recordings of all versions."""
    found = Recording.all(scenario)
    assert found, f"nothing was recorded as {scenario}"
    return pytest.mark.parametrize("recording", found, ids=[one.name for one in found])


@pytest.fixture
def opened(surroundings: dict[str, str], tmp_path: Path) -> Iterator[Open]:
    done: list[Opened] = []

    def open_(recording: Recording, *, gone: bool = False) -> Opened:
        done.append(Opened.of(recording, tmp_path / "opened", surroundings, gone=gone))
        return done[-1]

    yield open_
    for one in done:
        one.close()


@WHEREVER
@every("green")
def test_what_was_green_holds_still(opened: Open, recording: Recording, *, gone: bool) -> None:
    stack = opened(recording, gone=gone)
    stack.project.preview("--expect-no-changes")
    stack.project.refresh("--skip-preview")
    stack.project.preview("--expect-no-changes")
    stack.project.deploy("--expect-no-changes")
    assert stack.site.submits == 0
    assert stack.red() == {}
    if gone:
        assert not any(e.outputs["available"] for e in stack.project.state().values())


REASONS = {
    "rejects": "1 row rejected, maxRejected is 0",
    "undone": "was restored from backup",
    "bad-texts": "1 row rejected, maxRejected is 0",
    "moved": "1 row rejected, maxRejected is 0",
    "unready": "there is nothing to restore from",
    "not-restored": "look at the content of the site",
    "emptied": "It may have emptied the collection",
    "stopped-export": "the job was terminated on request",
    "vanished": "vanished from Wix",
}
RUN_AGAIN = {"unready", "stopped-export"}


@WHEREVER
@every("failed")
def test_what_was_red_stays_red_for_the_same_reason(
    opened: Open, recording: Recording, *, gone: bool
) -> None:
    stack = opened(recording, gone=gone)
    if gone:
        stack.site.add_collection("products", "name")  # for the export that runs again
        stack.site.forget_requests()
    stack.project.refresh("--skip-preview")
    reasons = recording.of(REASONS)
    assert_red_for(stack.red(), reasons)
    up = stack.project.deploy("--continue-on-error", ok=False)
    still = {name: reason for name, reason in reasons.items() if name not in RUN_AGAIN}
    assert_red_for(stack.red(), still)
    up.says(*still.values())
    assert (stack.site.backups_submitted, stack.site.jobs_submitted) == (1, 1)
    assert stack.site.restorations_submitted == 0


def assert_red_for(red: dict[str, str], reasons: dict[str, str]) -> None:
    assert red.keys() == reasons.keys()
    for name, reason in reasons.items():
        assert reason in red[name], red[name]


@every("pending")
def test_what_was_pending_is_waited_for(opened: Open, recording: Recording) -> None:
    stack = opened(recording)
    names = set(stack.project.state())
    stack.project.refresh("--skip-preview")
    assert stack.red().keys() == names
    stack.emulator.advance(600)
    stack.emulator.settings(backupSeconds=0)  # that is how long a deletion takes as well
    stack.with_time()
    stack.project.deploy("--parallel", "64")
    assert stack.red() == {}
    assert stack.statuses() == {"COMPLETED", "READY"}
    assert stack.project.state()["before"].outputs["previousBackupIds"] == []
    stack.project.preview("--expect-no-changes")
    submitted = (stack.site.backups_submitted, stack.site.jobs_submitted)
    assert (*submitted, stack.site.restorations_submitted) == (0, 0, 0)


VANISHED = {
    "before": "takes a new one",
    "some": "look at the content of the site",
    "asset": "The next `pulumi up` imports again",
    "translations": "so it stays failed until",
    "some-items": "The next `pulumi up` exports again",
    "texts": "The next `pulumi up` exports again",
    "promoted": "so it stays failed until",
}


@every("pending")
def test_what_was_pending_and_is_gone_is_red_and_not_submitted_again(
    opened: Open, recording: Recording
) -> None:
    stack = opened(recording, gone=True)
    stack.with_time()
    stack.project.deploy("--parallel", "64", "--continue-on-error", ok=False)
    assert_red_for(stack.red(), recording.of(VANISHED))
    assert stack.statuses() == {"GONE"}
    assert stack.site.submits == 0


@WHEREVER
@every("adopted")
def test_what_was_imported_or_adopted_is_taken_over_and_runs_nothing(
    opened: Open, recording: Recording, *, gone: bool
) -> None:
    stack = opened(recording, gone=gone)
    before = stack.project.state()
    stack.project.refresh("--skip-preview")
    preview = stack.project.preview()
    assert "replace" not in preview.output
    stack.project.deploy("--parallel", "64")
    assert stack.site.submits == 0
    state = stack.project.state()
    assert {name: entry.id for name, entry in state.items()} == {
        name: entry.id for name, entry in before.items()
    }
    assert state["lost"].outputs["adopted"] is True
    assert any("imported" in entry.outputs for entry in before.values())
    assert not any("imported" in entry.outputs for entry in state.values())
    stack.project.preview("--expect-no-changes")
