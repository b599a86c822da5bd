"""content/rows.py: what is in a file, before it is sent."""

from __future__ import annotations

import asyncio
import io
from typing import Any, BinaryIO

import pytest

from wix_data_provider.content.rows import Survey, survey
from wix_data_provider.content.source import Content
from wix_data_provider.errors import ContentError

pytestmark = pytest.mark.anyio


def content(data: bytes | str) -> Content:
    return Content("a.csv", data=data.encode() if isinstance(data, str) else data)


CSV: dict[str, tuple[str, Survey]] = {
    "plain": ("_id,title\n1,One\n2,Two\n", Survey(2, ("_id", "title"), 0)),
    "no line end at the end": ("_id,title\n1,One", Survey(1, ("_id", "title"), 0)),
    "CRLF": ("_id,title\r\n1,One\r\n", Survey(1, ("_id", "title"), 0)),
    "BOM": ("\ufeff_id,title\n1,One\n", Survey(1, ("_id", "title"), 0)),
    "ID": ("title,ID\nOne,1\nTwo,2\n", Survey(2, ("title", "ID"), 0)),
    "spaces around headers": (" _id , title\n1,One\n", Survey(1, ("_id", "title"), 0)),
    "blank lines": ("_id\n\n1\n\n\n2\n", Survey(2, ("_id",), 0)),
    "line breaks in cells": ('_id,title\n1,"One\nand\r\na half"\n', Survey(1, ("_id", "title"), 0)),
    "commas and quotes in cells": ('_id,t\n1,"a, ""b"""\n', Survey(1, ("_id", "t"), 0)),
    "no column of IDs": ("title\nOne\nTwo\n", Survey(2, ("title",), 2)),
    "some IDs missing": ("_id,title\n1,One\n,Two\n  ,Three\n", Survey(3, ("_id", "title"), 2)),
    "rows that are too short": ("title,_id\nOne\nTwo,2\n", Survey(2, ("title", "_id"), 1)),
    "other case": ("id,title\n1,One\n", Survey(1, ("id", "title"), 1)),
}


@pytest.mark.parametrize(("text", "found"), CSV.values(), ids=CSV.keys())
async def test_csv(text: str, found: Survey) -> None:
    assert await survey(content(text), "CSV") == found


JSONL: dict[str, tuple[str, Survey]] = {
    "plain": ('{"_id": "1", "t": 1}\n{"_id": "2"}\n', Survey(2, ("_id", "t"), 0)),
    "columns of all rows": (
        '{"_id": "1"}\n{"ID": "2", "t": null}',
        Survey(2, ("_id", "ID", "t"), 0),
    ),
    "blank lines, CRLF, BOM": ('\ufeff{"_id": "1"}\r\n\r\n \n{"_id": "2"}', Survey(2, ("_id",), 0)),
    "IDs missing": ('{"t": 1}\n{"_id": ""}\n{"_id": null}\n', Survey(3, ("t", "_id"), 3)),
    "other line breaks in texts": (
        '{"_id": "a\u2028b\x0bc"}\n'.replace("\x0b", "\\u000b"),
        Survey(1, ("_id",), 0),
    ),
}


@pytest.mark.parametrize(("text", "found"), JSONL.values(), ids=JSONL.keys())
async def test_jsonl(text: str, found: Survey) -> None:
    assert await survey(content(text), "JSONL") == found


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty CSV": ("CSV", b"", "a.csv is empty: there is nothing to import"),
    "header only": ("CSV", b"_id,title\n", "a.csv has a header but no rows"),
    "empty header": ("CSV", b",,\n1,2,3\n", "a.csv is empty"),
    "unclosed quote": ("CSV", b'_id,t\n1,"One\n', "a.csv, line 2: unexpected end of data"),
    "text after a quote": ("CSV", b'_id,t\n1,"One"x\n', "a.csv, line 2: "),
    "Latin-1": ("CSV", b"_id,t\n1,caf\xe9\n", "a.csv is not UTF-8 text (byte 0xe9"),
    "UTF-16": ("CSV", "_id\n1\n".encode("utf-16"), "a.csv is not UTF-8 text (byte 0xff"),
    "an archive": ("CSV", b"PK\x03\x04\x00\x00", "a.csv is not text (it has NUL bytes)"),
    "empty JSONL": ("JSONL", b"\n \n", "a.csv is empty"),
    "broken line": ("JSONL", b'{"a": 1}\n{"b": \n', "a.csv, line 2: not JSON ("),
    "a list": ("JSONL", b'{"a": 1}\n[1, 2]\n', "a.csv, line 2: not a JSON object"),
    "not UTF-8": ("JSONL", b'{"a": "\xff"}', "a.csv is not UTF-8 text"),
}


@pytest.mark.parametrize(("format", "data", "words"), BAD.values(), ids=BAD.keys())
async def test_what_is_wrong_with_a_file(format: str, data: bytes, words: str) -> None:
    with pytest.raises(ContentError) as error:
        await survey(content(data), format)
    assert str(error.value).startswith(words)


async def test_no_content_is_in_a_message() -> None:
    with pytest.raises(ContentError) as error:
        await survey(content('{"_id": "1", "secret": "hunter2",, }'), "JSONL")
    assert "hunter2" not in str(error.value)


class Endless(Content):
    """A file that never ends."""

    def open(self) -> BinaryIO:
        return io.BufferedReader(_Rows())


class _Rows(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        rows = (b"1,One\n" * len(buffer))[: len(buffer) // 6 * 6]
        buffer[: len(rows)] = rows
        return len(rows)


async def test_a_cancel_ends_the_thread_that_reads() -> None:
    reading = asyncio.create_task(survey(Endless("a.csv"), "CSV"))
    await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    threads = asyncio.get_running_loop().shutdown_default_executor()
    await asyncio.wait_for(threads, timeout=30)
