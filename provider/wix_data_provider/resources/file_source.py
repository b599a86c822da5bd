"""The source of an import in a program: an asset, a path or a file at Wix."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wix_data_provider.content import source
from wix_data_provider.deadline import in_time
from wix_data_provider.errors import ContentError, Refused
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Choice, camel
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wix_data_provider.client.incoming import Write
    from wix_data_provider.content.source import Content
    from wix_data_provider.resources.file_job import FileInputs
    from wix_data_provider.session import Site

_FORMATS = {".csv": "CSV", ".jsonl": "JSONL", ".ndjson": "JSONL"}
_WAYS = ("source", "source_path", "file_id")


class FileFormat(Choice):
    """The format of a file."""

    CSV = "CSV", "Comma-separated values, UTF-8, with a header row of field keys."
    JSONL = "JSONL", "One JSON object a line."


def check_source(inputs: FileInputs) -> Checked:
    """Exactly one way to the file, and not to nothing."""
    given = _given(inputs)
    if len(given) == 1:
        name = camel(given[0])
        empty = getattr(inputs, given[0]) == ""
        reason = f"`{name}` is empty: give it a value"
        return Checked(problems=[Problem(name, reason)] if empty else [])
    several = ", not several" if given else ""
    return Checked(problems=[Problem("source", f"{_ONE_OF}{several}")])


def check_format(inputs: FileInputs, format: FileFormat | None) -> Checked:
    """The given format, or that of the name."""
    given = _given(inputs)
    if format is not None or "format" in inputs.unknown or len(given) != 1:
        return Checked()
    if inputs.source_path == "":
        return Checked()  # told by check_source
    if given[0] in inputs.unknown:
        return Checked({"format": UNKNOWN})
    name = _name(inputs)
    found = None if name is None else format_of_name(name)
    if name is None or found is not None:
        return Checked({"format": found.value} if found else {})
    shown = f"the name {name!r} does not tell the format" if name else "a text has no name"
    reason = f"{shown}: set `format` to `CSV` or `JSONL`"
    return Checked(problems=[Problem(camel(given[0]), reason)])


def format_of_name(name: str) -> FileFormat | None:
    """
    >>> format_of_name("products.CSV"), format_of_name("products.txt")
    (<FileFormat.CSV: 'CSV'>, None)
    """
    return FileFormat.of(_FORMATS.get(Path(name).suffix.lower()))


def _given(inputs: FileInputs) -> list[str]:
    return [way for way in _WAYS if getattr(inputs, way) is not None or way in inputs.unknown]


_ONE_OF = "give exactly one of `source` (an asset), `sourcePath` (a path) and `fileId`"


def source_known(inputs: FileInputs) -> bool:
    """Whether a preview knows which content there will be."""
    return not inputs.unknown & {*_WAYS, "format"}


def missing(inputs: FileInputs) -> bool:
    """Whether `sourcePath` names a file that is not there, perhaps not yet.

    Raises ContentError where that cannot be seen.
    """
    if inputs.source_path is None:
        return False
    try:
        source.local_path(inputs.source_path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        raise ContentError(
            f"`sourcePath` cannot be looked at: {inputs.source_path} ({error.strerror})"
        ) from error
    return False


def remote(inputs: FileInputs) -> bool:
    """Whether the bytes come over the web, and so through the provider's connection."""
    return inputs.source is not None and inputs.source.uri is not None


def way(inputs: FileInputs) -> str:
    """The property (Pulumi's name) that holds the source."""
    if inputs.file_id is not None:
        return "fileId"
    return "source" if inputs.source is not None else "sourcePath"


@asynccontextmanager
async def content_of(inputs: FileInputs, site: Site | None) -> AsyncIterator[Content | None]:
    """The bytes to import; None for a file that is at Wix already.

    Raises ContentError, TransportError. A remote asset needs `site` for its connection.
    """
    if inputs.source is not None:
        async with source.opened(inputs.source, _fetcher(site)) as content:
            yield content
    elif inputs.source_path is not None:
        yield source.local(inputs.source_path)
    else:
        yield None


def _fetcher(site: Site | None) -> source.Fetch:
    if site is not None:
        return partial(_fetch, site)

    async def refuse(*_: object) -> None:
        raise ContentError("a remote source is read with the provider's connection: no credentials")

    return refuse


async def _fetch(site: Site, url: str, write: Write) -> None:
    late = Refused(
        "the time (customTimeouts) passed while the remote source was read, so nothing was "
        "submitted; raise customTimeouts"
    )
    await in_time(site.client.files.fetch(url, write), site.clock, lambda: late)


def title(inputs: FileInputs) -> str:
    """What messages call the file."""
    given = inputs.source_path or inputs.file_id or "the file"
    return source.title(inputs.source) if inputs.source is not None else given


def _name(inputs: FileInputs) -> str | None:
    if inputs.source is not None:
        return source.name_of(inputs.source)
    return inputs.source_path
