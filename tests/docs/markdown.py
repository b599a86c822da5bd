"""The documentation as a reader's browser has it: blocks, links and anchors."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "CHANGELOG.md",
    ROOT / "emulator" / "README.md",
    *(ROOT / "sdk" / folder / "README.md" for folder in ("nodejs", "go/wixdata", "java", "dotnet")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FROM = re.compile(r"<!-- from: \S+ -->\s*\Z")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    line: int
    language: str
    text: str
    is_shown_file: bool
    """A file of the repository, which has tests of its own."""

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path, *languages: str) -> list[Block]:
    """The fenced blocks of a page, all or those of some languages."""
    text, found, before = page.read_text(encoding="utf-8"), [], ""
    for token in _tokens(text):
        if token.type == "fence":
            line = (token.map or [0])[0] + 1 + _lines_before(text)
            shown = bool(_FROM.search(before))
            found.append(Block(page, line, token.info, token.content, shown))
        before = token.content if token.type == "html_block" else ""
    return [block for block in found if not languages or block.language in languages]


def links(page: Path) -> Iterator[str]:
    """Where the links of a page go."""
    return links_in(page.read_text(encoding="utf-8"))


def links_in(text: str) -> Iterator[str]:
    """The same, of the text of a page."""
    for token in _tokens(text):
        for child in token.children or ():
            if child.type == "link_open":
                yield str(child.attrs["href"])


def anchors(page: Path) -> set[str]:
    """Where links into a page can go, as GitHub names them."""
    tokens = _tokens(page.read_text(encoding="utf-8"))
    titles = [
        "".join(part.content for part in after.children or ())
        for token, after in itertools.pairwise(tokens)
        if token.type == "heading_open"
    ]
    return {slug(title) for title in titles}


def slug(title: str) -> str:
    """What a link to that heading has after the `#`."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", text))


def _lines_before(text: str) -> int:
    front = _FRONT_MATTER.match(text)
    return front[0].count("\n") if front else 0
