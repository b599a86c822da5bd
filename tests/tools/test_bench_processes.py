"""tools/bench/processes.py: what a command said and when, and what its processes used."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tools.bench.processes import PROC, Running, Usage, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tools.conftest import Scripts

LIMIT_S = 30
BUSY = """
import subprocess, sys, time
print("first", flush=True)
until = time.process_time() + 0.5
held = bytearray(64 * 1024 * 1024)
while time.process_time() < until:
    pass
print("last", file=sys.stderr)
sys.exit(3)
"""
PARENT = """
import subprocess, sys
subprocess.run([sys.executable, sys.argv[1]])
"""
CARELESS = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, sys.argv[1]])
os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
time.sleep(0.5)
"""
WAITING = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
child.wait()
"""


def of(name: str, usages: list[Usage]) -> Usage:
    (usage,) = (one for one in usages if one.name == name)
    return usage


def test_lines_come_with_their_times_and_the_code_at_the_end(
    script: Scripts, tmp_path: Path
) -> None:
    ended = run([str(script("busy", BUSY))], tmp_path, os.environ)
    assert (ended.code, [line.text for line in ended.lines]) == (3, ["first", "last"])
    first, last = (line.at for line in ended.lines)
    assert ended.began <= first <= last
    assert ended.wall_s > 0


@pytest.mark.usefixtures("proc")
def test_cpu_and_memory_are_those_of_each_process(script: Scripts, tmp_path: Path) -> None:
    busy, parent = script("busy", BUSY), script("parent", PARENT)
    usages = run([str(parent), str(busy)], tmp_path, os.environ).usages
    assert of("busy", usages).cpu_s >= 0.2
    assert of("busy", usages).peak_bytes > 64 * 1024 * 1024 > of("parent", usages).peak_bytes


@pytest.mark.usefixtures("proc")
def test_a_process_that_nobody_has_waited_for_keeps_its_figures(
    script: Scripts, tmp_path: Path
) -> None:
    busy, parent = script("busy", BUSY), script("parent", CARELESS)
    assert of("busy", run([str(parent), str(busy)], tmp_path, os.environ).usages).cpu_s >= 0.2


def test_an_interrupted_benchmark_leaves_no_process(
    script: Scripts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Running([str(script("waiting", WAITING))], tmp_path, os.environ)
    while not running.lines:
        assert running.process.poll() is None

    def interrupted() -> int:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(running.process, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        running.end()
    assert running.process.wait() < 0
    until = time.monotonic() + LIMIT_S
    while _runs(int(running.lines[0].text)):  # the system takes its time
        assert time.monotonic() < until


def _runs(pid: int) -> bool:
    """A killed process may be a zombie for a moment."""
    if sys.platform != "linux":
        return False
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
