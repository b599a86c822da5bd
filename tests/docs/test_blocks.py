"""What can be said of a block without running it: it parses, and its commands exist."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.docs.markdown import PAGES, blocks
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VENV_BIN = Path(sys.executable).parent
BLOCKS = [block for page in PAGES for block in blocks(page)]
PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "python": lambda text: compile(text, "a block", "exec"),
    "xml": ET.fromstring,
    "yaml": yaml.safe_load,
}
GENERATED = {"typescript", "go", "csharp", "java"}
"""`make test-sdks` compiles them; but of C# only the names are held to the SDK (test_csharp.py)."""
OF_OTHERS = {
    *("npm", "go", "dotnet", "mvn", "uv", "pip", "python"),
    *("curl", "echo", "export", "gh", "git", "mkdir"),
}
"""Commands of others, and of the shell, whose options are not ours to check."""


def test_every_block_names_a_language_that_is_known() -> None:
    known = {*PARSERS, *GENERATED, "sh", "text", "diff", "http"}
    assert [f"{block}: {block.language!r}" for block in BLOCKS if block.language not in known] == []


@pytest.mark.parametrize("language", PARSERS)
def test_blocks_parse(language: str) -> None:
    found = [block for block in BLOCKS if block.language == language]
    assert found
    for block in found:
        try:
            PARSERS[language](block.text)
        except (ValueError, SyntaxError, ET.ParseError, yaml.YAMLError) as error:
            pytest.fail(f"{block}: {error}")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command of the sh blocks: where it stands, and its words."""
    for block in BLOCKS:
        if block.language == "sh":
            for line in block.text.replace("\\\n", " ").splitlines():
                readable = re.sub(r"<[^>]*>", "PLACE", line.replace("$(", "(")).split("#")[0]
                for part in re.split(r"&&|\|", readable):
                    words = shlex.split(part)
                    if words:
                        yield str(block), words


COMMANDS = list(commands())


def test_every_command_is_one_that_we_know() -> None:
    known = {*OF_OTHERS, "make", "pulumi", "wix-data", "wix-data-emulator"}
    assert [f"{at}: {words}" for at, words in COMMANDS if words[0] not in known] == []


def test_targets_of_make_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {words[1] for _, words in COMMANDS if words[0] == "make"}
    assert named
    assert named <= targets


def test_our_commands_take_the_options_that_are_shown() -> None:
    for at, words in COMMANDS:
        if words[0] in ("wix-data", "wix-data-emulator"):
            told = said([str(VENV_BIN / words[0])])
            shown = [word for word in words[1:] if word.startswith("--")]
            assert [option for option in shown if option not in told] == [], at
            if words[0] == "wix-data":
                assert words[1] in told, at


def test_pulumi_has_the_commands_and_options_that_are_shown(engine_bin: Path) -> None:
    helps: dict[str, str] = {}
    for at, words in COMMANDS:
        if words[0] == "pulumi" and words[1] != "do":  # of a plugin that it asks first
            sub = words[1:3] if words[1] in ("config", "stack", "state", "plugin") else words[1:2]
            name = " ".join(sub)
            if name not in helps:
                helps[name] = said([str(engine_bin / "pulumi"), *sub])
            assert helps[name] != said([str(engine_bin / "pulumi"), *sub[:-1]]), at
            options = [word.split("=")[0] for word in words if word.startswith("--")]
            assert [option for option in options if option not in helps[name]] == [], at


def said(command: list[str]) -> str:
    assert shutil.which(command[0])
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true", "COLUMNS": "200"}
    done = subprocess.run(
        [*command, "--help"], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout
