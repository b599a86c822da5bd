"""journal.py: what was submitted, until the engine is known to have it."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.journal import FORGOTTEN_AFTER_S, Journal, Note, journal_folder

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

URN, OTHER = "urn:pulumi:dev::shop::wix-data:index:Backup::a", "urn:b"
NOTE = Note(URN, "m1", "backup", "2026-01-01T00:00:00.000Z", ("b1", "b2"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal"


@pytest.fixture
def warned() -> list[str]:
    return []


@pytest.fixture
def journal(folder: Path, clock: FakeClock, warned: list[str]) -> Journal:
    return Journal(folder, clock, warned.append)


def later(folder: Path, clock: FakeClock) -> Journal:
    """That of the next process; it must have nothing to complain of."""
    return Journal(folder, clock, pytest.fail)


def test_it_is_in_pulumis_home() -> None:
    assert journal_folder({"PULUMI_HOME": "/p"}) == Path("/p/wix-data/journal")
    assert journal_folder({}) == Path.home() / ".pulumi/wix-data/journal"


def test_the_next_process_reads_what_was_noted(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    journal.open(NOTE)
    assert later(folder, clock).open_note(URN) == NOTE
    journal.reached(URN, "b3")
    assert later(folder, clock).open_note(URN) == NOTE.evolve(id="b3")
    journal.reached(URN, "b4", compared=True)
    assert later(folder, clock).open_note(URN) == NOTE.evolve(id="b4", compared=True)


def test_a_newer_submit_takes_the_place_of_an_older_one(journal: Journal) -> None:
    journal.open(NOTE)
    journal.open(NOTE.evolve(mark="m2"))
    assert journal.open_note(URN) == NOTE.evolve(mark="m2")


def test_an_id_without_a_note_writes_nothing(journal: Journal, folder: Path) -> None:
    journal.reached(URN, "b3")
    assert not folder.exists()


def test_resources_have_notes_of_their_own(journal: Journal) -> None:
    journal.open(NOTE)
    journal.open(NOTE.evolve(urn=OTHER, mark="m2"))
    journal.close(URN)
    assert journal.open_note(URN) is None
    assert journal.open_note(OTHER) == NOTE.evolve(urn=OTHER, mark="m2")


def test_without_a_folder_nothing_is_kept(clock: FakeClock) -> None:
    journal = Journal(None, clock, pytest.fail)
    journal.open(NOTE)
    journal.reached(URN, "b3")
    journal.shown(URN, ["b3"])
    journal.close(URN)
    assert journal.open_note(URN) is None
    assert journal.of_others(OTHER) == {"b3"}


# When the engine has it


def test_a_note_is_closed_once_the_engine_shows_the_operation(journal: Journal) -> None:
    journal.open(NOTE)
    journal.reached(URN, "b3")
    journal.shown(URN, [])
    journal.shown(OTHER, ["b3"])
    assert journal.open_note(URN) is not None
    journal.shown(URN, ["b3"])
    assert journal.open_note(URN) is None


def test_a_lost_operation_is_closed_by_any_new_id(journal: Journal) -> None:
    journal.open(NOTE)
    journal.shown(URN, ["imported"])
    assert journal.open_note(URN) is None


def test_what_the_engine_had_before_closes_nothing(journal: Journal) -> None:
    journal.shown(URN, ["b2", "b1"])
    journal.open(NOTE)
    for ids in (["b2", "b1"], ["b1"], []):  # the rotation was not saved; a clean-up was
        journal.shown(URN, ids)
        assert journal.open_note(URN) == NOTE.evolve(known=("b2", "b1"))
    journal.shown(URN, ["b3", "b2"])
    assert journal.open_note(URN) is None


def ended(folder: Path, clock: FakeClock) -> Journal:
    """That of the process after one that submitted `b3`, gave it to the engine, and ended."""
    journal = later(folder, clock)
    journal.open(NOTE)
    journal.reached(URN, "b3")
    journal.answered(URN, ["b3"])
    journal.ended()
    return later(folder, clock)


def test_what_a_run_that_ended_submitted_is_open_only_where_the_engine_shows_something_else(
    folder: Path, clock: FakeClock
) -> None:
    second = ended(folder, clock)
    note = NOTE.evolve(id="b3", ended=True)
    assert (second.open_note(URN), second.ended_note(URN)) == (None, note)
    second.shown(URN, [])
    assert (second.open_note(URN), second.ended_note(URN)) == (note, None)
    second.shown(URN, ["b3"])
    assert (second.open_note(URN), second.ended_note(URN)) == (None, None)


def test_an_operation_that_the_engine_was_not_given_stays_open(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    journal.shown(URN, ["b1"])
    journal.open(NOTE)
    journal.reached(URN, "b3")
    second = later(folder, clock)
    second.shown(URN, ["b1"])
    second.answered(URN, ["b1"])  # by a refresh, or an update that ran nothing
    second.ended()
    assert later(folder, clock).open_note(URN) == NOTE.evolve(id="b3", known=("b1",))


def test_a_replacement_that_is_forced_knows_what_the_run_before_submitted(
    folder: Path, clock: FakeClock
) -> None:
    second = ended(folder, clock)
    second.open(NOTE)
    assert second.open_note(URN) == NOTE.evolve(known=("b3",))
    second.shown(URN, ["b3"])
    assert second.open_note(URN) is not None


def test_whoever_looks_for_a_lost_operation_learns_what_others_were_given(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    journal.open(NOTE)
    journal.open(NOTE.evolve(urn=OTHER))
    journal.reached(OTHER, "b3")
    journal.answered(OTHER, ["b3"])
    journal.ended()
    lost = later(folder, clock).open_note(URN)
    assert lost is not None
    assert lost.listed == (*NOTE.listed, "b3")


def test_resources_with_like_names_are_told_apart(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    part = f"{URN}#2"
    journal.open(NOTE.evolve(urn=part))
    journal.reached(part, "b3")
    journal.answered(URN, ["b3"])
    journal.ended()
    assert later(folder, clock).open_note(part) is not None


def test_there_and_back_again_is_another_operation(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    journal.open(NOTE)
    journal.reached(URN, "j1")
    second = later(folder, clock)
    second.shown(URN, ["j1"])
    assert second.open_note(URN) is None
    second.open(NOTE.evolve(mark="m2"))
    second.reached(URN, "j2")
    third = later(folder, clock)
    third.shown(URN, ["j2"])
    assert third.open_note(URN) is None
    third.open(NOTE)  # as the first
    assert third.open_note(URN) == NOTE.evolve(known=("j2",))


def test_what_others_have_is_known_by_their_states_and_notes(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    journal.shown(URN, ["b1"])
    journal.open(NOTE)
    journal.reached(URN, "b2")
    (folder / "broken.json").write_text("{")
    assert journal.of_others(OTHER) == {"b1", "b2"}
    assert journal.of_others(URN) == set()
    assert later(folder, clock).of_others(OTHER) == {"b2"}


# The disk


def test_nobody_else_may_look_into_the_folder(journal: Journal, folder: Path) -> None:
    journal.open(NOTE)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert URN not in "".join(file.name for file in folder.iterdir())


def test_a_note_holds_what_it_needs_and_nothing_else(journal: Journal, folder: Path) -> None:
    journal.open(NOTE)
    [file] = folder.iterdir()
    assert json.loads(file.read_text()).keys() == {
        *("urn", "mark", "subject", "submitted", "site_id", "listed", "known"),
        *("id", "compared", "ended"),
    }


def test_a_write_that_breaks_off_leaves_the_old_note(
    journal: Journal, warned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.open(NOTE)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    journal.open(NOTE.evolve(mark="m2"))
    assert journal.open_note(URN) == NOTE
    assert len(warned) == 1
    assert "No space left on device" in warned[0]


def test_it_is_on_the_disk_before_the_submit(
    journal: Journal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(
        os, "fsync", lambda _: seen.append([file.suffix for file in folder.iterdir()])
    )
    journal.open(NOTE)
    # whole, and only then in its place, which is on the disk as well
    assert seen == [[f".{os.getpid()}"], [".json"]]
    journal.reached(URN, "b3")
    assert len(seen) == 4


BROKEN = {
    "empty": "",
    "cut off": '{"urn": "u',
    "no object": "[]",
    "a field missing": json.dumps({"urn": URN}),
    "a field of a newer version": json.dumps({**vars(NOTE), "more": 1}),
    "no list": json.dumps({**vars(NOTE), "known": 5}),
    "no time": json.dumps({**vars(NOTE), "submitted": "yesterday"}),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_note_that_cannot_be_read_is_told_once_and_is_none(
    journal: Journal, folder: Path, warned: list[str], text: str
) -> None:
    journal.open(NOTE)
    [file] = folder.iterdir()
    file.write_text(text)
    assert journal.open_note(URN) is None
    assert journal.open_note(URN) is None
    [line] = warned
    assert line.startswith(f"the journal in {folder}: a note for {URN} cannot be read")
    assert "the next one could submit an operation a second time" in line
    journal.open(NOTE)
    assert journal.open_note(URN) == NOTE


def test_a_folder_that_cannot_be_written_is_told_once(
    journal: Journal, folder: Path, warned: list[str]
) -> None:
    folder.parent.write_text("a file is in the way")
    for _ in range(2):
        assert journal.open_note(URN) is None
        journal.open(NOTE)
        journal.reached(URN, "b3")
        journal.shown(URN, ["b3"])
        journal.close(URN)
    assert len(warned) == 1


def aged(file: Path, clock: FakeClock, seconds: float) -> None:
    at = (clock.utc() - timedelta(seconds=seconds)).timestamp()
    os.utime(file, (at, at))


def test_what_is_older_than_a_week_is_forgotten(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    for urn, age_s in ((URN, FORGOTTEN_AFTER_S + 1), (OTHER, FORGOTTEN_AFTER_S - 1)):
        known = set(folder.glob("*"))
        journal.open(NOTE.evolve(urn=urn))
        [file] = set(folder.glob("*")) - known
        aged(file, clock, age_s)
    left_over = folder / "x.4711"
    left_over.touch()
    aged(left_over, clock, FORGOTTEN_AFTER_S + 1)
    next_one = later(folder, clock)
    assert next_one.open_note(URN) is None
    assert next_one.open_note(OTHER) is not None
    assert len(list(folder.iterdir())) == 1


def test_a_file_that_another_process_tidied_hides_no_note(
    journal: Journal, folder: Path, clock: FakeClock
) -> None:
    journal.open(NOTE)
    (folder / "dangling").symlink_to(folder / "gone")
    assert later(folder, clock).open_note(URN) == NOTE
