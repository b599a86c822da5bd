"""For each way to install: a fresh folder, the documented lines, a deployed stack, no warning."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

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


@dataclass(frozen=True)
class Way:
    """What is in the folder, and what is typed."""

    lines: str
    project: str = PROJECT
    program: str = PROGRAM


DEPLOY = "pulumi stack init dev\npulumi up --yes\n"
WAYS = {
    "an activated environment": Way(
        "python3 -m venv .venv\n. .venv/bin/activate\npip install pulumi-wix-data\n" + DEPLOY
    ),
    "an environment named by the project and not activated": Way(
        "python3 -m venv .venv\n.venv/bin/pip install pulumi-wix-data\n" + DEPLOY,
        WITH_THE_OPTION,
    ),
    "uv, not activated": Way(
        "uv venv --seed\nuv pip install pulumi-wix-data\n" + DEPLOY, WITH_THE_OPTION
    ),
    "YAML": Way(
        "python3 -m venv .venv\n"
        ".venv/bin/pip install pulumi-wix-data\n"
        ".venv/bin/wix-data install-plugin\n" + DEPLOY,
        YAML,
        "",
    ),
    "a program of the Automation API": Way(
        "uv venv\nuv pip install pulumi-wix-data\n.venv/bin/python __main__.py", "", INLINE
    ),
}


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
    deployed(newcomer.types("python3 -m pip install pulumi-wix-data\n" + DEPLOY), site)


def test_what_was_deployed_elsewhere_is_destroyed_after_install_plugin(
    newcomer: Newcomer, site: Site
) -> None:
    newcomer.write("Pulumi.yaml", PROJECT)
    newcomer.write("__main__.py", PROGRAM)
    activated = ". .venv/bin/activate\n"
    install = "uv venv --seed\nuv pip install pulumi-wix-data\n"
    deployed(newcomer.types(install + activated + DEPLOY), site)

    newcomer.moves_to_a_fresh_machine()
    newcomer.environment["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] = "true"
    destroy = activated + "pulumi destroy --yes --stack dev\n"
    refused = newcomer.types(destroy, ok=False)
    assert "no resource plugin 'pulumi-resource-wix-data' found" in refused
    done = newcomer.types(activated + "wix-data install-plugin\n" + destroy)
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
