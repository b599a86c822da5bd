"""Wheel and source distribution install in a clean environment of each Python that is found."""

from __future__ import annotations

import os
import subprocess
import tarfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2_grpc

from tests.install.pythons import found
from wix_data_provider import __version__
from wix_data_provider.adapters.launcher import NAME

if TYPE_CHECKING:
    from tests.install.distribution import Distribution

PYTHONS = found()
FILES = """
import importlib.metadata
for file in importlib.metadata.files("pulumi-wix-data"):
    if "dist-info" not in str(file) and "__pycache__" not in str(file):
        print(file)
"""


@pytest.mark.parametrize("python_at", PYTHONS.values(), ids=list(PYTHONS))
def test_both_install_in_a_clean_environment_and_the_plugin_answers(
    distribution: Distribution, tmp_path: Path, python_at: str
) -> None:
    """What it depends on comes by uv, which is ten times as fast as pip."""
    uv = distribution.tools / "bin" / "uv"
    done(uv, "venv", "--seed", "--python", python_at, tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    done(uv, "pip", "install", "--python", python, distribution.wheel)
    installed = []
    for file in (distribution.wheel, distribution.source):
        done(python, "-m", "pip", "uninstall", "--quiet", "--yes", "pulumi-wix-data")
        done(python, "-m", "pip", "install", "--quiet", file)
        done(python, "-m", "pip", "check")
        done(python, "-W", "error", "-c", "import pulumi_wix_data")
        assert done(python.with_name("wix-data"), "--version") == f"wix-data {__version__}\n"
        assert plugin_version(python, tmp_path / file.name) == __version__
        installed.append(done(python, "-c", FILES))
    assert installed[0] == installed[1]


def test_the_wheel_has_the_version_of_the_plugin_and_puts_no_plugin_on_path(
    distribution: Distribution,
) -> None:
    """The engine takes one from PATH before the one of the right version."""
    with zipfile.ZipFile(distribution.wheel) as wheel:
        (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
        metadata = HeaderParser().parsestr(wheel.read(f"{info}/METADATA").decode())
        scripts = wheel.read(f"{info}/entry_points.txt").decode()
    assert metadata["Version"] == __version__
    assert "wix-data = " in scripts
    assert NAME not in scripts


def test_the_source_distribution_has_nothing_of_this_machine(distribution: Distribution) -> None:
    with tarfile.open(distribution.source) as source:
        parts = {part for name in source.getnames() for part in Path(name).parts}
    assert "pyproject.toml" in parts
    assert not parts & {".venv", "build", "dist", "__pycache__", ".emulator", "node_modules"}


def plugin_version(python: Path, home: Path) -> str:
    """What the plugin says of itself, started as the engine starts it."""
    environment = {**os.environ, "PULUMI_HOME": str(home)}
    done(python.with_name("wix-data"), "install-plugin", environment=environment)
    command = home / "plugins" / f"resource-wix-data-v{__version__}" / NAME
    with subprocess.Popen(
        [command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, cwd=home
    ) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                stub = provider_pb2_grpc.ResourceProviderStub(channel)
                version: str = stub.GetPluginInfo(empty_pb2.Empty(), timeout=60).version
        finally:
            process.kill()
    return version


def done(*command: str | Path, environment: dict[str, str] | None = None) -> str:
    """What it says, once it has done its work."""
    run = ran(*command, environment=environment)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def ran(
    *command: str | Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    own = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", **(environment or os.environ)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=own)
