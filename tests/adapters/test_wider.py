"""adapters/wider.py: the host's four threads become as many as there is to wait for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from wix_data_provider.adapters.wider import widen


def test_a_pool_of_four_answers_forty_calls_at_once_after_one_of_them_asked_for_it() -> None:
    everybody = threading.Barrier(40)
    with ThreadPoolExecutor(4) as pool:
        pool.submit(widen).result()
        calls = [pool.submit(everybody.wait, 60) for _ in range(40)]
        assert sorted(call.result() for call in calls) == list(range(40))


def test_no_other_pool_is_touched() -> None:
    with ThreadPoolExecutor(4) as pool:
        pool.submit(int).result()
        widen()
        with ThreadPoolExecutor(1) as other:
            other.submit(widen).result()
        assert vars(pool)["_max_workers"] == 4
