"""What a newcomer has: an empty folder, Python, the Pulumi CLI, and a distribution to install.

These tests install packages, which takes minutes: they are collected only where they are named, as
`make test-install` does.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import emulator, engine_bin, running_emulator
from tests.install.distribution import Distribution
from tests.install.newcomer import Newcomer
from tests.install.pythons import SUPPORTED, found
from tests.named import ignored_unless_named
from tools.file_lock import try_lock
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.site import Site

__all__ = ["emulator", "engine_bin", "running_emulator"]

HERE = Path(__file__).parent
BUILT_WITH = ("build==1.3.0", "uv==0.13.9")


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Not without being named."""
    return ignored_unless_named(config, HERE)


def pytest_report_header() -> list[str]:
    """As .ci/run says it: a Python that is not found is no failure, and not passed over either."""
    absent = [version for version in SUPPORTED if version not in found()]
    return [f"=== Python {version}: not found on this machine" for version in absent]


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Distribution:
    """Wheel and source distribution of the working tree, built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    with (shared / "distribution.lock").open("w") as lock:
        while not try_lock(lock.fileno()):
            time.sleep(0.2)
        built = Distribution(shared / "distribution")
        if not built.wheels():
            build(built)
    return built


def build(built: Distribution) -> None:
    """As `make build` does, with tools of its own."""
    run(sys.executable, "-m", "venv", built.tools)
    run(built.tools / "bin" / "python", "-m", "pip", "install", "--quiet", *BUILT_WITH)
    run(built.tools / "bin" / "python", "-m", "build", "--outdir", built.folder, ROOT)


def run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def site(emulator: Emulator) -> Site:
    return emulator.new_site()


@pytest.fixture
def newcomer(
    tmp_path: Path, engine_bin: Path, emulator: Emulator, site: Site, distribution: Distribution
) -> Newcomer:
    """In a fresh folder, on a machine that has never seen Pulumi, with a key and a site."""
    settings = {
        "WIX_API_KEY": emulator.api_key,
        "WIX_API_URL": emulator.url,
        "WIX_SITE_ID": site.id,
    }
    return Newcomer(tmp_path, engine_bin, distribution, settings)
