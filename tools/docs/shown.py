"""Files of the repository that a page shows whole: the block after `<!-- from: path -->`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SHOWN = re.compile(
    r"^(?P<head><!-- from: (?P<path>\S+) -->\n\n?```\w+\n).*?^```$", re.DOTALL | re.MULTILINE
)


def shown_files(text: str) -> list[str]:
    """The paths of the files that a page shows.

    >>> shown_files("<!-- from: a.py -->\\n```python\\nold = 1\\n```\\n")
    ['a.py']
    """
    return [found["path"] for found in _SHOWN.finditer(text)]


def with_shown_files(text: str, root: Path) -> str:
    """The page, with each such block as its file is now.

    Raises: OSError where a file cannot be read.
    """
    return _SHOWN.sub(
        lambda found: f"{found['head']}{(root / found['path']).read_text(encoding='utf-8')}```",
        text,
    )
