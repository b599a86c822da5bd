"""Sorting by several fields, each up or down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from wix_data_emulator.comparing import rank, value_at
from wix_data_emulator.filters import NO_ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wix_data_emulator.fields import Fields

AnyItem = TypeVar("AnyItem", bound="Mapping[str, object]")
MOST_SORTS = 20


@dataclass(frozen=True)
class Sort:
    """One criterion; missing values come first when ascending."""

    field: str
    descending: bool


def read_sorts(
    query: Fields,
    *,
    member: str = "sort",
    most: int = MOST_SORTS,
    aliases: Mapping[str, str] = NO_ALIASES,
) -> list[Sort]:
    """From `sort[] {fieldName, order}`."""
    return [
        Sort(
            field=aliases.get(name := entry.required_text("fieldName", longest=512), name),
            descending=entry.choice("order", ("ASC", "DESC")) == "DESC",
        )
        for entry in query.children(member, most=most)
    ]


def sort_items(items: Iterable[AnyItem], sorts: Sequence[Sort]) -> list[AnyItem]:
    """A sorted list; equal items keep their order.

    >>> sort_items([{"a": 1}, {"a": 2}], [Sort("a", descending=True)])
    [{'a': 2}, {'a': 1}]
    """
    ordered = list(items)
    for sort in reversed(sorts):
        ordered.sort(key=lambda item: rank(value_at(item, sort.field)), reverse=sort.descending)
    return ordered
