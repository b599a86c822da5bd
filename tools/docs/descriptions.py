"""The schema with each example in six languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tools.docs import choosers
from tools.docs.programs import programs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def in_every_language(schema: str, programgen: Callable[[], Path]) -> str:
    """The schema's text, whose examples were in YAML. Without examples no generator is called.

    Raises: ExampleError, and what making the generator available raises.
    """
    package = json.loads(schema)
    texts = [
        example["yaml"]
        for _, spec in _described(package)
        for example in choosers.examples(spec["description"])
    ]
    if not texts:
        return schema
    named = {text: f"example {number}" for number, text in enumerate(texts, 1)}
    made = programs({name: text for text, name in named.items()}, schema, programgen())
    for _, spec in _described(package):
        spec["description"] = choosers.with_examples(
            spec["description"], lambda one: choosers.chooser(made[named[one["yaml"]]])
        )
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def without_choosers(schema: str) -> str:
    """For the SDKs, whose documentation shows one language: the marks would be seen there."""
    package = json.loads(schema)
    for _, spec in _described(package):
        spec["description"] = choosers.unmarked(spec["description"])
    return json.dumps(package, ensure_ascii=False)


def _described(package: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from package["resources"].items()
    yield from package["functions"].items()
