"""What jobs read: an uploaded file, or content as it was when the job began.

Content is copied first, by `staging.py`; files never change, and are read twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from wix_data_emulator.choosing import choose
from wix_data_emulator.collections import get_collection
from wix_data_emulator.columns import Column, all_keys, columns_of
from wix_data_emulator.fields import Fields
from wix_data_emulator.importing import Candidate, read_candidates
from wix_data_emulator.items import LIVE, Shelf
from wix_data_emulator.jobs import COLLECTION, FILE, LOCALIZATION
from wix_data_emulator.localizing import ROW_KEYS, read_texts, read_translations
from wix_data_emulator.staging import count_staged, read_staged, stage
from wix_data_emulator.uploads import open_upload

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from wix_data_emulator.jobs import Job


@dataclass(frozen=True)
class Content:
    """How much there is to move, and the columns that a table of it has."""

    total: int
    columns: Sequence[Column] = ()


class Source(Protocol):
    """Where a job's items come from."""

    def prepare(self) -> Content:
        """Look through all of it, once, before anything is written.

        Raises: JobError, RefusedError.
        """

    def stream(self, start: int) -> Iterator[Candidate]:
        """The items from one on, in the same order each time."""


@dataclass(frozen=True)
class FileSource:
    """An uploaded file; its cells are converted to the types of the collection it goes to."""

    db: sqlite3.Connection
    job: Job

    def prepare(self) -> Content:
        """Read it to the end: a bad file fails before anything is written."""
        return Content(sum(1 for _candidate in self.stream(0)))

    def stream(self, start: int) -> Iterator[Candidate]:
        """Read it again, from its beginning."""
        content = open_upload(self.db, self.job.upload or 0)
        target = str(self.job.destination[COLLECTION]["collectionId"])
        fields = get_collection(self.db, self.job.writes_site, target).fields()
        file_format = str(self.job.source[FILE]["format"])
        return islice(read_candidates(content, file_format, fields), start, None)


@dataclass(frozen=True)
class CollectionSource:
    """A collection's items, or what the request makes of them."""

    db: sqlite3.Connection
    job: Job

    def prepare(self) -> Content:
        """Copy what is to be moved."""
        given = Fields(self.job.source[COLLECTION], f"source.{COLLECTION}")
        collection = get_collection(self.db, self.job.reads_site, str(given.raw("collectionId")))
        shelf = Shelf(self.db, collection, str(given.raw("environment") or LIVE))
        choice = choose(shelf, given)
        keys = stage(self.db, self.job, choice.items)
        keys = all_keys(collection, keys) if choice.whole else keys
        columns = choice.columns or columns_of(collection, keys)
        return Content(count_staged(self.db, self.job), columns)

    def stream(self, start: int) -> Iterator[Candidate]:
        """The copies."""
        return read_staged(self.db, self.job, start)


@dataclass(frozen=True)
class LocalizationSource:
    """Every translatable text of a site, in the languages that the job names."""

    db: sqlite3.Connection
    job: Job

    def prepare(self) -> Content:
        """Copy the texts of this moment."""
        languages = self.job.languages
        stage(self.db, self.job, read_texts(self.db, self.job.reads_site, languages))
        columns = [Column(name, name) for name in (*ROW_KEYS, *languages)]
        return Content(count_staged(self.db, self.job), columns)

    def stream(self, start: int) -> Iterator[Candidate]:
        """The copies."""
        return read_staged(self.db, self.job, start)


@dataclass(frozen=True)
class TranslationsSource:
    """An uploaded file of translations."""

    db: sqlite3.Connection
    job: Job

    def prepare(self) -> Content:
        """Read it to the end: a bad file fails before anything is written."""
        return Content(sum(1 for _candidate in self.stream(0)))

    def stream(self, start: int) -> Iterator[Candidate]:
        """Read it again, from its beginning."""
        content = open_upload(self.db, self.job.upload or 0)
        file_format = str(self.job.source[FILE]["format"])
        return islice(read_translations(content, file_format, self.job.languages), start, None)


def open_source(db: sqlite3.Connection, job: Job) -> Source:
    """The source of a job."""
    if job.source_kind == LOCALIZATION:
        return LocalizationSource(db, job)
    if job.destination_kind == LOCALIZATION:
        return TranslationsSource(db, job)
    if job.source_kind == FILE:
        return FileSource(db, job)
    return CollectionSource(db, job)
