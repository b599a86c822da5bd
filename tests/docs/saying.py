"""What a page says that the engine prints, held against what it prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.docs.markdown import Block, blocks
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def said_in(page: str) -> list[Block]:
    """The texts that a page of docs/ says are printed."""
    found = blocks(ROOT / "docs" / page, "text")
    assert found
    return found


def hold(texts: Iterable[Block], printed: Iterable[str]) -> None:
    """Each text must be printed, whatever the line breaks; `…` stands for what differs."""
    outputs = [_flat(output) for output in printed]
    for block in texts:
        pattern = ".+?".join(re.escape(part) for part in _flat(block.text).split("…"))
        found = any(re.search(pattern, output) for output in outputs)
        assert found, "\n".join([f"{block} is not printed: {block.text}", *outputs])


def _flat(text: str) -> str:
    return " ".join(_COLOURS.sub("", text).split())
