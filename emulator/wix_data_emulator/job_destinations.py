"""What jobs write: items of a collection, a file, or translations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from wix_data_emulator.collections import get_collection
from wix_data_emulator.columns import keep_columns, kept_columns
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.exporting import header_of, write_pieces
from wix_data_emulator.items import LIVE, Shelf, id_of
from wix_data_emulator.job_ends import SKIP_EXISTING, TRUNCATE_BEFORE
from wix_data_emulator.job_logs import add_log
from wix_data_emulator.jobs import COLLECTION, FILE, LOCALIZATION
from wix_data_emulator.localizing import write_translation
from wix_data_emulator.reading import CSV
from wix_data_emulator.uploads import append_chunk, begin_upload, name_upload

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from wix_data_emulator.columns import Column
    from wix_data_emulator.importing import Candidate
    from wix_data_emulator.jobs import Job
    from wix_data_emulator.settings import Settings

EXISTS = "WDE0074"


class Destination(Protocol):
    """Where a job's items go."""

    def begin(self, columns: Sequence[Column]) -> None:
        """Make ready, after all of the source was looked through."""

    def write(self, candidates: Iterable[Candidate]) -> int:
        """Take items; how many of them it did not reject."""

    def end(self) -> None:
        """Everything was written."""


@dataclass(frozen=True)
class CollectionDestination:
    """A collection, with a policy for items that are there."""

    db: sqlite3.Connection
    job: Job
    shelf: Shelf
    settings: Settings

    def begin(self, columns: Sequence[Column]) -> None:  # noqa: ARG002 - items need no columns
        """Empty the collection where that is the policy."""
        if self._policy == TRUNCATE_BEFORE:
            self.shelf.truncate()

    def write(self, candidates: Iterable[Candidate]) -> int:
        """Those that are refused are logged; skipped ones count as taken."""
        return sum(self._write(candidate) for candidate in candidates)

    def end(self) -> None:
        """Nothing is left to do."""

    @property
    def _policy(self) -> object:
        return self.job.destination[COLLECTION]["writePolicy"]

    def _write(self, candidate: Candidate) -> bool:
        written_ms = self.job.begins_ms
        try:
            if self._policy == SKIP_EXISTING and self._has(candidate):
                if self.settings.skips_logged:
                    self._log(candidate, EXISTS, f"item {candidate.label} exists and was skipped")
            elif self._policy == TRUNCATE_BEFORE:
                self.shelf.insert(candidate.data, written_ms)
            else:
                self.shelf.save(candidate.data, written_ms)
        except RefusedError as error:
            self._log(candidate, error.code, error.description)
            return False
        return True

    def _has(self, candidate: Candidate) -> bool:
        return self.shelf.get(id_of(candidate.data)) is not None

    def _log(self, candidate: Candidate, code: str, description: str) -> None:
        add_log(self.db, self.job, candidate.label, code, description)


@dataclass(frozen=True)
class FileDestination:
    """A file that grows under no name, and has one as soon as it is whole."""

    db: sqlite3.Connection
    job: Job

    def begin(self, columns: Sequence[Column]) -> None:
        """Begin it, with a header if it has one."""
        upload = begin_upload(self.db, self.job.site, f"parts/{self.job.id}")
        self.db.execute("UPDATE jobs SET upload = ? WHERE number = ?", (upload, self.job.number))
        if self._format == CSV:
            keep_columns(self.db, self.job, columns)
            append_chunk(self.db, upload, header_of(columns).encode())

    def write(self, candidates: Iterable[Candidate]) -> int:
        """A file takes everything."""
        items = [candidate.data for candidate in candidates]
        columns = kept_columns(self.db, self.job)
        for piece in write_pieces(items, self._format, columns):
            append_chunk(self.db, self._upload, piece)
        return len(items)

    def end(self) -> None:
        """Give it its name: from now on its URL leads to it."""
        name_upload(self.db, self._upload, exported_file(self.job))

    @property
    def _format(self) -> str:
        return str(self.job.destination[FILE]["format"])

    @property
    def _upload(self) -> int:
        return self.job.upload or 0


@dataclass(frozen=True)
class TranslationsDestination:
    """Translations of a site's items, none of which is ever emptied."""

    db: sqlite3.Connection
    job: Job

    def begin(self, columns: Sequence[Column]) -> None:
        """Nothing is to be made ready."""

    def write(self, candidates: Iterable[Candidate]) -> int:
        """Rows that name nothing translatable are logged."""
        return sum(self._write(candidate) for candidate in candidates)

    def end(self) -> None:
        """Nothing is left to do."""

    def _write(self, candidate: Candidate) -> bool:
        try:
            write_translation(self.db, self.job.writes_site, candidate.data, self.job.languages)
        except RefusedError as error:
            add_log(self.db, self.job, candidate.label, error.code, error.description)
            return False
        return True


def exported_file(job: Job) -> str:
    """The name under which a finished job's file is found."""
    wanted = job.destination[FILE]
    name = wanted.get("fileName") or f"export.{str(wanted['format']).lower()}"
    return f"exports/{job.id}/{name}"


def open_destination(db: sqlite3.Connection, job: Job, settings: Settings) -> Destination:
    """The destination of a job.

    Raises: RefusedError, if it is gone.
    """
    if job.destination_kind == FILE:
        return FileDestination(db, job)
    if job.destination_kind == LOCALIZATION:
        return TranslationsDestination(db, job)
    wanted = job.destination[COLLECTION]
    collection = get_collection(db, job.writes_site, str(wanted["collectionId"]))
    shelf = Shelf(db, collection, str(wanted.get("environment", LIVE)))
    return CollectionDestination(db, job, shelf, settings)
