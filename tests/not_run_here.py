"""Tests that need what a machine may lack: named at the end, or failed where all must run.

    on_path("git")
    missing("node", "it is not on PATH, and its package is not in the registry")

skip the test, and the run ends with "not run here: git, because it is not on PATH". With
WIX_DATA_REQUIRE_ALL=1, as in CI, the test fails instead.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "not run here: "


def missing(thing: str, because: str) -> NoReturn:
    """End the running test: it needs a thing that this machine lacks, for a reason to be told."""
    line = f"{PREFIX}{thing}, because {because}"
    if os.environ.get("WIX_DATA_REQUIRE_ALL") == "1":
        pytest.fail(f"{line} (and WIX_DATA_REQUIRE_ALL=1 wants it)", pytrace=False)
    pytest.skip(line)


def on_path(program: str) -> str:
    """Where a program is; where it is not, the running test ends."""
    return shutil.which(program) or missing(program, "it is not on PATH")


def not_run(reasons: Iterable[str]) -> list[str]:
    """The lines to end with, from the reasons of all skipped tests: how many for each thing."""
    counts: dict[str, int] = {}
    for reason in reasons:
        _, prefix, line = reason.partition(PREFIX)
        if prefix:
            counts[line] = counts.get(line, 0) + 1
    return [
        f"{PREFIX}{line} ({count} test{'s' if count > 1 else ''})"
        for line, count in sorted(counts.items())
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what did not run, below the list of skips and above the closing line."""
    skipped = terminalreporter.stats.get("skipped", [])
    lines = not_run(report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple))
    if lines:
        terminalreporter.section("not run here")
        for line in lines:
            terminalreporter.line(line)
