"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import wix_data_provider
from tools.engine.pins import PULUMI

GIB_IN_KIB = 1024 * 1024
_CPUS, _MEMORY = Path("/proc/cpuinfo"), Path("/proc/meminfo")


def describe(busy: float | None) -> list[str]:
    """Date, machine and versions, a line each; `busy` is the load before the run."""
    cores = f"{os.cpu_count()} cores"
    machine = [f"{platform.system()} on {platform.machine()}", cores, *_processor(), *_memory()]
    versions = {
        "pulumi-wix-data": wix_data_provider.__version__,
        "Pulumi": PULUMI,
        "Python": platform.python_version(),
        **{name: version(name) for name in ("grpcio", "httpx")},
    }
    return [
        f"{datetime.now(timezone.utc):%Y-%m-%d}",
        ", ".join(machine),
        ", ".join(f"{name} {number}" for name, number in versions.items()),
        *([] if busy is None else [f"load before the run: {busy:.1f}"]),
    ]


def load() -> float | None:
    """How many processes wanted to run in the last minute; None where nobody counts."""
    try:
        return os.getloadavg()[0]
    except OSError:
        return None


def name_in(cpus: str) -> list[str]:
    """The processor's name in /proc/cpuinfo, if it is there.

    >>> name_in("processor : 0\\nmodel name : Fast 9000\\n")
    ['Fast 9000']
    """
    lines = (line.split(":", 1) for line in cpus.splitlines() if line.startswith("model name"))
    return [name.strip() for _, name in lines][:1]


def _processor() -> list[str]:
    return name_in(_CPUS.read_text(encoding="utf-8")) if _CPUS.exists() else []


def _memory() -> list[str]:
    if not _MEMORY.exists():
        return []
    kib = int(_MEMORY.read_text(encoding="utf-8").split(maxsplit=2)[1])
    return [f"{kib / GIB_IN_KIB:.0f} GiB"]
