"""Temporary files, uploaded or exported: signed URLs, and bytes in chunks of about 1 MiB."""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

URL_LIFE_MS = 15 * 60 * 1000
"""Source: docs/wix-api.md, "Files"."""
CHUNK_BYTES = 1024 * 1024
PREFIX = "/_files"
LONGEST_FILE_ID = 512


def new_file_id(file_name: str | None) -> str:
    """The ID that Wix makes of a file name, or a random one."""
    stem = file_name or str(secrets.randbelow(9_000_000) + 1_000_000)
    return f"temporary-files/{stem}.dat"


@dataclass(frozen=True)
class Signer:
    """Makes and checks URLs that need no credentials."""

    key: bytes

    def url(self, base: str, method: str, site: str, file: str, expires_ms: int) -> str:
        """A URL good for one method on one file until an instant."""
        query = {
            "expires": expires_ms,
            "signature": self._signature(method, site, file, str(expires_ms)),
        }
        return f"{base}{PREFIX}/{site}/{quote(file, safe='')}?{urlencode(query)}"

    def accepts(
        self, method: str, site: str, file: str, *, expires: str, signature: str, now_ms: int
    ) -> bool:
        """Whether the URL is ours and still good."""
        expected = self._signature(method, site, file, expires)
        genuine = hmac.compare_digest(expected.encode(), signature.encode())
        return genuine and now_ms <= int(expires)

    def _signature(self, *parts: str) -> str:
        message = "\n".join(parts).encode(errors="surrogatepass")
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()


def store_upload(db: sqlite3.Connection, site: str, file: str, content: IO[bytes]) -> None:
    """Keep the content as the file's newest; jobs under way keep theirs."""
    upload = begin_upload(db, site, file)
    for chunk in iter(lambda: content.read(CHUNK_BYTES), b""):
        append_chunk(db, upload, chunk)
    drop_stale_uploads(db)


def begin_upload(db: sqlite3.Connection, site: str, file: str) -> int:
    """The number of a new content, still empty."""
    row = db.execute("INSERT INTO uploads (site, file) VALUES (?, ?)", (site, file))
    return row.lastrowid or 0


def append_chunk(db: sqlite3.Connection, upload: int, chunk: bytes) -> None:
    """Add to the end of a content."""
    db.execute(
        "INSERT INTO chunks SELECT ?, coalesce(max(number) + 1, 0), ? FROM chunks WHERE upload = ?",
        (upload, chunk, upload),
    )


def name_upload(db: sqlite3.Connection, upload: int, file: str) -> None:
    """Have a content found under another name."""
    db.execute("UPDATE uploads SET file = ? WHERE number = ?", (file, upload))


def size_of(db: sqlite3.Connection, upload: int) -> int:
    """Bytes of a content."""
    row = db.execute(
        "SELECT coalesce(sum(length(bytes)), 0) FROM chunks WHERE upload = ?", (upload,)
    ).fetchone()
    return int(row[0])


def drop_stale_uploads(db: sqlite3.Connection) -> None:
    """Give back the space of replaced files that no running job reads."""
    db.execute(
        "DELETE FROM uploads WHERE number NOT IN (SELECT max(number) FROM uploads"
        " GROUP BY site, file) AND number NOT IN"
        " (SELECT upload FROM jobs WHERE finished_ms IS NULL AND upload IS NOT NULL)"
    )


def find_upload(db: sqlite3.Connection, site: str, file: str) -> int | None:
    """The number of a file's newest content, if it was uploaded."""
    row = db.execute(
        "SELECT max(number) FROM uploads WHERE site = ? AND file = ?", (site, file)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def open_upload(db: sqlite3.Connection, upload: int) -> io.BufferedReader:
    """The content as a binary stream; it holds one chunk at a time."""
    return io.BufferedReader(_ChunkStream(read_chunks(db, upload)))


def read_chunks(db: sqlite3.Connection, upload: int) -> Iterator[bytes]:
    """The content in pieces; each is fetched when asked for."""
    number = 0
    while (chunk := read_chunk(db, upload, number)) is not None:
        yield chunk
        number += 1


def read_chunk(db: sqlite3.Connection, upload: int, number: int) -> bytes | None:
    """One piece of the content; None after the last."""
    row = db.execute(
        "SELECT bytes FROM chunks WHERE upload = ? AND number = ?", (upload, number)
    ).fetchone()
    return None if row is None else bytes(row["bytes"])


class _ChunkStream(io.RawIOBase):
    """Chunks as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if not self._rest:
            self._rest = memoryview(next(self._chunks, b""))
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
