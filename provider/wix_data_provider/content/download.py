"""A file on its way to this machine: hashed as it comes, whole or not there at all."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from wix_data_provider.content.disk import write_whole
from wix_data_provider.content.rows import count_rows
from wix_data_provider.content.source import Content, local_path
from wix_data_provider.errors import ContentError
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from wix_data_provider.client.incoming import Block, Write

    Stream = Callable[[Write], Awaitable[None]]


class Downloaded(Record):
    """A file that is on the disk: its hash (hexadecimal digits), and its rows."""

    sha256: str
    rows: int


async def download(
    stream: Stream, target: str, format: str, on_progress: Callable[[int], None]
) -> Downloaded:
    """Write what `stream` brings beside `target`, and rename it when it is whole.

    `on_progress` gets the bytes so far, in the thread in which `stream` writes. Raises ContentError
    where the disk refuses, and what `stream` raises; nothing is left then, and an older file at
    `target` is as it was.
    """
    path = _absolute(target)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            sha256 = await _write(stream, part, target, on_progress)
            rows = await count_rows(Content(name=target, path=part), format)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ContentError(f"{target} cannot be written: {error.strerror}") from error
    return Downloaded(sha256, rows)


async def _write(
    stream: Stream, part: Path, target: str, on_progress: Callable[[int], None]
) -> str:
    """The hash of what was written."""
    digest = hashlib.sha256()
    with part.open("wb", buffering=0) as file:

        def write(block: Block) -> None:
            digest.update(block)
            write_whole(file, block, target)
            on_progress(file.tell())

        await stream(write)
    return digest.hexdigest()


def _absolute(target: str) -> Path:
    return local_path(target).absolute()
