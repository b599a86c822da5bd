"""The generated files of docs/, and those of its pages that show files of the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.docs.overview import OVERVIEW, overview
from tools.docs.pages import DOCS, pages
from tools.docs.shown import shown_files, with_shown_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def files(schema: str, root: Path, programgen: Callable[[], Path]) -> dict[Path, bytes]:
    """By path in the repository. The schema's examples are in every language by now.

    Raises: ExampleError, OSError, and what making the generator available raises.
    """
    text = (root / OVERVIEW).read_text(encoding="utf-8")
    made = {**pages(schema), OVERVIEW: overview(text, schema, programgen).encode()}
    for page in sorted((root / DOCS).rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if shown_files(text):
            made[page.relative_to(root)] = with_shown_files(text, root).encode()
    return made
