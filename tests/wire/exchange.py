"""Recorded exchanges: the requests of both clients for the same call, and the answers they got."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = Path(__file__).parent / "exchanges"
HEADERS = ("authorization", "content-type", "wix-site-id")
"""Those that are compared; the others are of the HTTP library, or tell Wix about its client."""

Request = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """`answers` is what both clients were given, one for each request."""

    answers: list[Any]
    official: list[Request]
    ours: list[Request]


def names() -> list[str]:
    """All that is recorded."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def load(name: str) -> Exchange:
    """One recorded exchange."""
    return Exchange(**json.loads(_file(name).read_text(encoding="utf-8")))


def save(name: str, exchange: Exchange) -> None:
    """Write an exchange down."""
    text = json.dumps(vars(exchange), indent=2, ensure_ascii=False)
    _file(name).write_text(f"{text}\n", encoding="utf-8")


def request(
    method: str,
    path: str,
    query: Iterable[Iterable[str]],
    headers: Mapping[str, str],
    body: object,
) -> Request:
    """What is kept of a request; the order of parameters with different names does not matter."""
    return {
        "method": method,
        "path": path,
        "query": sorted((list(pair) for pair in query), key=lambda pair: pair[0]),
        "headers": {name: headers[name] for name in HEADERS if name in headers},
        "body": body,
    }


def _file(name: str) -> Path:
    return FOLDER / f"{name}.json"
