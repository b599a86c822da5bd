"""Files that people really have: read in the preview, and told apart before anything is sent."""

from __future__ import annotations

import re
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.engine.conftest import PLUGIN
from tests.engine.killing import PROCESSES
from tests.engine.programs import import_job
from tests.not_run_here import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.project import Project
    from tests.engine.site import Site

MIB = 1024 * 1024
FINE = {
    "bom.csv": b"\xef\xbb\xbf_id,name\r\na,Apple\r\n",
    "lines.csv": b'_id,name\nb,"two\nlines"\ni,Icing\n',
    "returns.csv": b"_id,name\rc,Cheese\rd,Dates\re,Eggs\r",
    "blank.csv": b"_id,name\nf,Figs\n\n\n",
    "bom.jsonl": b'\xef\xbb\xbf{"_id": "g", "name": "Grapes"}\n\n',
    "spaces.csv": b" _id , Name \nh,Honey\n",  # Name is what the field is shown as
}
WRONG: dict[str, tuple[bytes, list[str]]] = {
    "semicolons.csv": (
        b"\xef\xbb\xbf_id;name;price\r\na;Apple;1,5\r\n",
        ["line 1: the columns are"],
    ),
    "note.csv": (b"sep=;\r\n_id;name\r\na;Apple\r\n", ["line 1: it is a note for Excel (`sep=`)"]),
    "unicode.csv": ("\ufeff_id\tname\r\na\tb\r\n".encode("utf-16-le"), ["probably UTF-16"]),
    "latin.csv": ("_id,name\na,Käse\n".encode("latin-1"), ["byte 0xe4 in line 2"]),
    "nul.csv": (b"_id,name\na,App\0le\n", ["not text (a NUL byte in line 2)"]),
    "sheet.csv": (b"PK\x03\x04\x14\0\x06\0", ["it looks like a ZIP or Excel file"]),
    "page.csv": (b"<!DOCTYPE html>\n<html></html>\n", ["it is a web page or XML"]),
    "empty.csv": (b"", ["empty.csv is empty"]),
    "header.csv": (b"_id,name\n", ["has a header but no rows"]),
    "cells.csv": (b"_id,name\na,Apple\nb\nc,Cheese,3\n", ["line 3: fewer cells", "line 4: more"]),
    "trailing.csv": (
        b"_id,name,,\na,Apple,,\n",
        ["line 1: no name for columns 3, 4: remove those"],
    ),
    "twice.csv": (b"_id,name,name\na,Apple,b\n", ["line 1: several columns called 'name'"]),
    "long.csv": (b"_id,name\na," + b"x" * 17 * MIB, ["line 2: longer than 16.0 MB"]),
    "large.csv": (b"_id,name\na," + b"x" * MIB, ["line 2 (1.0 MB): larger than the 512 KB"]),
    "json.csv": (b'{"_id": "a"}\n', ["line 1: it is JSON, not CSV: set `format` to `JSONL`"]),
    "list.jsonl": (b'[{"_id": "a"},\n{"_id": "b"}]\n', ["line 1: a JSON list, not JSONL"]),
    "pretty.jsonl": (b'{\n  "_id": "a"\n}\n', ["line 1: JSON over several lines, not JSONL"]),
    "commas.jsonl": (b'{"_id": "a"},\n{"_id": "b"}\n', ["line 1: not JSON (a comma after"]),
    "broken.jsonl": (
        b'{"_id": "a"}\n["b"]\n{"_id": \n',
        ["line 3: not JSON", "line 2: not a JSON"],
    ),
    "nan.jsonl": (b'{"_id": "a", "price": NaN}\n', ["line 1: not JSON (NaN is not JSON)"]),
    "table.jsonl": (b"_id,name\na,Apple\n", ["and no line is an item: is it CSV?"]),
}


def test_every_file_is_judged_in_the_preview_and_nothing_is_sent(
    site: Site, project: Project
) -> None:
    """All in one: the preview of this `up` goes on where a resource is refused."""
    for name, content in {**FINE, **{name: wrong for name, (wrong, _) in WRONG.items()}}.items():
        project.write(name, content)
    project.program({name.replace(".", "-"): import_job(name) for name in [*FINE, *WRONG]})
    refused = project.up("--continue-on-error", ok=False)
    for name, (_, sentences) in WRONG.items():
        refused.says(*(f"error: Preview failed: {name}", *sentences))
    assert len(set(re.findall(r"Preview failed: \w+\.\w+", refused.output))) == len(WRONG)
    assert site.submits == 0


def test_what_the_preview_takes_is_imported_as_it_was_counted(site: Site, project: Project) -> None:
    for name, content in FINE.items():
        project.write(name, content)
    project.program({name.replace(".", "-"): import_job(name) for name in FINE})
    project.up().says("1 row, 2 columns → products (OVERWRITE)", "2 rows, 2 columns → products")
    names = "Apple", "two\nlines", "Cheese", "Dates", "Eggs", "Figs", "Grapes", "Honey", "Icing"
    found = {item["_id"]: item["name"] for item in site.items("products")}
    assert found == dict(zip("abcdefghi", names, strict=True))


def test_a_file_that_fits_the_collection_badly_is_imported_with_warnings(
    site: Site, project: Project
) -> None:
    site.add_item("products", _id="z", name="Zucchini")
    project.write("odd.csv", "_id,name,colour\na,Apple,red\na,Avocado,green\n")
    project.program({"odd": import_job("odd.csv")})
    preview = project.preview()
    preview.says(
        "OVERWRITE replaces items with the same `_id` in products (1 item now)",
        "warning: odd.csv: column 'colour' is no field of products",
        "warning: odd.csv: ",
        "2 rows, 3 columns → products (OVERWRITE)",
    )
    project.up().says("warning: odd.csv: column 'colour' is no field of products")
    project.write("odd.csv", "_id,name,colour\na,Apple,red\n")
    project.preview().says("imports again: source changed: 2 → 1 row")


ODD = """Id,NAME,day,at,price,sold
a,Apple,03/04/2024,2024-05-31T10:30,"1,5",yes
b,Bread,31/05/2024,45443,2,TRUE
"""


def test_values_that_their_fields_do_not_hold_are_told_with_their_lines(
    site: Site, project: Project
) -> None:
    types = {"name": "TEXT", "day": "DATE", "at": "DATETIME", "price": "NUMBER", "sold": "BOOLEAN"}
    fields = [{"key": key, "type": kind} for key, kind in types.items()]
    goods = {"collection": {"id": "goods", "fields": fields}}
    site.ask("POST", "/wix-data/v2/collections", goods, site=site.id)
    site.forget_requests()
    project.write("odd.csv", ODD)
    project.program({"odd": import_job("odd.csv", collectionId="goods")})
    sampled = "of 2 sampled values is"
    project.preview().says(
        "columns 'Id' (the field is '_id'), 'NAME' (the field is 'name') are no fields of goods",
        f"column 'at': 1 {sampled} no date and time such as 2024-05-31T10:30, but perhaps a serial "
        "number of Excel (line 3)",
        f"column 'price': 1 {sampled} no number such as 12.5 (line 2)",
        f"column 'sold': 1 {sampled} neither `true` nor `false` (line 2)",
        f"column 'day': 1 {sampled} MM/DD or DD/MM (line 2), and another is surely DD/MM (line 3): "
        "Wix does not document which of them it takes, so write dates as 2024-05-31",
    )
    assert site.submits == 0


def test_the_memory_of_a_preview_does_not_grow_with_the_file(project: Project) -> None:
    """One plugin for both previews, so that its peak is that of both."""
    for name, size in {"small.csv": MIB, "large.csv": 64 * MIB}.items():
        rows = "".join(f"item-{n},{'x' * 100},1\n" for n in range(MIB // 110))
        with (project.folder / name).open("w", encoding="utf-8") as file:
            file.write("_id,name,price\n")
            file.writelines(rows.replace("item-", f"item-{n}-") for n in range(size // MIB))
    with attached(project) as pid:
        peaks = []
        for name in ("small.csv", "large.csv"):
            project.program({"art": import_job(name)})
            project.preview().says("columns → products (OVERWRITE)")
            peaks.append(peak_bytes(pid))
    assert peaks[1] - peaks[0] < 10 * MIB


@contextmanager
def attached(project: Project) -> Iterator[int]:
    """A plugin that all commands of the project use; its process ID."""
    process = subprocess.Popen(
        [PLUGIN],
        cwd=project.folder,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        port = process.stdout.readline().strip()
        project.environment["PULUMI_DEBUG_PROVIDERS"] = f"wix-data:{port}"
        yield process.pid
    finally:
        process.kill()
        process.communicate()


def peak_bytes(pid: int) -> int:
    """The most memory that a process ever had."""
    status = PROCESSES / str(pid) / "status"
    if not status.exists():
        missing("/proc", "without it nobody tells a process's memory")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8"))
    assert found
    return int(found[1]) * 1024
