"""tools/sdk_extras/python/_plugin.py: a program that uses the SDK makes its plugin known."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wix_data_provider import __version__
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from pathlib import Path

ENGINE = """
import os, shutil, pulumi
from pulumi.runtime.settings import Settings, configure

def run_by_an_engine():
    address = "127.0.0.1:9"
    configure(Settings(project="p", stack="s", monitor=address, engine=address))

def written():
    return os.path.exists(os.path.join(os.environ["PULUMI_HOME"], "plugins"))

def use():
    from pulumi_wix_data import _utilities
    return _utilities.get_resource_opts_defaults().version

pulumi.log.warn = lambda text: print("warned:", text)
"""


def says(home: Path, code: str) -> list[str]:
    """What a program prints."""
    environment = {**os.environ, "PULUMI_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ENGINE + code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_a_program_that_imports_the_sdk_makes_the_plugin_known(tmp_path: Path) -> None:
    """Even if it uses nothing of it any more: what it had is to be deleted."""
    says(tmp_path, "run_by_an_engine(); import pulumi_wix_data")
    (script,) = tmp_path.glob("plugins/resource-wix-data-v*/pulumi-resource-wix-data")
    assert script.read_text(encoding="utf-8") == launcher.launcher(launcher.this_python())


@pytest.mark.parametrize("use", ["get_resource_opts_defaults", "get_invoke_opts_defaults"])
def test_where_the_sdk_was_imported_before_the_first_use_does(tmp_path: Path, use: str) -> None:
    code = f"""
import pulumi_wix_data
from pulumi_wix_data import _utilities
run_by_an_engine(); print(written()); print(_utilities.{use}().version); print(written())
"""
    assert says(tmp_path, code) == ["False", __version__, "True"]


def test_each_engine_is_told_and_each_once(tmp_path: Path) -> None:
    code = """
run_by_an_engine(); import pulumi_wix_data
for again in (lambda: None, run_by_an_engine):
    shutil.rmtree(os.environ["PULUMI_HOME"], ignore_errors=True); again(); use(); print(written())
"""
    assert says(tmp_path / "home", code) == ["False", "True"]


def test_without_an_engine_nothing_is_written(tmp_path: Path) -> None:
    assert says(tmp_path, "import pulumi_wix_data; use(); print(written())") == ["False"]


def test_tests_with_mocks_write_nothing(tmp_path: Path) -> None:
    code = """
class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args): return args.name, args.inputs
    def call(self, args): return {}
import asyncio
asyncio.set_event_loop(asyncio.new_event_loop())  # Python 3.12 warns where pulumi finds none
pulumi.runtime.set_mocks(Mocks())
import pulumi_wix_data
pulumi_wix_data.Backup("b"); print(written())
"""
    assert says(tmp_path, code) == ["False"]


def test_where_it_cannot_be_the_program_goes_on_and_warns_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file", encoding="utf-8")
    first, *others = says(home, "run_by_an_engine(); import pulumi_wix_data; use(); use()")
    assert first.startswith("warned: the plugin's launcher cannot be written")
    assert others == []


def test_programs_that_do_without_the_plugin_are_not_warned(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file", encoding="utf-8")
    assert says(home, "run_by_an_engine(); import pulumi_wix_data.dynamic; use()") == []
