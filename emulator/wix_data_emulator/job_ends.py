"""Reading one end of a job's request: a source or a destination, as the API shows it.

Rules: docs/wix-api.md, "Jobs". A further kind is one function here, one in `job_sources.py` or
`job_destinations.py`, and one pair in `job_orders.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_emulator.collections import LONGEST_ID, Collection, get_collection
from wix_data_emulator.errors import RefusedError, ValidationError
from wix_data_emulator.filters import compile_filter
from wix_data_emulator.items import ENVIRONMENTS, LIVE
from wix_data_emulator.localizing import LANGUAGE_TAG
from wix_data_emulator.reading import FORMATS, detect_format
from wix_data_emulator.uploads import LONGEST_FILE_ID, find_upload, open_upload

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.fields import Fields

OVERWRITE, SKIP_EXISTING, TRUNCATE_BEFORE = "OVERWRITE", "SKIP_EXISTING", "TRUNCATE_BEFORE"
WRITE_POLICIES = (OVERWRITE, SKIP_EXISTING, TRUNCATE_BEFORE)
FIELD_TYPES = (
    *("ANY", "STRING", "NUMBER", "BOOLEAN", "DATE", "DATETIME", "BINARY", "OBJECT", "ARRAY", "URL"),
    *("WIX_MEDIA_URL", "WIX_MEDIA_IMAGE_URL", "WIX_MEDIA_VIDEO_URL", "WIX_MEDIA_DOCUMENT_URL"),
    *("IMAGE_URL", "VIDEO_URL"),
)
LONGEST_FILE_NAME = 512
LONGEST_KEY = 1024
MOST_FIELDS = 1000
MOST_STAGES = 100
FEWEST_LANGUAGES, MOST_LANGUAGES = 2, 64

End = dict[str, object]


def read_file_source(db: sqlite3.Connection, site: str, given: Fields) -> tuple[int, End]:
    """An uploaded file: the number of its content of now, and what the job shows."""
    file = given.required_text("fileId", longest=LONGEST_FILE_ID)
    file_format = given.choice("format", FORMATS)
    upload = find_upload(db, site, file)
    if upload is None:
        raise RefusedError(404, "FILE_NOT_FOUND", f"file {file} was not uploaded to site {site}")
    return upload, {"fileId": file, "format": file_format or detect_format(open_upload(db, upload))}


def read_collection_source(db: sqlite3.Connection, site: str, given: Fields) -> End:
    """A collection with at most one way of choosing from it."""
    collection, shown = _read_collection(db, site, given)
    given = _without_deprecated(given)
    queries = [name for name in ("filterQuery", "aggregationQuery") if given.has(name)]
    if len(queries) > 1:
        raise given.refuse("aggregationQuery", "must not be given beside filterQuery", "ONE_OF")
    if given.has("filterQuery"):
        query = given.child("filterQuery")
        compile_filter(query.raw("filter"), aliases=collection.aliases())
        _check_count(query, "fields", len(query.texts("fields")))
        shown["filterQuery"] = dict(query.values)
    if given.has("aggregationQuery"):
        shown["aggregationQuery"] = _read_aggregation(given.child("aggregationQuery"))
    return shown


def read_collection_destination(db: sqlite3.Connection, site: str, given: Fields) -> End:
    """A collection and what happens to the items that are there."""
    given.required_text("collectionId", longest=LONGEST_ID)  # the first thing to be named
    policy = given.choice("writePolicy", WRITE_POLICIES) or OVERWRITE
    _collection, shown = _read_collection(db, site, given)
    return {**shown, "writePolicy": policy}


def read_file_destination(given: Fields) -> End:
    """A file to be made."""
    given.required_text("format", longest=16)
    shown: End = {"format": given.choice("format", FORMATS)}
    name = given.text("fileName", longest=LONGEST_FILE_NAME)
    return {**shown, "fileName": name} if name else shown


def read_languages(given: Fields) -> End:
    """The languages of either end of a localization job; the first is the main one."""
    languages = given.texts("languages")
    if not FEWEST_LANGUAGES <= len(languages) <= MOST_LANGUAGES:
        bounds = f"{FEWEST_LANGUAGES} to {MOST_LANGUAGES}"
        raise given.refuse("languages", f"must have {bounds} entries", "SIZE")
    if wrong := [tag for tag in languages if not LANGUAGE_TAG.fullmatch(tag)]:
        reason = f"{wrong[0]!r} is no language tag such as EN or EN-US"
        raise given.refuse("languages", reason, "LANGUAGE_TAG")
    if len({tag.casefold() for tag in languages}) < len(languages):
        raise given.refuse("languages", "must not name a language twice", "UNIQUE")
    return {"languages": languages}


def _read_collection(db: sqlite3.Connection, site: str, given: Fields) -> tuple[Collection, End]:
    collection_id = given.required_text("collectionId", longest=LONGEST_ID)
    environment = given.choice("environment", ENVIRONMENTS) or LIVE
    collection = get_collection(db, site, collection_id)
    shown: End = {"collectionId": collection_id}
    return collection, shown if environment == LIVE else {**shown, "environment": environment}


def _without_deprecated(given: Fields) -> Fields:
    """`filter` and `fields` where `filterQuery` has them. Wix takes them until 2027-01-01."""
    old = {name: given.raw(name) for name in ("filter", "fields") if given.has(name)}
    if not old:
        return given
    if given.has("filterQuery"):
        name = next(iter(old))
        raise given.refuse(name, "is deprecated and must not be given beside filterQuery", "ONE_OF")
    return type(given)({**given.values, "filterQuery": old}, given.path)


def _read_aggregation(given: Fields) -> End:
    """Bounds and names only: what the stages mean is found out when the job initializes."""
    pipeline = given.child("aggregationPipeline")
    pipeline.children("stages", most=MOST_STAGES)
    for entry in given.children("fields", most=MOST_FIELDS):
        entry.required_text("key", longest=LONGEST_KEY)
        entry.text("displayName", longest=LONGEST_KEY)
        entry.choice("fieldType", FIELD_TYPES)
    return dict(given.values)


def _check_count(given: Fields, name: str, count: int) -> None:
    if count > MOST_FIELDS:
        raise ValidationError(given.path_of(name), f"must have at most {MOST_FIELDS} entries")
