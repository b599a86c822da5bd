"""One emulator for all tests, as new for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.emulator.running import Emulator


@pytest.fixture(scope="session")
def shared_emulator() -> Iterator[Emulator]:
    with running() as emulator:
        yield emulator


@pytest.fixture
def emulator(shared_emulator: Emulator) -> Emulator:
    shared_emulator.post("/_emulator/reset")
    return shared_emulator
