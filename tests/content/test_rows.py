"""content/rows.py: what is in a file, before it is sent."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest

from wix_data_provider.content.rows import Survey, survey
from wix_data_provider.content.source import Content
from wix_data_provider.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


def content(data: bytes | str) -> Content:
    return Content("a.csv", data=data.encode() if isinstance(data, str) else data)


STREET_ART = (  # two items of a site's own collection, as its dashboard wrote them
    "\ufeffImage,Artist,Description,ID,Name\r\n"
    "wix:image://v1/596320_525e~mv2.jpg/a.jpg#originWidth=634&originHeight=436,c1c03e11,,"
    "0451962b-9cd2-4fe2-aa24-f7973d073d75,Little Mermaid\r\n"
    "wix:image://v1/fc7570_846e~mv2.jpg/b.JPG#originWidth=1600&originHeight=1067,50072d76,"
    '"Also known as the “Falling Shopper”, the mural is\non Bruton Lane",'
    "0560c783-f374-44f6-b318-908d6de77816, Shop Till You Drop\r\n"
)


def facts(found: Survey) -> Survey:
    """What a survey says of all rows."""
    return Survey(found.rows, found.columns, found.without_id)


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
    "CR alone": ("_id,title\r1,One\r2,Two\r", Survey(2, ("_id", "title"), 0)),
    "semicolons in one of several names": ("_id,a;b\n1,One\n", Survey(1, ("_id", "a;b"), 0)),
    "semicolons in a quoted name": ('"a;b"\nOne\n', Survey(1, ("a;b",), 1)),
    "other case": ("id,title\n1,One\n", Survey(1, ("id", "title"), 1)),
}


@pytest.mark.parametrize(("text", "found"), CSV.values(), ids=CSV.keys())
async def test_csv(text: str, found: Survey) -> None:
    assert facts(await survey(content(text), "CSV")) == found


JSONL: dict[str, tuple[str, Survey]] = {
    "plain": ('{"_id": "1", "t": 1}\n{"_id": "2"}\n', Survey(2, ("_id", "t"), 0)),
    "columns of all rows": (
        '{"_id": "1"}\n{"ID": "2", "t": null}',
        Survey(2, ("_id", "ID", "t"), 0),
    ),
    "blank lines, CRLF, BOM": ('\ufeff{"_id": "1"}\r\n\r\n \n{"_id": "2"}', Survey(2, ("_id",), 0)),
    "an empty _id beside an ID": ('{"_id": null, "ID": "1"}', Survey(1, ("_id", "ID"), 1)),
    "IDs missing": ('{"t": 1}\n{"_id": ""}\n{"_id": null}\n', Survey(3, ("t", "_id"), 3)),
    "other line breaks in texts": (
        '{"_id": "a\u2028b\x0bc"}\n'.replace("\x0b", "\\u000b"),
        Survey(1, ("_id",), 0),
    ),
}


@pytest.mark.parametrize(("text", "found"), JSONL.values(), ids=JSONL.keys())
async def test_jsonl(text: str, found: Survey) -> None:
    assert facts(await survey(content(text), "JSONL")) == found


PAGE = "a.csv is neither CSV nor JSONL: it is a web page or XML; look at where it comes from"
EXCEL = "save it as UTF-8 (in Excel: “CSV UTF-8”)"
BAD: dict[str, tuple[str, bytes, str]] = {
    "empty CSV": ("CSV", b"", "a.csv is empty: there is nothing to import"),
    "only a byte order mark": (
        "CSV",
        b"\xef\xbb\xbf",
        "a.csv is empty: there is nothing to import",
    ),
    "header only": (
        "CSV",
        b"_id,title\n",
        "a.csv has a header but no rows: there is nothing to import",
    ),
    "Latin-1": (
        "CSV",
        b"_id,t\r\n1,caf\xe9\r\n",
        "a.csv is not UTF-8 text (byte 0xe9 in line 2): it is probably Latin-1 (ISO 8859-1); "
        + EXCEL,
    ),
    "Windows-1252": (
        "CSV",
        b"_id,t\n1,caf\xe9\n2,\x80 5\n",
        "a.csv is not UTF-8 text (byte 0xe9 in line 2): it is probably Windows-1252; " + EXCEL,
    ),
    "UTF-16": (
        "CSV",
        "_id\n1\n".encode("utf-16"),
        "a.csv is not UTF-8 text: it is probably UTF-16, which Excel calls “Unicode Text”; "
        + EXCEL,
    ),
    "UTF-16 without its mark": (
        "CSV",
        "_id\n1\n".encode("utf-16-be"),
        "a.csv is not UTF-8 text: it is probably UTF-16, which Excel calls “Unicode Text”; "
        + EXCEL,
    ),
    "half a character at the end": (
        "CSV",
        b"_id,t\n1,caf\xc3",
        "a.csv is not UTF-8 text: it ends within a character, so it is not whole",
    ),
    "an Excel file": (
        "CSV",
        b"PK\x03\x04\x00\x00",
        "a.csv is not text: it looks like a ZIP or Excel file",
    ),
    "an old Excel file": (
        "CSV",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a.csv is not text: it looks like an Excel file of an old kind",
    ),
    "a gzip file": ("JSONL", b"\x1f\x8b\x08", "a.csv is not text: it looks like a gzip file"),
    "a web page": ("CSV", b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html>", PAGE),
    "XML": ("JSONL", b'<?xml version="1.0"?>\n', PAGE),
    "a NUL later": (
        "CSV",
        b"_id\n1\x00\n",
        "a.csv is not text (a NUL byte in line 2): is it another kind of file?",
    ),
    "empty JSONL": ("JSONL", b"\n \n", "a.csv is empty: there is nothing to import"),
    "JSONL in Latin-1": (
        "JSONL",
        b'{"a": 1}\n{"a": "\xe9"}',
        "a.csv is not UTF-8 text (byte 0xe9 in line 2): it is probably Latin-1 (ISO 8859-1); "
        + EXCEL,
    ),
}


@pytest.mark.parametrize(("format", "data", "words"), BAD.values(), ids=BAD.keys())
async def test_what_is_wrong_with_a_file(format: str, data: bytes, words: str) -> None:
    with pytest.raises(ContentError) as error:
        await survey(content(data), format)
    assert str(error.value) == words


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


async def test_the_byte_order_mark_is_seen() -> None:
    assert (await survey(content("\ufeff_id\n1\n"), "CSV")).bom
    assert not (await survey(content("_id\n1\n"), "CSV")).bom


async def test_everything_that_is_wrong_is_in_one_message() -> None:
    text = '_id,t,,t\n1,2,3,4\n1\n2\n1,2,3,4,5\n1,"x\n'
    with pytest.raises(ContentError) as error:
        await survey(content(text), "CSV", policy="TRUNCATE_BEFORE")
    assert str(error.value) == (
        "a.csv, line 1: no name for column 3: remove those that are empty; line 1: several "
        "columns called 't'; lines 3, 4: fewer cells than the header has columns (4); line 5: "
        "more cells than the header has columns (4), quote cells with commas (no space before the "
        "quote); line 6: a quote is opened in this row and never closed"
    )


async def test_a_message_is_short_whatever_the_file_holds() -> None:
    names = ",".join(f"{'n' * 3000}{n}" for n in range(50))
    rows = "".join(f"{n}\n" for n in range(50_000))
    with pytest.raises(ContentError) as error:
        await survey(content(f"{names},{names}\n{rows}"), "CSV")
    assert len(str(error.value)) < 2000
    assert "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 49,990 more: fewer" in str(error.value)


TWICE = "_id,t\n1,One\n2,Two\n1,Three\n"


async def test_rejects_are_warnings_where_they_are_tolerated() -> None:
    asked = []

    def tolerates(rejects: int, rows: int) -> bool:
        asked.append((rejects, rows))
        return True

    found = await survey(content(TWICE), "CSV", policy="TRUNCATE_BEFORE", tolerates=tolerates)
    assert asked == [(1, 3)]
    assert (found.rejects, found.duplicates) == (1, 1)
    assert found.warnings == (
        (
            "1 row has the `_id` of an earlier row ('1' in lines 2 and 4): Wix rejects all but "
            "the first one"
        ),
    )


async def test_rejects_that_are_not_tolerated_are_an_error_with_the_way_out() -> None:
    with pytest.raises(ContentError) as error:
        await survey(content(TWICE), "CSV", policy="TRUNCATE_BEFORE")
    assert str(error.value) == (
        "a.csv, 1 row has the `_id` of an earlier row ('1' in lines 2 and 4): Wix rejects all "
        "but the first one; correct that, or tolerate it with `maxRejected`"
    )


async def test_without_a_policy_rows_are_no_items_and_nothing_is_said_of_them() -> None:
    found = await survey(content(TWICE + ",x\n"), "CSV")
    assert (found.warnings, found.rejects) == ((), 0)
    assert (found.duplicates, found.without_id) == (1, 1)


async def test_a_real_file_is_fine() -> None:
    data = STREET_ART
    found = await survey(content(data), "CSV", policy="OVERWRITE")
    assert facts(found) == Survey(2, ("Image", "Artist", "Description", "ID", "Name"), 0)
    assert found.bom
    assert found.warnings == ()


async def test_a_cancel_ends_the_thread_that_reads() -> None:
    reading = asyncio.create_task(survey(Endless("a.csv"), "CSV"))
    await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    threads = asyncio.get_running_loop().shutdown_default_executor()
    await asyncio.wait_for(threads, timeout=30)


def test_a_million_rows_are_read_in_flat_memory(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    with file.open("wb") as out:
        out.write(b"_id,n\n")
        out.writelines(b"%d,%d\n" % (row, row) for row in range(1_000_000))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], capture_output=True, check=True, text=True
    )
    rows, grown_kib = map(int, done.stdout.split())
    assert rows == 1_000_000
    assert grown_kib < 32 * 1024


MEASURE = """
import asyncio, resource, sys
from pathlib import Path
from wix_data_provider.content.rows import survey
from wix_data_provider.content.source import Content

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = peak()
found = asyncio.run(survey(Content("a", Path(sys.argv[1])), "CSV", policy="OVERWRITE"))
print(found.rows, peak() - before)
"""
