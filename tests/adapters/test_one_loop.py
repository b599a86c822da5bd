"""adapters/one_loop.py: threads that wait together, and end with their process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.adapters.one_loop import OneLoop

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT_S = 60  # for a machine that is very busy


@pytest.fixture
def loop() -> Iterator[OneLoop]:
    loop = OneLoop()
    yield loop
    loop.close()


def test_all_threads_wait_in_one_loop_at_the_same_time(loop: OneLoop) -> None:
    here: list[asyncio.AbstractEventLoop] = []
    complete = asyncio.Event()

    async def meet() -> int:
        here.append(asyncio.get_running_loop())
        if len(here) == 20:
            complete.set()
        await asyncio.wait_for(complete.wait(), LIMIT_S)
        return len(set(here))

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(lambda _: loop.run(meet()), range(20))) == [1] * 20


def test_an_error_reaches_the_thread_that_asked(loop: OneLoop) -> None:
    async def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        loop.run(fail())


def test_closing_cancels_what_is_in_flight_and_lets_it_say_its_last_word() -> None:
    loop = OneLoop()
    begun = asyncio.Event()
    said: list[str] = []

    async def wait_long() -> None:
        begun.set()
        try:
            await asyncio.sleep(LIMIT_S)
        finally:
            said.append("canceled")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(loop.run, wait_long())
        loop.run(begun.wait())
        loop.close()
        with pytest.raises(CancelledError):
            waiting.result()
    assert said == ["canceled"]
    loop.close()  # again is fine


def test_a_process_ends_though_a_thread_of_a_pool_still_waits() -> None:
    code = (
        "import asyncio; from concurrent.futures import ThreadPoolExecutor\n"
        "from wix_data_provider.adapters.one_loop import OneLoop\n"
        "loop = OneLoop(); ThreadPoolExecutor(1).submit(loop.run, asyncio.sleep(3600))\n"
        "loop.run(asyncio.sleep(0)); print('the end')"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("the end\n", "")
