"""What the rows of a file become at Wix: items with IDs, rejects, and surprises."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from wix_data_provider.content.findings import Duplicates, Lines
from wix_data_provider.content.seen import MOST, Seen
from wix_data_provider.lifecycle.wording import count, size

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE_BYTES = 500 * 1024  # what Wix documents for an item
TOO_LARGE_BYTES = 512 * 1024  # what it refuses for certain: WDE0009
_MAYBE_LARGE = LARGE_BYTES // 4  # in characters, which have up to 4 bytes
_SAMPLE_ROWS = 1000
_SAMPLE_LETTERS = 256 * 1024
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d\d")  # of a number with more than eleven digits

_CONSEQUENCES = {
    "OVERWRITE": ": Wix keeps the last one",
    "SKIP_EXISTING": ": Wix keeps the first one",
    "TRUNCATE_BEFORE": ": Wix rejects all but the first one",
}


class Rows(Protocol):
    """What CSV and JSONL have in common."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    def __iter__(self) -> Iterator[tuple[int, Any, int]]: ...
    def problems(self) -> list[str]: ...
    def surprises(self) -> list[str]: ...
    def id_of(self, row: Any, /) -> str | None: ...
    def flaw_of(self, row: Any, /) -> str | None: ...
    def size_of(self, row: Any, /) -> int: ...
    def values_of(self, row: Any, /) -> dict[str, object]: ...


class Items:
    """All rows, read once; without a policy they become no items of a collection."""

    def __init__(self, rows: Rows, policy: str | None, *, most_ids: int = MOST) -> None:
        self._rows, self._policy = rows, policy
        self.count = self.without_id = self.rejects = 0
        self.duplicates = Duplicates()
        self.sample: list[tuple[int, dict[str, object]]] = []
        self._seen = Seen(most_ids)
        self._most_ids = most_ids
        self._empty, self._large, self._too_large = Lines(), Lines(), Lines()
        self._shortened = Lines()
        self._flawed: dict[str, Lines] = {}
        self._read()

    def _read(self) -> None:
        rows, first_line, letters = self._rows, self._seen.first_line, 0
        for line, row, length in rows:
            self.count += 1
            if self.count <= _SAMPLE_ROWS and letters < _SAMPLE_LETTERS:
                letters += length
                self._sample(line, row)
            flaw = rows.flaw_of(row)
            rejected = flaw is not None
            if flaw:
                self._flawed.setdefault(flaw, Lines()).add(line)
            elif (id := rows.id_of(row)) is None:
                self._has_no_id(line, row)
            elif first := first_line(id, line):
                self.duplicates.add(id, first, line)
                rejected = self._policy == "TRUNCATE_BEFORE"
            if length > _MAYBE_LARGE:
                rejected |= self._is_too_large(line, row)
            if rejected:
                self.rejects += 1

    def rejections(self) -> list[str]:
        """The rows that Wix rejects one by one."""
        found = [f"{lines}: {flaw}" for flaw, lines in sorted(self._flawed.items())]
        if self._too_large:
            found.append(f"{self._too_large}: larger than the 512 KB that Wix takes")
        if self.duplicates and self._policy == "TRUNCATE_BEFORE":
            found.append(self._duplicates())
        return found

    def surprises(self) -> list[str]:
        """What Wix accepts, perhaps otherwise than it was meant."""
        found = []
        if self.without_id:
            found.append(f"{self._unidentified()}: each becomes a new item, in every import")
        if self.duplicates and self._policy != "TRUNCATE_BEFORE":
            found.append(self._duplicates())
        if self._seen.full:
            found.append(
                f"duplicates were looked for among the first {self._most_ids:,} different IDs only"
            )
        if self._shortened:
            found.append(f"{self._shortened}: an `_id` such as 1.2E+11, as Excel shortens numbers")
        if self._empty:
            found.append(f"{self._empty}: nothing in it, and Wix makes an item of it all the same")
        if self._large:
            found.append(f"{self._large}: near the 512 KB that Wix takes")
        return found

    def _sample(self, line: int, row: Any) -> None:
        self.sample.append((line, self._rows.values_of(row)))
        if _SHORTENED.fullmatch(str(self._rows.id_of(row))):
            self._shortened.add(line)

    def _is_too_large(self, line: int, row: Any) -> bool:
        bytes_ = self._rows.size_of(row)
        if bytes_ > LARGE_BYTES:
            large = self._too_large if bytes_ > TOO_LARGE_BYTES else self._large
            large.add(line, size(bytes_))
        return bytes_ > TOO_LARGE_BYTES

    def _has_no_id(self, line: int, row: Any) -> None:
        self.without_id += 1
        if not self._rows.values_of(row):
            self._empty.add(line)

    def _unidentified(self) -> str:
        if self.without_id == self.count:
            return "no row has an `_id` or `ID`"
        have = "has" if self.without_id == 1 else "have"
        return f"{count(self.without_id, 'row')} {have} no `_id` or `ID`"

    def _duplicates(self) -> str:
        return f"{self.duplicates}{_CONSEQUENCES.get(self._policy or '', '')}"
