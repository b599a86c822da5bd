"""docs/troubleshooting.md: each message is printed as it stands there."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from tests.docs.saying import hold, said_in
from tests.engine.conftest import in_our_python
from tests.engine.programs import backup, import_job
from wix_data_provider.adapters import cli, engine, launcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engine.project import Project
    from tests.engine.site import Site

MISSPELT = "import pulumi_wix_data as wix\nwix.Backup('backup', kep=1)\n"
NO_SETTING = "import pulumi\npulumi.Config().require('commit')\n"


def test_every_message_is_printed_as_it_stands_there(
    new_project: Callable[[], Project], site: Site, tmp_path: Path
) -> None:
    project = new_project()
    usual = dict(project.environment)

    def printed(resources: dict[str, Any], **environment: str) -> str:
        project.program(resources)
        project.environment = {**usual, **environment}
        return project.preview(ok=False).output

    one = {"backup": backup()}
    said = [
        printed(one, PULUMI_HOME=str(tmp_path / "empty")),
        printed({"backup": backup(options={"version": "98.7.6"})}),
        printed(one, WIX_API_KEY="wrong"),
        printed(one, WIX_SITE_ID=""),
        printed(one, WIX_SITE_ID="my-shop"),
        printed({"backup": backup(kep=1)}),
        printed({"backup": backup(keep=4)}),
        printed({"products": import_job("products.csv")}),
    ]
    project.write("products.csv", "_id\n1\n")
    said.append(printed({"posters": import_job("products.csv", collectionId="posters")}))
    for _ in range(3):
        site.take_backup()
    said.append(printed(one))
    project.environment = {name: text for name, text in usual.items() if name != "WIX_API_KEY"}
    said.append(project.deploy(ok=False).output)
    project.environment = in_our_python(usual)
    project.write("Pulumi.yaml", "name: story\nruntime: python\n")
    for program in (MISSPELT, NO_SETTING):
        project.write("__main__.py", program)
        said.append(project.preview(ok=False).output)
    hold(said_in("troubleshooting.md"), [*said, without_its_environment(tmp_path), *old_cli()])


def without_its_environment(folder: Path) -> str:
    """What a launcher says whose Python was removed."""
    script = folder / "launcher"
    script.write_text(launcher.launcher(str(folder / "gone" / "python")), encoding="utf-8")
    done = subprocess.run(["/bin/sh", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr


def old_cli() -> tuple[str, str]:
    """What the command and the plugin say of one, without one."""
    return f"warning: {cli.advice('v3.200.0')}", f"warning: {engine._TOO_OLD}"
