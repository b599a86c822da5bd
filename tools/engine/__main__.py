"""`python -m tools.engine cli|hosts|sdkgen|programgen`: make it available, print its folder."""

from __future__ import annotations

import argparse
import signal
import sys

from tools.engine.engine import cli, hosts, programgen, sdkgen
from tools.engine.errors import EngineError

_WAYS = {"cli": cli, "hosts": hosts, "sdkgen": sdkgen, "programgen": programgen}


def main() -> int:
    """Print the folder to standard output; the way there goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m tools.engine", description=__doc__)
    parser.add_argument("what", choices=list(_WAYS))
    what = parser.parse_args().what
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    try:
        print(_WAYS[what]())
    except EngineError as error:
        print(f"engine: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("engine: interrupted; nothing half-built is left", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
