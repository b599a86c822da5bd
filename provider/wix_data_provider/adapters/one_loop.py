"""One event loop for all threads of a process: what they wait for is waited for together."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class OneLoop:
    """A loop in a thread of its own, for threads that block until their work is done.

    When the process is told to end, work that is still in there is canceled: the threads that
    block on it would hold the process up.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="wix-data", daemon=True)
        self._thread.start()
        at_exit(self.close)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, or its error. Not to be called from the loop itself."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def close(self) -> None:
        """Cancel what is left, and return once it has ended."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            left = asyncio.all_tasks(self._loop)
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        finally:
            self._loop.close()


at_exit: Callable[[Callable[[], None]], None] = vars(threading)["_register_atexit"]
"""As `atexit`, which would come too late: the interpreter first waits for the threads of pools,
of which ours block until their work is done. What pools themselves use has no public name."""
