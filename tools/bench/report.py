"""What a benchmark found, as Markdown: tables, targets, and what they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.processes import Usage

MIB = 1024 * 1024
IDLE_S = 0.05
_DIGITS = ((10, 2), (1000, 1), (float("inf"), 0))
UNMEASURED = "not measured"


@dataclass(frozen=True)
class Table:
    """The first column is text, the others are figures."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        """
        >>> print(Table(["who", "wall"], [["ours", "1.5 s"]]))
        | who  |  wall |
        |------|------:|
        | ours | 1.5 s |
        """
        widths = [max(map(len, column)) for column in zip(self.columns, *self.rows, strict=True)]
        rule = "|".join(
            "-" * (w + 2) if n == 0 else "-" * (w + 1) + ":" for n, w in enumerate(widths)
        )
        lines = [_line(self.columns, widths), f"|{rule}|"]
        return "\n".join([*lines, *(_line(row, widths) for row in self.rows)])


@dataclass(frozen=True)
class Target:
    """What must hold; `found` is the figure that decides."""

    text: str
    found: str
    met: bool

    def __str__(self) -> str:
        """
        >>> print(Target("no answer is 429", "29", met=False))
        - **missed**: no answer is 429 (29)
        """
        return f"- {'met' if self.met else '**missed**'}: {self.text} ({self.found})"


@dataclass(frozen=True)
class Section:
    """One benchmark. `about` says what was done, `remarks` what the tables do not say."""

    title: str
    about: str
    tables: Sequence[Table]
    targets: Sequence[Target] = ()
    remarks: Sequence[str] = field(default=())

    def __str__(self) -> str:
        parts = [f"## {self.title}", self.about, *map(str, self.tables)]
        if self.targets:
            parts.append("\n".join(map(str, self.targets)))
        return "\n\n".join([*parts, *self.remarks])

    @property
    def missed(self) -> list[str]:
        return [target.text for target in self.targets if not target.met]


def processes(rows: Sequence[tuple[str, Sequence[Usage]]]) -> Table:
    """CPU and peak memory of each process of each run; small ones of a run are added up."""
    columns = ["", "process", "CPU", "peak memory"]
    cells = [
        [run if number == 0 else "", usage.name, seconds(usage.cpu_s), mib(usage.peak_bytes)]
        for run, usages in rows
        for number, usage in enumerate(_by_name(usages))
    ]
    return Table(columns, cells or [["", "", UNMEASURED, UNMEASURED]])


def _by_name(usages: Sequence[Usage]) -> list[Usage]:
    """One entry for each name: CPU added up, the largest memory; the idle ones left out."""
    merged: dict[str, Usage] = {}
    for usage in usages:
        known = merged.get(usage.name)
        merged[usage.name] = usage if known is None else known.with_other(usage)
    return [usage for usage in merged.values() if usage.cpu_s >= IDLE_S]


def seconds(value: float) -> str:
    """
    >>> seconds(0.123), seconds(12.34), seconds(1630.7)
    ('0.12 s', '12.3 s', '1631 s')
    """
    digits = next(digits for below, digits in _DIGITS if abs(value) < below)
    return f"{value:.{digits}f} s"


def mib(size: float) -> str:
    """
    >>> mib(1.5 * 1024 * 1024)
    '2 MiB'
    """
    return f"{size / MIB:.0f} MiB"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if number == 0 else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(padded)} |"
