"""Programs of users: the inputs of an import job."""

from __future__ import annotations

import hashlib
from typing import Any

from wix_data_provider.lifecycle.values import Asset


def text(content: str) -> Asset:
    """A text as the engine hands it over."""
    return Asset(hashlib.sha256(content.encode()).hexdigest(), text=content)


def csv(*lines: str) -> Asset:
    """A CSV file, as a text."""
    return text("".join(f"{line}\n" for line in lines))


def items(good: int, bad: int = 0) -> Asset:
    """Items in JSONL; Wix rejects the bad ones, for what no look into the file foresees."""
    lines = [f'{{"_id": "{number}", "title": "Good {number}"}}' for number in range(good)]
    lines += [f'{{"_id": "bad{number}", "title": 1e999}}' for number in range(bad)]
    return text("\n".join(lines))


def importing(content: Asset, /, **others: Any) -> dict[str, Any]:
    """The inputs of an import of CSV into `products`; an input that is None is left out."""
    program = {
        "source": content,
        "format": "CSV",
        "collectionId": "products",
        "writePolicy": "OVERWRITE",
        **others,
    }
    return {name: value for name, value in program.items() if value is not None}
