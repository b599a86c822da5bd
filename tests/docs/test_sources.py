"""What a docstring names as its source can be read: the file is in the repository."""

from __future__ import annotations

import re

import pytest

from tests.docs.markdown import anchors, slug
from tools.local.paths import ROOT
from tools.sdks import files_below

CODE = [
    path
    for folder in ("emulator", "provider", "tests", "tools")
    for path in files_below(ROOT / folder)
    if path.suffix == ".py"
]
SOURCE = re.compile(r'\b(?:Source|Rules):\s+([\w/.-]+\.(?:md|py))\b(?:,\s+"([^"]+)")?')
OURS = {path.name for path in [*ROOT.glob("*.md"), *files_below(ROOT / "docs")]}


def named() -> list[tuple[str, str, str]]:
    """Each file that is a source: where it is named, its path, and the heading, if one is."""
    return [
        (str(path.relative_to(ROOT)), found[1], found[2] or "")
        for path in CODE
        for found in SOURCE.finditer(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("at", "file", "heading"), named())
def test_a_source_is_there_with_its_heading(at: str, file: str, heading: str) -> None:
    assert (ROOT / file).is_file(), f"{at}: no such file"
    assert not heading or slug(heading) in anchors(ROOT / file), f"{at}: no such heading"


def test_no_page_is_named_that_is_nowhere() -> None:
    pages = re.compile(r"\b[A-Z]{3,}\.md\b")
    missing = {
        f"{path.relative_to(ROOT)}: {page}"
        for path in CODE
        for page in pages.findall(path.read_text(encoding="utf-8"))
        if page not in OURS
    }
    assert missing == set()
