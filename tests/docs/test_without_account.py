"""docs/installation-configuration.md, "Without an account": its lines give a site to deploy to."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.docs.markdown import Block, blocks
from tests.engine.conftest import VENV_BIN
from tests.engine.emulator import READY_S, eventually
from tests.engine.programs import THREE, after, backup, import_job
from tools.local.loopback import HOST, ask, unused_port
from tools.local.paths import ROOT
from tools.local.surroundings import found_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.engine.project import Project

PAGE = ROOT / "docs" / "installation-configuration.md"
SERVICE, DEPLOY = blocks(PAGE, "sh")[-2:]
SHOWN = "8765"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[str]:
    """Where the emulator of the page listens; here not where everybody's does."""
    port = str(unused_port())
    folder = tmp_path / "somewhere"
    folder.mkdir()
    # `exec`: what is ended is the emulator, not a shell.
    script = SERVICE.text.replace(SHOWN, port).replace("\nwix-data-", "\nexec wix-data-")
    environment = found_first(os.environ, VENV_BIN)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-ec", script], cwd=folder, env=environment, stdout=log, stderr=log
        )
    try:
        eventually(lambda: _answers(port), "an answer of the emulator", limit_s=READY_S)
        yield port
    finally:
        process.kill()
        process.wait()


def _answers(port: str) -> bool:
    try:
        told = ask("GET", f"http://{HOST}:{port}/_emulator/health", limit_s=READY_S)
        return bool(told["status"] == "ok")
    except OSError:
        return False


def exported(block: Block) -> Mapping[str, str]:
    """What the lines `export NAME=value …` set."""
    words = [
        word
        for line in block.text.splitlines()
        if line.startswith("export ")
        for word in line.split()[1:]
    ]
    return dict(word.split("=", 1) for word in words)


def test_its_lines_give_a_site_that_a_backup_and_an_import_are_deployed_to(
    port: str, new_project: Callable[[], Project]
) -> None:
    project = new_project()
    settings = {name: text.replace(SHOWN, port) for name, text in exported(DEPLOY).items()}
    assert set(settings) == {"WIX_API_URL", "WIX_API_KEY", "WIX_SITE_ID"}
    project.environment |= settings
    project.write("products.csv", THREE)
    project.program({"before": backup(), "products": import_job(options=after("before"))})
    project.deploy()
    state = project.state()
    assert state["before"].outputs["status"] == "READY"
    assert state["products"].outputs["rows"] == 3
