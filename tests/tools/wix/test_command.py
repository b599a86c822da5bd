"""`python -m tools.wix`: exit codes, the report, Ctrl-C, the target of the Makefile."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.emulator import Emulator
from tests.not_run_here import on_path

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
COMMAND = [sys.executable, "-m", "tools.wix"]
LIMIT_S = 120


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path)
    emulator.start()
    yield emulator
    emulator.kill()


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WIX_")}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


def test_without_the_owners_word_nothing_is_done() -> None:
    given = environment(WIX_API_KEY="IST.key", WIX_SITE_ID=SITE)
    run = subprocess.run(
        COMMAND, cwd=ROOT, env=given, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("make test-wix: set WIX_TEST_SITE_IS_SPOILABLE: ")
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_cleans_up_and_still_reports(
    emulator: Emulator, tmp_path: Path, signal_number: signal.Signals
) -> None:
    given = environment(
        WIX_API_KEY=emulator.api_key,
        WIX_API_URL=emulator.url,
        WIX_SITE_ID=SITE,
        WIX_TEST_SITE_IS_SPOILABLE=SITE,
    )
    page = tmp_path / "findings.md"
    command = [*COMMAND, "--report", str(page)]
    emulator.settings(jobSeconds=600)
    with subprocess.Popen(
        command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        assert run.stdout is not None
        next(line for line in run.stdout if line.startswith("  imports:"))
        run.send_signal(signal_number)
        said = run.stdout.read()
    assert run.returncode == 130
    assert "deleting what was made" in said
    assert "As stated (" in said
    assert page.read_text(encoding="utf-8").startswith("# Wix and our account of it")
    assert emulator.api_key not in said + page.read_text(encoding="utf-8")
    assert emulator.ask("GET", "/wix-data/v2/collections", site=SITE).json["collections"] == []
    jobs = emulator.ask("GET", "/data-mover/v1/jobs", site=SITE).json["jobs"]
    assert {job["status"] for job in jobs} <= {"FAILED"}


def test_make_names_it() -> None:
    shown = subprocess.run(
        [on_path("make"), "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=True,
    )
    assert re.search(r"\n  make test-wix +the sample flows against a real site", shown.stdout)
