"""tools/record: what it writes opens again, and what is there is never overwritten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.not_run_here import missing
from tools import engine
from tools.engine import EngineError
from tools.record.__main__ import main, record

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_existing_set_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "green").mkdir()
    assert main(tmp_path) == 1
    assert "is there already" in capsys.readouterr().out
    assert [file.name for file in tmp_path.rglob("*")] == ["green"]


def test_a_state_is_written_with_its_program_and_what_wix_knew(tmp_path: Path) -> None:
    try:
        engine.cli()
    except EngineError as error:
        missing("the Pulumi engine", str(error))
    into = tmp_path / "pending"
    record("pending", into)
    written = {file.relative_to(into).as_posix() for file in into.rglob("*") if file.is_file()}
    assert {"state.json", "wix.json", "program/Pulumi.yaml", "program/Pulumi.dev.yaml"} < written
    state = (into / "state.json").read_text(encoding="utf-8")
    assert "stackTrace" not in state
    assert str(tmp_path) not in state
    resources = json.loads(state)["deployment"]["resources"]
    ours = [entry for entry in resources if entry["type"].startswith("wix-data:")]
    assert len(ours) == 7
    assert all(entry["initErrors"] for entry in ours)
    assert len(json.loads((into / "wix.json").read_text())["tables"]["jobs"]) == 5
