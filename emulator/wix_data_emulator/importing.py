"""From the rows of a file to items of a collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from wix_data_emulator.converting import convert
from wix_data_emulator.reading import CSV, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wix_data_emulator.collections import Field
    from wix_data_emulator.items import ItemData

LONGEST_LABEL = 512
ID_ALIAS = "ID"
"""Identifies an item as `_id` does, in a file without `_id`."""


@dataclass(frozen=True)
class Candidate:
    """What a row wants to become, and what logs call it: its ID, else its number."""

    label: str
    data: ItemData


def read_candidates(
    content: IO[bytes], file_format: str, fields: list[Field]
) -> Iterator[Candidate]:
    """Every item of a file.

    Raises: BadFileError, wherever the file turns out to be wrong.
    """
    keys = {field.display_name: field.key for field in fields if field.key != "_id"}
    keys |= {field.key: field.key for field in fields}
    types = {field.key: field.type for field in fields}
    for row in read_rows(content, file_format):
        data = _from_cells(row.values, keys, types) if file_format == CSV else _with_id(row.values)
        yield Candidate(label_of(data, row.number), data)


def label_of(data: Mapping[str, object], number: int) -> str:
    """What logs call an item: its ID, else its number."""
    label = str(data.get("_id") or number)[:LONGEST_LABEL]
    return label.encode(errors="replace").decode()


def _from_cells(
    cells: Mapping[str, object], keys: Mapping[str, str], types: Mapping[str, str]
) -> ItemData:
    """Headers are keys or display names; an empty cell is no value."""
    data: ItemData = {}
    for header, text in _with_id(cells).items():
        key = keys.get(header.strip(), header.strip())
        if text != "":
            data[key] = convert(str(text), types.get(key, "TEXT"))
    return data


def _with_id(values: Mapping[str, object]) -> ItemData:
    """The values with `ID` under its real name, unless `_id` is there as well."""
    if ID_ALIAS not in values or "_id" in values:
        return dict(values)
    return {("_id" if name == ID_ALIAS else name): value for name, value in values.items()}
