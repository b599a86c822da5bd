"""The real CLI, the real plugin and the real emulator: three processes for each story.

One emulator and one PULUMI_HOME for each worker; a site, a project and a state for each test.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.dynamic_project import DynamicProject
from tests.engine.emulator import Emulator
from tests.engine.project import NAME, STACK, Project
from tests.engine.tool import run_tool
from tests.not_run_here import missing
from tools import engine
from tools.engine import EngineError
from tools.local.surroundings import activated, found_first
from wix_data_provider import __version__
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.engine.site import Site

VENV_BIN = Path(sys.executable).parent
PLUGIN, _ = launcher.install({"PULUMI_HOME": str(VENV_BIN.parent / "pulumi")}, sys.executable)


@pytest.fixture(scope="session")
def engine_bin() -> Path:
    """The folder of the CLI and its language hosts."""
    named = os.environ.get("WIX_DATA_ENGINE_BIN")
    if named:
        return Path(named)
    try:
        return engine.cli()
    except EngineError as error:
        missing("the Pulumi engine", str(error))


@pytest.fixture(scope="session")
def running_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path_factory.mktemp("emulator"))
    emulator.start()
    yield emulator
    emulator.kill()


@pytest.fixture
def emulator(running_emulator: Emulator) -> Emulator:
    """The worker's emulator, with nothing left of the test before."""
    running_emulator.calm()
    return running_emulator


@pytest.fixture
def site(emulator: Emulator) -> Site:
    """A site with an empty collection `products` (fields name, price)."""
    site = emulator.new_site()
    site.add_collection("products", "name", "price")
    site.forget_requests()
    return site


@pytest.fixture(scope="session")
def surroundings(
    engine_bin: Path, running_emulator: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """The environment of the CLI: nothing of the user's gets in; the plugin is installed."""
    home = tmp_path_factory.mktemp("home")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("PULUMI_", "WIX_")) and not name.upper().endswith("_PROXY")
    }
    environment = {
        **found_first(kept, engine_bin),
        "PULUMI_HOME": str(home),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "WIX_API_KEY": running_emulator.api_key,
        "WIX_API_URL": running_emulator.url,
    }
    install = ("plugin", "install", "resource", "wix-data", __version__, "--file", str(PLUGIN))
    run_tool(engine_bin / "pulumi", *install, environment=environment)
    return environment


@pytest.fixture(scope="session")
def empty_stack(surroundings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a stack that has nothing in it: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("stack")
    for name in ("project", "states"):
        (folder / name).mkdir()
    program = folder / "project" / "Pulumi.yaml"
    program.write_text(f"name: {NAME}\nruntime: yaml\n", encoding="utf-8")
    make_stack(folder / "project", folder / "states", surroundings)
    return folder


def make_stack(project: Path, states: Path, environment: dict[str, str]) -> None:
    """`pulumi stack init`."""
    pulumi = shutil.which("pulumi", path=environment["PATH"])
    assert pulumi is not None
    init = ("stack", "init", STACK, "--cwd", str(project))
    backend = {"PULUMI_BACKEND_URL": f"file://{states}"}
    run_tool(Path(pulumi), *init, environment={**environment, **backend})


def in_our_python(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment whose programs run in the Python of these tests."""
    return activated(environment, VENV_BIN)


@pytest.fixture
def new_project(
    empty_stack: Path, surroundings: dict[str, str], site: Site, tmp_path: Path
) -> Iterator[Callable[[], Project]]:
    """Makes projects for the site, which WIX_SITE_ID names; no journal of another test is left."""
    shutil.rmtree(Path(surroundings["PULUMI_HOME"], "wix-data"), ignore_errors=True)
    made: list[Project] = []

    def make() -> Project:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        shutil.copytree(empty_stack, folder)
        environment = {**surroundings, "WIX_SITE_ID": site.id}
        made.append(Project(folder / "project", folder / "states", environment))
        return made[-1]

    yield make
    for project in made:
        project.end_all()


@pytest.fixture
def project(new_project: Callable[[], Project]) -> Project:
    return new_project()


@pytest.fixture
def dynamic_project(
    empty_stack: Path, surroundings: dict[str, str], site: Site, tmp_path: Path
) -> Iterator[DynamicProject]:
    """The same, for programs over `pulumi.dynamic`."""
    folder = tmp_path / "dynamic"
    shutil.copytree(empty_stack, folder)
    environment = {**in_our_python(surroundings), "WIX_SITE_ID": site.id}
    project = DynamicProject(folder / "project", folder / "states", environment)
    yield project
    project.end_all()
