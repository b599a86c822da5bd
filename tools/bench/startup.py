"""How long the plugin takes from its start to its port, and to the first Check answered.

The plugin starts at every `pulumi` command. Measured in turn with a bare grpc.aio servicer over
the same stubs, so that a busy machine slows both.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

import wix_data_provider
from tools.bench.report import Section, Table, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RUNS = 21
COLUMNS = {"port_s": "to the port", "check_s": "first Check", "cpu_s": "CPU"}
LIMIT = 1.25  # how much more than a bare servicer the plugin may take

_PLUGIN = Path(wix_data_provider.__file__).parent
_BARE = Path(__file__).with_name("bare.py")
_URN = "urn:pulumi:dev::bench::wix-data:index:Backup::backup"
_SITE = "3f1d9a52-6c8e-4b7a-9d20-5e4c7b81a6f0"


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process, and CPU seconds until the Check was answered."""

    port_s: float
    check_s: float
    cpu_s: float


def main() -> int:
    """Print the table; 1 where the plugin is over the limit."""
    found = run()
    print(found)
    return 1 if found.missed else 0


def run(rounds: int = RUNS) -> Section:
    """So many starts of both in turn."""
    commands = {
        "bare servicer": [sys.executable, str(_BARE)],
        "plugin": [sys.executable, "-m", "wix_data_provider"],
    }
    compileall.compile_dir(_PLUGIN, quiet=1)  # as an install does; a checkout may have no bytecode
    runs = [
        {name: measure(command) for name, command in commands.items()} for _ in range(rounds + 1)
    ]
    counted = runs[1:]  # the first one warms the disk's cache
    rows = [
        [name, *(f"{_median(_column(counted, name, key)) * 1e3:.0f} ms" for key in COLUMNS)]
        for name in commands
    ]
    ratios = {key: _median(_ratios(counted, key)) for key in COLUMNS}
    rows.append(["ratio by pairs", *(f"{ratio:.2f}" for ratio in ratios.values())])
    worst = max(ratios["port_s"], ratios["check_s"])
    target = Target(
        f"at most {LIMIT} times a bare servicer to the port and to the first Check",
        f"{worst:.2f}",
        worst <= LIMIT,
    )
    return Section(
        "Start-up",
        "The plugin starts at every `pulumi` command. From its start to its port and to the first "
        "`Check` answered, in turn with a `grpc.aio` servicer that can do nothing else; medians of "
        f"{rounds} runs.",
        [Table(["", *COLUMNS.values()], rows)],
        [target],
        [f"The plugin's own code adds {_more(counted)} to what Python and gRPC take."],
    )


def measure(command: list[str]) -> Start:
    """One start, from the fork to the first Check answered."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        port = process.stdout.readline().strip()
        port_s = time.perf_counter() - began
        if not port:
            raise SystemExit(f"bench: {' '.join(command)} ended without a port")
        _check(port)
        check_s = time.perf_counter() - began
    finally:
        process.kill()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        if process.stdout is not None:
            process.stdout.close()
    return Start(port_s, check_s, usage.ru_utime + usage.ru_stime)


def _check(port: str) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        request = provider_pb2.CheckRequest(urn=_URN)
        request.news.update({"siteId": _SITE, "triggers": {"commit": "abc"}})
        failures = stub.Check(request, wait_for_ready=True).failures
        if failures:
            raise SystemExit(f"bench: Check failed: {failures}")


def _column(runs: list[dict[str, Start]], name: str, key: str) -> Iterator[float]:
    for run in runs:
        yield getattr(run[name], key)


def _ratios(runs: list[dict[str, Start]], key: str) -> Iterator[float]:
    for run in runs:
        bare, plugin = run.values()
        yield getattr(plugin, key) / getattr(bare, key)


def _more(runs: list[dict[str, Start]]) -> str:
    more = _median(_column(runs, "plugin", "port_s")) - _median(
        _column(runs, "bare servicer", "port_s")
    )
    return f"{more * 1e3:.0f} ms"


def _median(figures: Iterable[float]) -> float:
    return statistics.median(figures)


if __name__ == "__main__":
    sys.exit(main())
