"""Fixtures: the official client, and an emulator for each flow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.running import running
from tests.not_run_here import missing
from tests.wire.official import Official, prepare
from tools.engine import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.emulator.running import Emulator


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Official:
    try:
        return prepare(tmp_path_factory.mktemp("official"))
    except EngineError as error:
        missing("node", str(error).splitlines()[0])


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with running() as emulator:
        yield emulator


@pytest.fixture
def flow(official: Official, emulator: Emulator) -> Callable[[str], dict[str, Any]]:
    """Runs a flow of tests/wire/client/flows against the emulator: what it saw."""
    url = str(emulator.http.base_url).rstrip("/")

    def run(name: str) -> dict[str, Any]:
        seen: dict[str, Any] = official.run("run.mjs", name, emulator=url)
        return seen

    return run
