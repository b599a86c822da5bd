"""Record the states of this version."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tools.engine import EngineError
from tools.local import paths
from tools.record.scenarios import SCENARIOS
from tools.record.stage import Stage
from wix_data_provider import __version__

RECORDED = paths.ROOT / "tests" / "recorded"


def main(into: Path = RECORDED / f"v{__version__}") -> int:
    """The exit code."""
    if into.exists():
        print(
            f"{paths.shown(into)} is there already. What a version recorded stays as it is: raise "
            "the version first, or delete the set if that version was never released."
        )
        return 1
    try:
        with tempfile.TemporaryDirectory() as folder:
            for name in SCENARIOS:
                record(name, Path(folder, "made", name))
                print(f"recorded {name}")
            shutil.copytree(Path(folder, "made"), into)  # all of them, or nothing
    except EngineError as error:
        print(f"the engine is missing: {error}")
        return 1
    print(f"in {paths.shown(into)}; tests/engine/test_recorded.py holds them from now on")
    return 0


def record(name: str, into: Path) -> None:
    """Play one scenario, and write down what is left."""
    with tempfile.TemporaryDirectory() as folder, Stage.opened(Path(folder)) as stage:
        SCENARIOS[name](stage)
        stage.write(into)


if __name__ == "__main__":
    sys.exit(main())
