"""Files that people really have: read in the preview, and told apart before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.programs import import_job

if TYPE_CHECKING:
    from tests.engine.project import Project
    from tests.engine.site import Site

FINE = {
    "bom": b"\xef\xbb\xbf_id,name\r\na,Apple\r\n",
    "lines": b'_id,name\na,"two\nlines"\nb,Bread\n',
}
WRONG = {
    "semicolons": b"_id;name;price\na;Apple;1\n",
    "latin": "_id,name\na,Käse\n".encode("latin-1"),
    "empty": b"",
    "header": b"_id,name\n",
    "cells": b"_id,name\na,Apple\nb\nc,Cheese,3\n",
}
TOLD = {
    "semicolons": ["semicolons.csv", "semicolon"],
    "latin": ["latin.csv is not UTF-8 text", "Latin-1"],
    "empty": ["empty.csv is empty"],
    "header": ["header.csv has a header but no rows"],
    "cells": ["cells.csv, line 3: fewer cells", "line 4: more cells"],
}


def test_every_file_is_judged_in_the_preview_and_nothing_is_sent(
    site: Site, project: Project
) -> None:
    contents = {**FINE, **WRONG}
    for name, content in contents.items():
        (project.folder / f"{name}.csv").write_bytes(content)
    fine = {name: import_job(f"{name}.csv") for name in FINE}
    project.program(fine)
    project.preview().says(
        "1 row, 2 columns → products (OVERWRITE)", "2 rows, 2 columns → products"
    )
    for name, sentences in TOLD.items():
        project.program({**fine, name: import_job(f"{name}.csv")})
        project.preview(ok=False).says(*sentences)
    assert site.submits == 0


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
