"""tools/local/stack.py: `pulumi` with a state of its own; the program's files stay as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.local.stack import Stack, StackError, environment

if TYPE_CHECKING:
    from tests.tools.conftest import Scripts

# Writes into the configuration what the real one does: the salt, or a value.
PULUMI = """
import os, pathlib, sys
arguments = sys.argv[1:]
if "select" in arguments:
    with open("Pulumi.dev.yaml", "a") as config:
        config.write("encryptionsalt: v1:salt\\n")
elif arguments[:2] == ["config", "get"]:
    print("a site")
elif "up" in arguments:
    sys.exit("refused")
elif "destroy" in arguments:
    pathlib.Path(os.environ["CALLS"]).write_text(" ".join([os.getcwd(), *arguments]))
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: p\n", encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  a: 1\n", encoding="utf-8")
    return folder


@pytest.fixture
def stack(program: Path, tmp_path: Path, script: Scripts) -> Stack:
    binary = script("pulumi", PULUMI)
    surroundings = {"PATH": str(binary.parent), "CALLS": str(tmp_path / "calls")}
    return Stack(program, tmp_path / "local", surroundings)


def test_the_committed_configuration_is_left_alone(
    stack: Stack, program: Path, tmp_path: Path
) -> None:
    stack.select()
    assert (program / "Pulumi.dev.yaml").read_text(encoding="utf-8") == "config:\n  a: 1\n"
    copy = tmp_path / "local" / "project" / "Pulumi.dev.yaml"
    assert copy.read_text(encoding="utf-8") == "config:\n  a: 1\nencryptionsalt: v1:salt\n"
    assert stack.get("wix-data:siteId") == "a site"


def test_a_changed_configuration_is_taken_over(stack: Stack, program: Path, tmp_path: Path) -> None:
    stack.select()
    (program / "Pulumi.dev.yaml").write_text("config:\n  a: 2\n", encoding="utf-8")
    stack.select()
    copy = (tmp_path / "local" / "project" / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    assert copy.startswith("config:\n  a: 2\nencryptionsalt: v1:salt\n")


def test_commands_run_in_the_program_with_the_copy(
    stack: Stack, program: Path, tmp_path: Path
) -> None:
    stack.destroy()
    config = tmp_path / "local" / "project" / "Pulumi.dev.yaml"
    options = f"--yes --stack dev --config-file {config} --non-interactive"
    calls = (tmp_path / "calls").read_text(encoding="utf-8")
    assert calls == f"{program} destroy {options}"


def test_a_failed_command_is_named(stack: Stack) -> None:
    with pytest.raises(StackError, match="`pulumi up --yes` failed"):
        stack.up()


def test_nothing_of_the_users_account_or_site_gets_in() -> None:
    users = {
        "PATH": "/usr/bin",
        "HOME": "/home/u",
        "PULUMI_ACCESS_TOKEN": "t",
        "PULUMI_STACK": "prod",
        "WIX_SITE_ID": "real",
        "WIX_API_KEY": "real",
        "NO_PROXY": "intranet",
    }
    made = environment(
        users,
        engine=Path("/engine"),
        venv_bin=Path("/repo/.venv/bin"),
        folder=Path("/repo/.emulator"),
        url="http://127.0.0.1:8765",
    )
    assert made["PATH"] == "/repo/.venv/bin:/engine:/usr/bin"
    assert made["HOME"] == "/home/u"
    assert made["NO_PROXY"] == "intranet,127.0.0.1"
    assert {"PULUMI_ACCESS_TOKEN", "PULUMI_STACK", "WIX_SITE_ID"}.isdisjoint(made)
    assert "real" not in made.values()
