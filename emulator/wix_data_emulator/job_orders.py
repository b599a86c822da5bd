"""Reading and checking what Submit Job is given. Rules: docs/wix-api.md, "Jobs"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.errors import RefusedError
from wix_data_emulator.job_ends import (
    End,
    read_collection_destination,
    read_collection_source,
    read_file_destination,
    read_file_source,
    read_languages,
)
from wix_data_emulator.jobs import COLLECTION, FILE, LOCALIZATION, Order

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.fields import Fields

ENDS = (COLLECTION, LOCALIZATION, FILE)
HIDDEN_ENDS = (
    *("test", "dataMovementLogs", "externalFile", "googleSheets", "wixMedia"),
    *("wixDataCollectionDefinition", "wixApi", "storesCatalogProducts", "storesCatalogInventory"),
)
"""Internal to Wix; the emulator knows no more than their names. Source: @wix/data."""
MOVES = {
    FILE: (COLLECTION, LOCALIZATION),
    COLLECTION: (FILE, COLLECTION),
    LOCALIZATION: (FILE,),
}
"""From where to where. Assumed: Wix's samples have these pairs. Source: docs/wix-api.md, "Jobs"."""
LONGEST_NAME = 1024


def read_order(db: sqlite3.Connection, site: str, given: Fields) -> Order:
    """A job that can be submitted.

    Raises: ValidationError; RefusedError for an unknown file or collection, and with 501 for
    what is Wix's own.
    """
    source_site, destination_site = given.guid("sourceSiteId"), given.guid("destinationSiteId")
    if source_site and destination_site:
        raise given.refuse("sourceSiteId", "must not be given beside destinationSiteId")
    if given.has("transformations"):
        raise _hidden("transformations")
    source, destination = given.child("source"), given.child("destination")
    kinds = _kind_of(source), _kind_of(destination)
    if kinds[1] not in MOVES[kinds[0]]:
        reason = f"cannot be written from {source.path}.{kinds[0]}"
        raise destination.refuse(kinds[1], reason, "UNSUPPORTED")
    upload, shown_source = _read_source(db, source_site or site, kinds[0], source.child(kinds[0]))
    shown_destination = _read_destination(
        db, destination_site or site, kinds[1], destination.child(kinds[1])
    )
    return Order(
        name=given.text("name", longest=LONGEST_NAME),
        source_site=source_site,
        destination_site=destination_site,
        source={kinds[0]: shown_source},
        destination={kinds[1]: shown_destination},
        upload=upload,
    )


def _kind_of(end: Fields) -> str:
    """The only member of a source or destination."""
    if hidden := [name for name in HIDDEN_ENDS if end.has(name)]:
        raise _hidden(end.path_of(hidden[0]))
    present = [name for name in ENDS if end.has(name)]
    if len(present) != 1:
        raise end.refuse(
            present[1] if present else ENDS[0],
            f"{end.path} needs exactly one of {', '.join(ENDS)}",
            "ONE_OF",
        )
    return present[0]


def _read_source(
    db: sqlite3.Connection, site: str, kind: str, given: Fields
) -> tuple[int | None, End]:
    if kind == FILE:
        return read_file_source(db, site, given)
    if kind == COLLECTION:
        return None, read_collection_source(db, site, given)
    return None, read_languages(given)


def _read_destination(db: sqlite3.Connection, site: str, kind: str, given: Fields) -> End:
    if kind == FILE:
        return read_file_destination(given)
    if kind == COLLECTION:
        return read_collection_destination(db, site, given)
    return read_languages(given)


def _hidden(path: str) -> RefusedError:
    return RefusedError(501, "NOT_EMULATED", f"{path} is internal to Wix; it is not emulated")
