"""The example's stack, on the local emulator."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools import engine
from tools.local import paths
from tools.local.stack import Stack, environment

if TYPE_CHECKING:
    from tools.local.emulator import Emulator


def start(emulator: Emulator) -> bool:
    """Start the emulator with the example's seed. False where it ran already.

    Raises: EmulatorError.
    """
    return emulator.start(paths.VENV_BIN / "wix-data-emulator", paths.SEED)


def example(emulator: Emulator) -> Stack:
    """The stack of the example's Python program.

    Raises: EngineError.
    """
    surroundings = environment(
        os.environ,
        engine=engine.cli(),
        venv_bin=paths.VENV_BIN,
        folder=paths.LOCAL,
        url=emulator.url,
    )
    return Stack(paths.PROGRAM, paths.LOCAL, surroundings)
