"""content/download.py: a file is on the disk as a whole, or not at all."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.content.download import Downloaded, download
from wix_data_provider.errors import ContentError, TransportError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

pytestmark = pytest.mark.anyio

BLOCKS = [b"_id,title\r\n", b"1,One\r\n2,", b"Two\r\n"]
WHOLE = b"".join(BLOCKS)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def fetched(
    target: Path | str, *blocks: bytes, format: str = "CSV", error: BaseException | None = None
) -> Downloaded:
    async def stream(write: Callable[[bytes], None]) -> None:
        for block in blocks:
            write(block)
        if error is not None:
            raise error

    return await download(stream, str(target), format, lambda _: None)


async def test_the_file_is_there_with_its_hash_and_rows(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "items.csv"
    got = await fetched(file, *BLOCKS)
    assert got == Downloaded(hashlib.sha256(WHOLE).hexdigest(), 2)
    assert file.read_bytes() == WHOLE
    assert names(file.parent) == ["items.csv"]


async def test_it_replaces_an_older_file(tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    file.write_bytes(b"older and longer than the new one, by far")
    await fetched(file, *BLOCKS)
    assert file.read_bytes() == WHOLE


@pytest.mark.parametrize(
    "error",
    [TransportError("cut", sent=True), asyncio.CancelledError(), KeyError("a bug")],
    ids=repr,
)
async def test_a_broken_stream_leaves_the_older_file_and_nothing_else(
    tmp_path: Path, error: BaseException
) -> None:
    file = tmp_path / "items.csv"
    file.write_bytes(b"older")
    with pytest.raises(type(error)):
        await fetched(file, BLOCKS[0], error=error)
    assert file.read_bytes() == b"older"
    assert names(tmp_path) == ["items.csv"]


async def test_nothing_is_at_its_place_before_it_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    there: list[bool] = []
    sizes: list[int] = []

    async def stream(write: Callable[[bytes], None]) -> None:
        for block in BLOCKS:
            write(block)
            there.append(file.exists())

    await download(stream, str(file), "CSV", sizes.append)
    assert there == [False] * 3
    assert sizes == [11, 20, len(WHOLE)]


async def test_two_downloads_to_one_path_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    begun: list[bytes] = []
    both_have_begun = asyncio.Event()

    async def stream(write: Callable[[bytes], None], text: bytes) -> None:
        write(text[:3])
        begun.append(text)
        if len(begun) == len(texts):
            both_have_begun.set()
        await both_have_begun.wait()
        write(text[3:])

    texts = [b"_id\r\n1\r\n", b"_id\r\n2\r\n3\r\n"]

    def begin(text: bytes) -> Awaitable[Downloaded]:
        return download(lambda write: stream(write, text), str(file), "CSV", lambda _: None)

    got = await asyncio.gather(*map(begin, texts))
    assert [one.rows for one in got] == [1, 2]
    assert file.read_bytes() in texts


async def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for target in (tmp_path / "file" / "a.csv", tmp_path / "file" / "b" / "a.csv", tmp_path):
        with pytest.raises(ContentError) as error:
            await fetched(target, *BLOCKS)
        assert str(error.value).startswith(f"{target} cannot be written: ")
    assert names(tmp_path) == ["file"]


async def test_a_path_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    await fetched("~/items.csv", *BLOCKS)
    assert (tmp_path / "items.csv").read_bytes() == WHOLE


ROWS: dict[str, tuple[str, bytes, int]] = {
    "line breaks in cells": ("CSV", b'_id,t\r\n1,"One\nand\r\na half"\r\n2,Two\r\n', 2),
    "quotes and commas": ("CSV", b'_id,t\r\n1,"a, ""b"""\r\n', 1),
    "no line end at the end": ("CSV", b"_id,t\n1,One", 1),
    "a single column that is empty": ("CSV", b't\r\n""\r\n', 1),
    "a header alone": ("CSV", b"_id,t\r\n", 0),
    "nothing": ("CSV", b"", 0),
    "a byte order mark": ("CSV", b"\xef\xbb\xbf_id\r\n1\r\n", 1),
    "letters that are no UTF-8": ("CSV", b"_id,t\r\n1,\xe4\r\n", 1),
    "JSONL": ("JSONL", b'{"t": "a\\nb"}\n{"t": "\xe2\x80\xa8"}\n', 2),
    "JSONL, blank lines": ("JSONL", b'\n{"t": 1}\n\n{"t": 2}', 2),
    "JSONL, nothing": ("JSONL", b"", 0),
}


@pytest.mark.parametrize(("format", "content", "rows"), ROWS.values(), ids=ROWS.keys())
async def test_rows_are_counted(tmp_path: Path, format: str, content: bytes, rows: int) -> None:
    file = tmp_path / "items"
    assert (await fetched(file, content, format=format)).rows == rows
    assert file.read_bytes() == content


async def test_what_is_no_csv_is_said_and_not_kept(tmp_path: Path) -> None:
    cell = b"x" * (17 * 1024 * 1024)
    with pytest.raises(ContentError, match=r"items\.csv is no CSV: field larger"):
        await fetched(tmp_path / "items.csv", b"_id,t\r\n1,", cell)
    assert names(tmp_path) == []
