"""tests/not_run_here.py: what a machine lacks is named, or fails where all must run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.not_run_here import missing, not_run, on_path

if TYPE_CHECKING:
    from tests.tools.conftest import Scripts


def test_a_missing_thing_skips_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WIX_DATA_REQUIRE_ALL", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not run here: node, because it is not there"):
        missing("node", "it is not there")


def test_a_missing_thing_fails_where_all_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIX_DATA_REQUIRE_ALL", "1")
    with pytest.raises(pytest.fail.Exception, match="not run here: node, because it is not there"):
        missing("node", "it is not there")


def test_a_program_that_is_not_on_path_is_missing(
    monkeypatch: pytest.MonkeyPatch, script: Scripts
) -> None:
    monkeypatch.delenv("WIX_DATA_REQUIRE_ALL", raising=False)
    there = script("git", "")
    assert on_path("git") == str(there)
    with pytest.raises(pytest.skip.Exception, match="here: curl, because it is not on PATH"):
        on_path("curl")


def test_each_missing_thing_is_one_line() -> None:
    reason = "Skipped: not run here: node, because it is not there"
    assert not_run([reason, "Skipped: on purpose", reason]) == [
        "not run here: node, because it is not there (2 tests)"
    ]
