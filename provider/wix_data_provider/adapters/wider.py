"""More threads for the SDK's host of dynamic providers, whose four would make all others queue."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

THREADS = 256
"""The engine asks for `--parallel` at once; ours only wait for the loop that they share."""


def widen() -> None:
    """Let the pool whose thread this is have more threads; any other thread changes nothing.

    The host offers no way to say so, and CPython none to ask: where a version of either keeps its
    pool otherwise, four it is.
    """
    here = threading.current_thread()
    for pool in (
        thing for thing in gc.get_objects() if issubclass(type(thing), ThreadPoolExecutor)
    ):
        kept = vars(pool)
        if here in kept.get("_threads", ()) and kept.get("_max_workers", THREADS) < THREADS:
            kept["_max_workers"] = THREADS
