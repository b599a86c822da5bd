"""Tests that are collected only where the command line names them: minutes of compilers, package
registries or a browser, in `make` targets of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def ignored_unless_named(config: pytest.Config, folder: Path) -> bool | None:
    """What `pytest_ignore_collect` answers for the tests of that folder."""
    named = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    return None if any(path.is_relative_to(folder) for path in named) else True
