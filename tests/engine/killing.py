"""Processes that end as in a power failure, and machines that know nothing of earlier runs."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.not_run_here import missing

if TYPE_CHECKING:
    from tests.engine.project import Project, Running

PLUGIN = b"pulumi-resource-wix-data"
PROCESSES = Path("/proc")


def plugins_of(running: Running) -> list[int]:
    """The process IDs of our plugins that a command has started and that still run."""
    if not PROCESSES.exists():
        missing("/proc", "without it a command's plugin is not found")
    processes = [int(entry.name) for entry in PROCESSES.iterdir() if entry.name.isdigit()]
    return [pid for pid in processes if _parent_of_plugin(pid) == running.pid]


def kill_plugins(running: Running) -> None:
    """SIGKILL for the plugins, and only for them."""
    killed = plugins_of(running)
    assert killed, "no plugin runs"
    for pid in killed:
        os.kill(pid, signal.SIGKILL)


def runs(plugin: int) -> bool:
    """Whether there still is this plugin, as anything but a zombie."""
    return _parent_of_plugin(plugin) is not None


def move_to_a_fresh_machine(project: Project, home: Path) -> None:
    """The same project and state, and a PULUMI_HOME with nothing but the plugin."""
    plugins = Path(project.environment["PULUMI_HOME"], "plugins").resolve()
    home.mkdir()
    (home / "plugins").symlink_to(plugins)
    project.environment["PULUMI_HOME"] = str(home)


def journal(project: Project) -> dict[str, str]:
    """The notes of this machine: what is in each, by file name."""
    folder = Path(project.environment["PULUMI_HOME"], "wix-data", "journal")
    found = folder.iterdir() if folder.exists() else ()
    return {file.name: file.read_text(encoding="utf-8") for file in found}


def _parent_of_plugin(pid: int) -> int | None:
    """None where the process has ended, or is no plugin of ours."""
    with suppress(OSError):
        if PLUGIN in (PROCESSES / str(pid) / "cmdline").read_bytes():  # a zombie has none
            status = (PROCESSES / str(pid) / "status").read_text(encoding="utf-8")
            return int(status.split("\nPPid:", 1)[1].split("\n", 1)[0])
    return None
