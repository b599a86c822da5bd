"""For each way to install: a fresh folder, the documented lines, a deployed stack, no warning."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.docs.markdown import blocks
from tools.local.paths import ROOT
from wix_data_provider import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.site import Site
    from tests.install.newcomer import Newcomer

PROJECT = "name: shop\nruntime: python\n"
WITH_THE_OPTION = """\
name: shop
runtime:
  name: python
  options:
    virtualenv: .venv
"""
PROGRAM = """\
import pulumi
import pulumi_wix_data as wix

first = wix.Backup("first")
pulumi.export("status", first.status)
"""
YAML = """\
name: shop
runtime: yaml
resources:
  first:
    type: wix-data:Backup
outputs:
  status: ${first.status}
"""
INLINE = """\
import pulumi
import pulumi_wix_data as wix
from pulumi import automation


def program():
    first = wix.Backup("first")
    pulumi.export("status", first.status)


stack = automation.create_or_select_stack("dev", project_name="shop", program=program)
print("Created stack")
stack.up(on_output=print)
"""


PAGE = ROOT / "docs" / "installation-configuration.md"
INSTALL = "pip install pulumi-wix-data"
INSTALL_FOR_AN_SDK = f"{INSTALL}==<version of your SDK>"
INSTALL_PLUGIN = "wix-data install-plugin"


@dataclass(frozen=True)
class Way:
    """What is in the folder, and what is typed."""

    lines: str
    project: str = PROJECT
    program: str = PROGRAM


DEPLOY = "pulumi stack init dev\npulumi up --yes\n"
WAYS = {
    "an activated environment": Way(
        f"python3 -m venv .venv\n. .venv/bin/activate\n{INSTALL}\n{DEPLOY}"
    ),
    "an environment named by the project and not activated": Way(
        f"python3 -m venv .venv\n.venv/bin/{INSTALL}\n{DEPLOY}", WITH_THE_OPTION
    ),
    "uv, not activated": Way(f"uv venv --seed\nuv {INSTALL}\n{DEPLOY}", WITH_THE_OPTION),
    "YAML": Way(
        "python3 -m venv .venv\n"
        f".venv/bin/{INSTALL_FOR_AN_SDK.replace('<version of your SDK>', __version__)}\n"
        f".venv/bin/{INSTALL_PLUGIN}\n{DEPLOY}",
        YAML,
        "",
    ),
    "a program of the Automation API": Way(
        f"uv venv\nuv {INSTALL}\n.venv/bin/python __main__.py", "", INLINE
    ),
}


def test_the_lines_of_these_tests_are_those_of_the_page() -> None:
    """All that it has for Python; npm and the others are of tests/sdks."""
    lines = {line for block in blocks(PAGE, "sh") for line in block.text.splitlines()}
    ours = {line for line in lines if line.startswith(("pip", "python", "uv", "wix-data "))}
    assert ours == {INSTALL, INSTALL_FOR_AN_SDK, INSTALL_PLUGIN}
    assert WITH_THE_OPTION in [block.text for block in blocks(PAGE, "yaml")]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`{INSTALL}`" in readme
    assert f"`{INSTALL_PLUGIN}`" in readme


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
def test_the_documented_lines_deploy_a_stack_without_a_warning(
    newcomer: Newcomer, site: Site, engine_bin: Path, way: Way
) -> None:
    if way.project:
        newcomer.write("Pulumi.yaml", way.project)
    if way.program:
        newcomer.write("__main__.py", way.program)
    if way.project == WITH_THE_OPTION:
        honour_the_option(newcomer, engine_bin)
    deployed(newcomer.types(way.lines), site)
    assert str(newcomer.folder / ".venv" / "bin" / "python") in launcher(newcomer)


def test_an_interpreter_whose_scripts_are_not_on_path_is_enough(
    newcomer: Newcomer, site: Site
) -> None:
    newcomer.types("uv venv --seed ../system")
    newcomer.command("python3", str(newcomer.folder.with_name("system") / "bin" / "python"))
    newcomer.write("Pulumi.yaml", PROJECT)
    newcomer.write("__main__.py", PROGRAM)
    deployed(newcomer.types(f"python3 -m {INSTALL}\n{DEPLOY}"), site)


def test_what_was_deployed_elsewhere_is_destroyed_after_install_plugin(
    newcomer: Newcomer, site: Site
) -> None:
    newcomer.write("Pulumi.yaml", PROJECT)
    newcomer.write("__main__.py", PROGRAM)
    activated = ". .venv/bin/activate\n"
    install = f"uv venv --seed\nuv {INSTALL}\n"
    deployed(newcomer.types(install + activated + DEPLOY), site)

    newcomer.moves_to_a_fresh_machine()
    newcomer.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true"
    destroy = activated + "pulumi destroy --yes --stack dev\n"
    refused = newcomer.types(destroy, ok=False)
    assert "no resource plugin 'pulumi-resource-wix-data' found" in refused
    done = newcomer.types(f"{activated}{INSTALL_PLUGIN}\n{destroy}")
    assert "warning" not in done
    assert site.backups() == []


def deployed(output: str, site: Site) -> None:
    """Nothing else is wrong with it, either."""
    _, created, shown = output.partition("Created stack")
    assert created, output
    assert "warning" not in shown.lower(), shown
    assert 'status: "READY"' in shown
    assert len(site.backups("READY")) == 1


def launcher(newcomer: Newcomer) -> str:
    (script,) = newcomer.pulumi_home.glob("plugins/resource-wix-data-v*/pulumi-resource-wix-data")
    return script.read_text(encoding="utf-8")


def honour_the_option(newcomer: Newcomer, engine_bin: Path) -> None:
    """The Python host that can be built from Go modules takes `virtualenv` as a flag only.

    A newer one, as the official CLI has it, reads the option itself.
    """
    host = engine_bin / "pulumi-language-python"
    options = subprocess.run([host, "--help"], capture_output=True, text=True, check=False).stderr
    if "-virtualenv" not in options:
        return
    for name in ("pulumi", "pulumi-language-python-exec"):
        shutil.copy2(engine_bin / name, newcomer.bin)  # it looks for hosts where it is itself
    newcomer.command(host.name, str(host), "-virtualenv", ".venv")
