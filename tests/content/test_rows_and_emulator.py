"""What a survey says of a file is what an import of it does, for files of every kind."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import running
from wix_data_provider.content.rows import Survey, survey
from wix_data_provider.content.source import Content
from wix_data_provider.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator.running import Emulator

POLICIES = ["OVERWRITE", "SKIP_EXISTING", "TRUNCATE_BEFORE"]
CELLS = ["", "a", "1.5", "é", "a, b", 'say "x"', "two\nlines", "two\r\nlines", " ", "😀", "true"]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with running() as emulator:
        yield emulator


def random_csv(chance: random.Random) -> bytes:
    """Mostly well-formed; every flaw that a survey looks for comes now and then."""

    def now_and_then(share: float = 0.05) -> bool:
        return chance.random() < share

    names = [chance.choice(["_id", "ID"]), *chance.sample(["title", "b", "c", "ÄÖ", "d e"], 3)]
    names = names[now_and_then(0.1) :]
    if now_and_then():
        names.append(chance.choice(["", " ", names[0], "$x", " title "]))
    repeats = now_and_then(0.5)
    rows = []
    for number in range(chance.randint(1, 8)):
        id = f"id{chance.randint(0, 3) if repeats else number}"
        cells = [chance.choice(["", id] if now_and_then(0.1) else [id])]
        cells += [chance.choice(CELLS) for _ in names[1:]]
        if now_and_then(0.01):
            cells.append("more")
        rows.append(cells[:-1] if now_and_then(0.01) and len(cells) > 2 else cells)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=chance.choice(["\n", "\r\n", "\r"])).writerows([names, *rows])
    data = out.getvalue().encode()
    at = chance.randrange(len(data))
    if now_and_then(0.15):
        data = data[:at] + chance.choice([b'"', b"\xe9", b"\n", b'"x', b"\n\n"]) + data[at:]
    return (b"\xef\xbb\xbf" if now_and_then(0.3) else b"") + data


def random_jsonl(chance: random.Random) -> bytes:
    flawed = ['{"a": ', "[]", '{"_id": 5}', '{"$a": 1}', '{"a": "\\ud800"}', '{"a": NaN}', "7"]
    lines: list[str] = []
    for number in range(chance.randint(1, 8)):
        id = chance.choice([f"id{number}"] * 9 + ["id0", "", None])
        item = {chance.choice(["_id"] * 4 + ["ID"]): id, "title": chance.choice(CELLS), "n": [1]}
        line = json.dumps(item, ensure_ascii=chance.random() < 0.5)
        lines.append(chance.choice(flawed) if chance.random() < 0.03 and lines else line)
        lines += [""] * (chance.random() < 0.1)
    data = chance.choice(["\n", "\r\n"]).join(lines).encode()
    data += b'\n{"a": "\xe9"}' if chance.random() < 0.05 else b""
    return (b"\xef\xbb\xbf" if chance.random() < 0.3 else b"") + data


def surveyed(data: bytes, format: str, policy: str) -> Survey | str:
    try:
        return asyncio.run(survey(Content("a", data=data), format, policy=policy))
    except ContentError as error:
        return str(error)


def imported(emulator: Emulator, data: bytes, policy: str) -> str:
    """How an import into a collection with one old item ends."""
    emulator.post("/_emulator/reset")
    emulator.add_collection(title="TEXT", n="ARRAY")
    emulator.add_items({"_id": "old"})
    return str(emulator.finish(data, policy=policy)["status"])


@pytest.mark.parametrize("format", ["CSV", "JSONL"])
def test_what_is_fine_is_imported_whole_and_what_is_not_is_refused(
    emulator: Emulator, format: str
) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    make = random_csv if format == "CSV" else random_jsonl
    ends: Counter[str] = Counter()
    for _ in range(150):
        data, policy = make(chance), chance.choice(POLICIES)
        found = surveyed(data, format, policy)
        end = imported(emulator, data, policy)
        ends[end] += 1
        if isinstance(found, Survey):
            assert end == "COMPLETED", (found, data)
            old = 0 if policy == "TRUNCATE_BEFORE" else 1
            assert len(emulator.items()) == found.rows - found.duplicates + old, (found, data)
        elif not found.endswith("there is nothing to import"):
            assert end in ("FAILED", "PARTIALLY_SUCCESSFUL"), (found, data)
    assert min(ends[end] for end in ("COMPLETED", "FAILED", "PARTIALLY_SUCCESSFUL")) >= 5


@pytest.mark.parametrize(
    ("policy", "kept"), [("OVERWRITE", "last"), ("SKIP_EXISTING", "first")], ids=lambda word: word
)
def test_of_two_rows_with_one_id_the_said_one_is_kept(
    emulator: Emulator, policy: str, kept: str
) -> None:
    data = b"_id,title\nx,first\nx,last\n"
    found = surveyed(data, "CSV", policy)
    assert isinstance(found, Survey)
    assert f": Wix keeps the {kept} one" in found.warnings[0]
    assert imported(emulator, data, policy) == "COMPLETED"
    assert [item["title"] for item in emulator.items() if item["_id"] == "x"] == [kept]


def test_an_item_that_is_too_large_is_told_before_it_is_rejected(emulator: Emulator) -> None:
    data = b"_id,title\nx," + b"t" * 525_000 + b"\n"
    assert str(surveyed(data, "CSV", "OVERWRITE")).startswith("a, line 2 (512.7 KB): larger than")
    assert imported(emulator, data, "OVERWRITE") == "PARTIALLY_SUCCESSFUL"
