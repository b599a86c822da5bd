"""Threads for tests on fake time: work for a thread is done at once, in the loop's own."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class AtOnce(ThreadPoolExecutor):
    """An executor without threads: a fake clock does not see what happens in one."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - for whoever asks for the result
            done.set_exception(error)
        return done
