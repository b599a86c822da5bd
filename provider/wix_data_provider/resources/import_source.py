"""The source of an import in a program: an asset, a path or a file at Wix."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wix_data_provider.content import source
from wix_data_provider.errors import ContentError
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wix_data_provider.content.source import Content
    from wix_data_provider.resources.import_job import ImportJobArgs
    from wix_data_provider.session import Site

_FORMATS = {".csv": "CSV", ".jsonl": "JSONL", ".ndjson": "JSONL"}
_WAYS = ("source", "source_path", "file_id")


def check_source(inputs: ImportJobArgs) -> Checked:
    """Exactly one way, and a format: the given one, or that of the name."""
    given = [way for way in _WAYS if getattr(inputs, way) is not None or way in inputs.unknown]
    if len(given) != 1:
        return Checked(
            problems=[Problem("source", _ONE_OF if not given else f"{_ONE_OF}, not several")]
        )
    if inputs.format is not None or "format" in inputs.unknown:
        return Checked()
    if given[0] in inputs.unknown:
        return Checked({"format": UNKNOWN})
    name = _name(inputs)
    if name is None:
        return Checked()
    suffix = Path(name).suffix.lower()
    if suffix in _FORMATS:
        return Checked({"format": _FORMATS[suffix]})
    shown = f"the name {name!r} does not tell the format" if name else "a text has no name"
    return Checked(problems=[Problem("format", f"{shown}: set `format` to `CSV` or `JSONL`")])


_ONE_OF = "give exactly one of `source` (an asset), `sourcePath` (a path) and `fileId`"


def source_known(inputs: ImportJobArgs) -> bool:
    """Whether a preview knows which content there will be."""
    return not inputs.unknown & {*_WAYS, "format"}


def missing(inputs: ImportJobArgs) -> bool:
    """Whether `sourcePath` names a file that is not there, perhaps not yet."""
    return inputs.source_path is not None and not Path(inputs.source_path).expanduser().exists()


def remote(inputs: ImportJobArgs) -> bool:
    """Whether the bytes come over the web, and so through the provider's connection."""
    return inputs.source is not None and inputs.source.uri is not None


def way(inputs: ImportJobArgs) -> str:
    """The property (Pulumi's name) that holds the source."""
    if inputs.file_id is not None:
        return "fileId"
    return "source" if inputs.source is not None else "sourcePath"


@asynccontextmanager
async def content_of(inputs: ImportJobArgs, site: Site | None) -> AsyncIterator[Content | None]:
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
        return site.client.files.fetch

    async def refuse(*_: object) -> None:
        raise ContentError("a remote source is read with the provider's connection: no credentials")

    return refuse


def _name(inputs: ImportJobArgs) -> str | None:
    if inputs.source is not None:
        return source.name_of(inputs.source)
    return inputs.source_path
