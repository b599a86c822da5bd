"""Where the bytes of an import come from: a file, a text, or the web."""

from __future__ import annotations

import io
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from wix_data_provider.errors import ContentError
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from io import FileIO

    from wix_data_provider.client.incoming import Write
    from wix_data_provider.lifecycle.values import Asset

    Fetch = Callable[[str, Write], Awaitable[None]]

BLOCK = 1024 * 1024  # measured: smaller blocks halve the speed of an upload


class Content(Record):
    """Bytes that can be read again and again. `name` is what messages and Wix call them."""

    name: str
    path: Path | None = None
    data: bytes = b""

    def __repr__(self) -> str:
        return f"Content({self.name})"

    def open(self) -> BinaryIO:
        """Raises ContentError where the file cannot be read."""
        if self.path is None:
            return io.BytesIO(self.data)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise ContentError(f"{self.name} cannot be read: {error.strerror}") from error

    def size(self) -> int:
        """In bytes. Raises ContentError where the file cannot be read."""
        with self.open() as file:
            return file.seek(0, io.SEEK_END)

    def blocks(self) -> Iterator[bytes]:
        """All bytes, a block at a time."""
        with self.open() as file:
            while block := file.read(BLOCK):
                yield block

    def sha256(self) -> str:
        """As hexadecimal digits."""
        import hashlib  # noqa: PLC0415 - not at start-up

        digest = hashlib.sha256()
        for block in self.blocks():
            digest.update(block)
        return digest.hexdigest()


def name_of(asset: Asset) -> str:
    """The file name in an asset; empty for a text.

    >>> from wix_data_provider.lifecycle.values import Asset
    >>> name_of(Asset("", uri="https://example.com/a/products.csv?token=x"))
    'products.csv'
    """
    if asset.path is not None:
        return Path(asset.path).name
    if asset.uri is not None:
        return Path(unquote(urlsplit(asset.uri).path)).name
    return ""


def title(asset: Asset) -> str:
    """What messages call the content of an asset.

    >>> from wix_data_provider.lifecycle.values import Asset
    >>> title(Asset("", path="data/products.csv")), title(Asset("", uri="https://example.com/"))
    ('data/products.csv', 'the remote file')
    """
    if asset.text is not None:
        return "the text"
    return asset.path or name_of(asset) or "the remote file"


def local_path(path: str) -> Path:
    """A path of this machine, relative to the project's folder; `~/` is the user's home.

    >>> str(local_path("data/~$products.csv"))
    'data/~$products.csv'
    """
    return Path(path).expanduser() if path.startswith("~/") else Path(path)


def local(path: str) -> Content:
    """A file of this machine."""
    return Content(name=path, path=local_path(path))


def stamp(path: str) -> tuple[str, int, int, int]:
    """Another one as soon as the file is written to: path, inode, size, time of change.

    Raises ContentError where it cannot be seen.
    """
    try:
        now = local_path(path).stat()
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}") from error
    return path, now.st_ino, now.st_size, now.st_mtime_ns


@asynccontextmanager
async def opened(asset: Asset, fetch: Fetch) -> AsyncIterator[Content]:
    """The content of an asset; a remote one is fetched into a temporary file.

    Raises ContentError, TransportError.
    """
    if asset.path is not None:
        yield Content(name=title(asset), path=Path(asset.path))
    elif asset.text is not None:
        yield Content(name=title(asset), data=asset.text.encode())
    elif asset.uri is not None and asset.uri.startswith("file:"):
        yield Content(name=title(asset), path=Path(unquote(urlsplit(asset.uri).path)))
    elif asset.uri is not None:
        import tempfile  # noqa: PLC0415 - not at start-up

        from wix_data_provider.content.disk import write_whole  # noqa: PLC0415 - likewise

        with tempfile.NamedTemporaryFile(buffering=0) as file:
            raw, name = cast("FileIO", file), f"{title(asset)}, on its way in as {file.name},"
            await fetch(asset.uri, lambda block: write_whole(raw, block, name))
            yield Content(name=title(asset), path=Path(file.name))
    else:
        raise ContentError(
            "the source is an asset without content (an asset that is another resource's output "
            "does not travel): use `sourcePath` with the path instead"
        )
