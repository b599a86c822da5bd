"""tools/engine/progress.py: long commands, told calmly."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tools.engine import progress
from tools.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "build.log"


def run(code: str, log: Path, said: list[str], limit_s: float | None = None) -> list[str]:
    def count(lines: Sequence[str]) -> str:
        return f"{len(lines)} lines"

    return progress.Runner(log, said.append).run(
        "building",
        [sys.executable, "-c", code],
        cwd=log.parent,
        environment=os.environ,
        tell=count,
        limit_s=limit_s,
    )


def test_a_quick_command_is_silent_and_logged(log: Path, said: list[str]) -> None:
    assert run("print('one'); print('two')", log, said) == ["one", "two"]
    assert said == []
    assert log.read_text(encoding="utf-8").endswith("one\ntwo\n")


def test_a_long_command_tells_how_far_it_is(
    log: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "TELL_EVERY_S", 0.0)
    run("print('one')", log, said)
    assert " 0:00  building: 1 lines" in said


def test_a_failure_says_where_the_log_is_and_how_it_ends(log: Path, said: list[str]) -> None:
    with pytest.raises(EngineError) as failure:
        run("import sys; print('out of memory'); sys.exit(3)", log, said)
    assert str(failure.value) == (
        f"building: failed with status 3; the whole log: {log}\n  out of memory"
    )


def test_a_command_beyond_its_limit_is_ended(
    log: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "TELL_EVERY_S", 0.0)
    with pytest.raises(EngineError, match="building: not done after 0 s"):
        run("import time; time.sleep(60)", log, said, limit_s=0.0)
