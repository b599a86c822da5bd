"""examples/fleet: one program, many sites, through the Automation API."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.saying import hold, said_in
from tests.engine.conftest import VENV_BIN
from tests.engine.site import Site
from tools.local.paths import ROOT
from tools.local.surroundings import found_first

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.emulator import Emulator

FLEET = ROOT / "examples" / "fleet"
LOCKED = """\
#!/bin/sh
case "$*" in
    version) echo v3.259.0 ;;
    *" preview "* | *" up "*) echo "error: the stack is currently locked" >&2; exit 255 ;;
esac
"""
SITES = json.loads((FLEET / "sites.json").read_text(encoding="utf-8"))


@pytest.fixture
def fleet(emulator: Emulator) -> dict[str, Site]:
    """The sites of the example, each with the collection."""
    sites = {name: Site(emulator.ask, guid) for name, guid in SITES.items()}
    for site in sites.values():
        site.add_collection("opening-hours", "day", "opens", "closes")
    return sites


def run(
    folder: Path, surroundings: dict[str, str], *words: str
) -> subprocess.CompletedProcess[str]:
    """What a user types, with a state that stays in the folder."""
    (folder / "states").mkdir(exist_ok=True)
    environment = {
        **found_first(surroundings, VENV_BIN),
        "PULUMI_BACKEND_URL": f"file://{folder / 'states'}",
    }
    return subprocess.run(
        [sys.executable, "fleet.py", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["preview", "up"])
def test_what_the_cli_itself_refuses_is_told(tmp_path: Path, command: str) -> None:
    folder, cli = tmp_path / "fleet", tmp_path / "bin" / "pulumi"
    shutil.copytree(FLEET, folder)
    cli.parent.mkdir()
    cli.write_text(LOCKED, encoding="utf-8")
    cli.chmod(0o755)
    refused = run(folder, found_first(os.environ, cli.parent), command, "7")
    assert refused.returncode == 1
    assert refused.stderr == "error: the stack is currently locked\n"


@pytest.mark.parametrize("words", [("preveiw", "7"), ("up",), ("up", "7", "8"), ()])
def test_a_word_that_is_no_command_submits_nothing(
    fleet: dict[str, Site], surroundings: dict[str, str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    folder = tmp_path / "fleet"
    shutil.copytree(FLEET, folder)
    wrong = run(folder, surroundings, *words)
    assert wrong.returncode == 1
    assert "fleet.py preview|up <release>" in wrong.stderr
    assert [site.submits - 1 for site in fleet.values()] == [0, 0, 0]  # 1: its collection
    assert not list((folder / "states").iterdir()), "a stack was made"


def test_a_fleet_is_deployed_at_once_and_one_bad_site_leaves_the_others_done(
    fleet: dict[str, Site], surroundings: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "fleet"
    shutil.copytree(FLEET, folder)
    preview = run(folder, surroundings, "preview", "7")
    assert preview.returncode == 0, preview.stdout + preview.stderr
    hold(said_in("how-to/fleet-of-sites.md"), [preview.stdout])
    assert [site.submits - 1 for site in fleet.values()] == [0, 0, 0]  # 1: its collection

    for _ in range(3):
        fleet["bergen"].take_backup()  # its slots are full, and none of them is ours
    up = run(folder, surroundings, "up", "7")
    assert up.returncode == 1
    assert "all 3 slots for on-demand backups of site" in up.stdout
    counts = {name: len(site.items("opening-hours")) for name, site in fleet.items()}
    assert counts == {"amsterdam": 2, "bergen": 0, "cork": 2}

    for backup in fleet["bergen"].backups():
        fleet["bergen"].delete_backup(backup)
    again = run(folder, surroundings, "up", "7")
    assert again.returncode == 0, again.stdout + again.stderr
    assert [site.jobs_submitted for site in fleet.values()] == [1, 1, 1]
