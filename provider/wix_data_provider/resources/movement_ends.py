"""The ends of a data movement job, as a program says them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Choice, Inputs, field
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.resources.file_source import FileFormat

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAG = re.compile(r"[A-Za-z]{2}(-[A-Za-z]{2})?")
_FEWEST, _MOST = 2, 64  # Wix's limits for the languages of a job


class WritePolicy(Choice):
    """What happens to items that the collection has already."""

    OVERWRITE = "OVERWRITE", "An item with the same ID is replaced."
    SKIP_EXISTING = "SKIP_EXISTING", "An item with the same ID stays as it is."
    TRUNCATE_BEFORE = "TRUNCATE_BEFORE", "The collection is emptied first."


class CollectionSource(Inputs):
    """Items of a collection: all of them, or those of a filter or of an aggregation."""

    collection_id: str = field("The collection.")
    filter: dict[str, Any] | None = field(
        "Which items, in Wix's filter language, such as `{holidays: {$in: [xmas]}}`.", default=None
    )
    fields: list[str] | None = field("Which fields of them; all by default.", default=None)
    aggregation: dict[str, Any] | None = field(
        "A pipeline that works the items out, as Wix's aggregationPipeline; not with `filter`.",
        default=None,
    )


class CollectionDestination(Inputs):
    """A collection that takes items."""

    collection_id: str = field("The collection; it must exist.")
    write_policy: WritePolicy = field(
        "What happens to items that the collection has already. Required: no policy is harmless "
        "everywhere."
    )


class LocalizationEnd(Inputs):
    """The translations of a site's content."""

    languages: list[str] = field(
        "From 2 to 64 language tags such as `en` or `pt-BR`; the first is the main language."
    )


class FileAtWix(Inputs):
    """A file that was uploaded to Wix."""

    file_id: str = field("The file's ID.")
    format: FileFormat | None = field("Its format; Wix finds it out by default.", default=None)


class FileToMake(Inputs):
    """A file that Wix makes."""

    format: FileFormat = field("The format of the file.")
    file_name: str | None = field("The file's name; a name, never a path.", default=None)


class MovementSource(Inputs):
    """Where the data comes from: exactly one of these."""

    wix_data_collection: CollectionSource | None = field("A collection.", default=None)
    localization: LocalizationEnd | None = field("Translations.", default=None)
    file: FileAtWix | None = field("A file at Wix.", default=None)


class MovementDestination(Inputs):
    """Where the data goes: exactly one of these."""

    wix_data_collection: CollectionDestination | None = field("A collection.", default=None)
    localization: LocalizationEnd | None = field("Translations.", default=None)
    file: FileToMake | None = field("A new file at Wix.", default=None)


def check_languages(languages: Sequence[str], within: str = "languages") -> Checked:
    """The form of the language tags, which the property `within` holds; whether a site has them,
    only Wix knows."""
    reason = _wrong_languages(languages)
    return Checked(problems=[Problem(within, f"`languages` {reason}")] if reason else [])


def _wrong_languages(languages: Sequence[str]) -> str | None:
    """
    >>> _wrong_languages(["en", "pt-BR"]), _wrong_languages(["en"])
    (None, 'must be 2 to 64 language tags, not 1')
    >>> _wrong_languages(["en", "english"])
    "must be language tags such as `en` or `pt-BR`, and 'english' is none"
    """
    if not _FEWEST <= len(languages) <= _MOST:
        return f"must be {_FEWEST} to {_MOST} language tags, not {len(languages)}"
    bad = next((tag for tag in languages if not _TAG.fullmatch(tag)), None)
    if bad is not None:
        return f"must be language tags such as `en` or `pt-BR`, and {bad!r} is none"
    lowered = [tag.lower() for tag in languages]
    twice = next((tag for tag in languages if lowered.count(tag.lower()) > 1), None)
    return f"must be different languages, and {twice!r} is there twice" if twice else None


def check_query(source: CollectionSource | None, name: str) -> Checked:
    """A filter and an aggregation are two ways to say which items."""
    if source is None or source.aggregation is None or source.filter is None:
        return Checked()
    reason = f"`{name}` has a `filter` and an `aggregation`: put the filter into the aggregation"
    return Checked(problems=[Problem(name, reason)])
