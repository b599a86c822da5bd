"""docs/_index.md: written by hand, but for the languages of its example."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tools.docs import choosers
from tools.docs.programs import programs

if TYPE_CHECKING:
    from collections.abc import Callable

OVERVIEW = Path("docs/_index.md")


def overview(text: str, schema: str, programgen: Callable[[], Path]) -> str:
    """The page, with the example in YAML that it has in each language.

    Raises: ExampleError, and what making the generator available raises.
    """
    example = choosers.overview_example(text)
    made = programs({"overview": example["yaml"]}, schema, programgen())
    return choosers.with_overview_example(text, made["overview"])
