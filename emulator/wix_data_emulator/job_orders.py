"""Reading and checking what Submit Job is given. Rules: CONTRACT.md, section 6.1.

A further source or destination is one function here and one in `job_runs.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.collections import LONGEST_ID, get_collection
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.items import ENVIRONMENTS, LIVE
from wix_data_emulator.jobs import Order
from wix_data_emulator.reading import FORMATS, detect_format
from wix_data_emulator.uploads import LONGEST_FILE_ID, find_upload, open_upload

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.fields import Fields

ENDS = ("wixDataCollection", "localization", "file")
LONGEST_NAME = 1024
OVERWRITE, SKIP_EXISTING, TRUNCATE_BEFORE = "OVERWRITE", "SKIP_EXISTING", "TRUNCATE_BEFORE"
WRITE_POLICIES = (OVERWRITE, SKIP_EXISTING, TRUNCATE_BEFORE)


def read_order(db: sqlite3.Connection, site: str, given: Fields) -> Order:
    """A job that can be submitted.

    Raises: ValidationError; RefusedError for an unknown file or collection, and with 501 for
    what the emulator does not move.
    """
    source_site, destination_site = given.guid("sourceSiteId"), given.guid("destinationSiteId")
    if source_site and destination_site:
        raise given.refuse("sourceSiteId", "must not be given beside destinationSiteId")
    source = _one_of(given.child("source"), "file")
    destination = _one_of(given.child("destination"), "wixDataCollection")
    upload, shown_source = _read_file(db, source_site or site, source)
    return Order(
        name=given.text("name", longest=LONGEST_NAME),
        source_site=source_site,
        destination_site=destination_site,
        source={"file": shown_source},
        destination={
            "wixDataCollection": _read_collection(db, destination_site or site, destination)
        },
        upload=upload,
    )


def _one_of(end: Fields, served: str) -> Fields:
    """The only member of a source or destination."""
    present = [name for name in ENDS if end.has(name)]
    if len(present) != 1:
        raise end.refuse(
            present[1] if present else ENDS[0],
            f"{end.path} needs exactly one of {', '.join(ENDS)}",
            "ONE_OF",
        )
    if present[0] != served:
        raise RefusedError(
            501, "NOT_EMULATED", f"the emulator moves no data with {end.path}.{present[0]}"
        )
    return end.child(served)


def _read_file(db: sqlite3.Connection, site: str, given: Fields) -> tuple[int, dict[str, object]]:
    file = given.required_text("fileId", longest=LONGEST_FILE_ID)
    file_format = given.choice("format", FORMATS)
    upload = find_upload(db, site, file)
    if upload is None:
        raise RefusedError(404, "FILE_NOT_FOUND", f"file {file} was not uploaded to site {site}")
    return upload, {"fileId": file, "format": file_format or detect_format(open_upload(db, upload))}


def _read_collection(db: sqlite3.Connection, site: str, given: Fields) -> dict[str, object]:
    collection_id = given.required_text("collectionId", longest=LONGEST_ID)
    policy = given.choice("writePolicy", WRITE_POLICIES) or OVERWRITE
    environment = given.choice("environment", ENVIRONMENTS) or LIVE
    get_collection(db, site, collection_id)
    shown: dict[str, object] = {"collectionId": collection_id, "writePolicy": policy}
    return shown if environment == LIVE else {**shown, "environment": environment}
