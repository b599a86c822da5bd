"""The journal: what was submitted, until the engine is known to have it.

The engine, or this process, can be killed between a submit and the saved state. A note is written
before each submit; the next run finds it, and looks for the operation instead of submitting again.
Notes hold no secret: a URN, IDs, names and a hash.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

    from wix_data_provider.clock import Clock

FORGOTTEN_AFTER_S = 7 * 86_400
"""Who runs `pulumi up` again later than that means a new operation."""


def journal_folder(environ: Mapping[str, str]) -> Path:
    """Where Pulumi keeps what it knows on this machine."""
    from pathlib import Path  # noqa: PLC0415 - dear at start-up

    home = environ.get("PULUMI_HOME")
    return Path(home if home else Path.home() / ".pulumi", "wix-data", "journal")


class Note(Record):
    """One submit of the resource `urn`, with the mark of its operation.

    `subject`: how it can be told from others at Wix (a job's name, a restoration's backup).
    `listed`: the operations that Wix listed before. `known`: the IDs that the engine had then;
    None where it had some and did not say which (it forced a replacement).
    `site_id`: where. `submitted`: when (ISO 8601, UTC).
    `id`: what Wix gave, once it has answered; where it is `compared`, it was found by comparing
    lists instead. `ended`: the engine was given the ID, and its run came to an end.
    """

    urn: str
    mark: str
    subject: str
    submitted: str
    listed: tuple[str, ...] = ()
    known: tuple[str, ...] | None = ()
    site_id: str = ""
    id: str | None = None
    compared: bool = False
    ended: bool = False

    @property
    def at(self) -> datetime:
        """When it was submitted. Raises ValueError."""
        return datetime.fromisoformat(self.submitted.replace("Z", "+00:00"))


class Journal:
    """One small file for each resource, in `folder`; without a folder nothing is kept.

    A newer submit of a resource takes the place of an older one. A note is closed once the engine
    shows an ID of that resource which it did not have when the note was written. `warn` is told
    once where the folder cannot be written: everything goes on, without the journal's safety.

    A run that comes to its end has mostly saved what it was given, and tells nobody where it could
    not. Such a note is open only where the engine shows that it has something else.
    """

    def __init__(
        self,
        folder: Path | None,
        clock: Clock,
        warn: Callable[[str], None] = lambda _line: None,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._warn = warn
        self._shown: dict[str, tuple[str, ...]] = {}
        self._existing: set[str] = set()
        self._answered: dict[str, tuple[str, ...]] = {}
        self._resumed: set[str] = set()
        self._without_id: set[str] | None = None
        self._tidy = False

    def open_note(self, urn: str) -> Note | None:
        """What was submitted for this resource and, as far as is known, not saved."""
        note = self._note(urn)
        return None if note is not None and self._may_be_saved(note) else note

    def ended_note(self, urn: str) -> Note | None:
        """What was submitted for this resource in a run that ended, where the engine shows
        nothing of the resource: it forces a replacement, or it could not save."""
        note = self._note(urn) if urn not in self._existing else None
        return note if note is not None and self._may_be_saved(note) else None

    def _may_be_saved(self, note: Note) -> bool:
        return note.ended and not self.in_state(note.urn)

    def _note(self, urn: str) -> Note | None:
        if self._folder is None:
            return None
        try:
            self._forget_old(self._folder)
            return _read(self._file(self._folder, urn))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            self._broken(f"a note for {urn} cannot be read ({error})")
            return None

    def of_others(self, urn: str) -> set[str]:
        """The operations that other resources have: by the engine, or by notes of theirs."""
        ids = {id for other, shown in self._shown.items() if other != urn for id in shown}
        return ids | {note.id for note in self._notes() if note.urn != urn and note.id}

    def is_open(self, urn: str, mark: str) -> bool:
        """Whether this very operation was submitted and, as far as is known, not saved."""
        note = self.open_note(urn)
        return note is not None and note.mark == mark

    def open(self, note: Note) -> None:
        """To be called before the submit; it is on the disk when this returns."""
        self._lacking().add(note.urn)
        self._answered.pop(note.urn, None)
        known = self._shown.get(note.urn)
        if known is None and note.urn not in self._existing:  # a replacement may be forced
            ended = self.ended_note(note.urn)
            known = (ended.id,) if ended is not None and ended.id is not None else ()
        self._write(note.evolve(known=known), sync=True)

    def reached(self, urn: str, id: str, *, compared: bool = False) -> None:
        """The ID is known."""
        note = self.open_note(urn)
        if note is not None:
            self._lacking().discard(urn)
            self._write(note.evolve(id=id, compared=compared), sync=True)

    def shown(self, urn: str, ids: Collection[str]) -> None:
        """The engine's state has these operations of the resource."""
        self._shown[urn] = tuple(ids)
        note = self._note(urn)
        if note is not None and _saved_since(note, ids):
            self.close(urn)
            self._tell_others(urn, ids)

    def exists(self, urn: str) -> None:
        """The engine has something of this resource; it may not show what."""
        self._existing.add(urn)

    def answered(self, urn: str, ids: Collection[str]) -> None:
        """The engine was given these operations of the resource."""
        self._answered[urn] = tuple(ids)

    def ended(self) -> None:
        """The run has come to its end."""
        for urn, ids in list(self._answered.items()):  # others may still be answered
            note = self._note(urn)
            if note is not None and note.id in ids:
                self._write(note.evolve(ended=True))
                self._tell_others(urn, ids)
        self._answered.clear()

    def resumed(self, urn: str) -> None:
        """This run goes on with what an earlier one submitted."""
        self._resumed.add(urn)

    def given_again(self, urn: str) -> tuple[str, ...]:
        """The operations that the engine was given in this run, though an earlier one submitted
        what it goes on with."""
        return self._answered.get(urn, ()) if urn in self._resumed else ()

    def in_state(self, urn: str) -> bool:
        """Whether the engine has shown the state of this resource."""
        return urn in self._shown

    def close(self, urn: str) -> None:
        """Nothing is open for this resource."""
        if self._folder is not None:
            try:
                self._file(self._folder, urn).unlink(missing_ok=True)
            except OSError as error:
                self._broken(f"a note for {urn} cannot be removed ({error})")

    def _tell_others(self, urn: str, ids: Collection[str]) -> None:
        """Whoever still looks for a lost operation: it is none of these."""
        for other in self._lacking() - {urn}:
            note = self.open_note(other)
            if note is not None and note.id is None:
                self._write(note.evolve(listed=(*note.listed, *ids)))

    def _lacking(self) -> set[str]:
        """The resources whose notes have no ID."""
        if self._without_id is None:
            self._without_id = {note.urn for note in self._notes() if note.id is None}
        return self._without_id

    def _notes(self) -> Iterator[Note]:
        for file in self._folder.glob("*.json") if self._folder else ():
            with suppress(OSError, ValueError, TypeError, KeyError):
                yield _read(file)

    def _write(self, note: Note, *, sync: bool = False) -> None:
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = self._file(self._folder, note.urn)
            fresh = file.with_suffix(f".{os.getpid()}")
            with fresh.open("w", encoding="utf-8") as stream:
                json.dump(vars(note), stream)
                if sync:
                    stream.flush()
                    os.fsync(stream.fileno())
            fresh.replace(file)
            if sync:
                _sync(self._folder)
        except OSError as error:
            self._broken(f"it cannot be written ({error})")

    def _file(self, folder: Path, urn: str) -> Path:
        return folder / f"{hashlib.sha256(urn.encode()).hexdigest()[:32]}.json"

    def _forget_old(self, folder: Path) -> None:
        """Once in a process."""
        if self._tidy:
            return
        self._tidy = True
        now = self._clock.utc().timestamp()
        for file in folder.iterdir():
            with suppress(OSError):  # another process may tidy as well
                if now - file.stat().st_mtime > FORGOTTEN_AFTER_S:
                    file.unlink()

    def _broken(self, why: str) -> None:
        self._warn(
            f"the journal in {self._folder}: {why}. Should this run be killed, the next one could "
            "submit an operation a second time"
        )
        self._warn = lambda _line: None


def _saved_since(note: Note, ids: Collection[str]) -> bool:
    """Whether a state with these IDs is one that came after the note."""
    if note.known is None:
        return note.id in ids
    return not set(ids) <= set(note.known)


def _sync(folder: Path) -> None:
    """So that a power cut does not undo what was renamed in it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _read(file: Path) -> Note:
    """Raises OSError; ValueError, TypeError or KeyError where it is no note."""
    values: dict[str, Any] = json.loads(file.read_bytes())
    known = values["known"]
    lists = {"listed": tuple(values["listed"]), "known": None if known is None else tuple(known)}
    note = Note(**{**values, **lists})
    note.at  # noqa: B018 - raises where it is no time
    return note
