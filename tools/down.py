"""`make down`: destroy what `make up` deployed, stop the emulator, clear its state."""

from __future__ import annotations

import shutil
import sys

from tools import engine
from tools.local import deployment, paths
from tools.local.emulator import Emulator, EmulatorError
from tools.local.stack import StackError


def main() -> int:
    """Leave nothing; a stack that cannot be destroyed goes with its site, and is reported."""
    if not paths.LOCAL.exists():
        print("make down: nothing to do, there is no local site")
        return 0
    emulator = Emulator(paths.LOCAL)
    try:
        destroyed = _destroy(emulator)
        emulator.stop()
    except EmulatorError as error:
        print(f"make down: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("make down: interrupted; run it again to go on", file=sys.stderr)
        return 130
    shutil.rmtree(paths.LOCAL)
    print("emulator stopped, its state and the stack's are cleared")
    return 0 if destroyed else 1


def _destroy(emulator: Emulator) -> bool:
    """Whether the stack is gone; the emulator is started for it where it does not run."""
    try:
        if (paths.LOCAL / "states").exists():
            deployment.start(emulator)
            stack = deployment.example(emulator)
            stack.install(paths.PYTHON)
            stack.destroy()
    except (engine.EngineError, EmulatorError, StackError) as error:
        print(f"make down: {error}; its state is cleared all the same", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
