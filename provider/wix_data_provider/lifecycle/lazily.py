"""Classes by token, each imported when it is first asked for, as start-up is dear."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Lazily(Mapping[str, T]):
    """What `places` name: for each token a module of `package`, and the class in it."""

    def __init__(self, package: str, places: Mapping[str, tuple[str, str]]) -> None:
        self._package = package
        self._places = places

    def __getitem__(self, token: str) -> T:
        module, name = self._places[token]
        found: T = getattr(importlib.import_module(f"{self._package}.{module}"), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
