"""The yardstick: a client that knows the limit, coalesces its polls and does nothing else.

It looks once whether its jobs are there already, as whoever must not submit twice; submits go
before polls; one query serves a hundred jobs. It keeps no state, reports no progress, and forgives
nothing.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from typing import Any

import httpx

PER_MINUTE = 200
WINDOW_S = 60.0
POLL_S = 1.0
PAGE = 100
AT_ONCE = 20
ENDED = ("COMPLETED", "PARTIALLY_SUCCESSFUL", "FAILED")
JOBS = "/data-mover/v1/jobs"


class Budget:
    """At most so many requests in any minute; one counts from its answer on."""

    def __init__(self) -> None:
        self._under_way = 0
        self._answered: deque[float] = deque()

    def free(self) -> bool:
        while self._answered and self._answered[0] + WINDOW_S <= time.monotonic():
            self._answered.popleft()
        return self._under_way + len(self._answered) < PER_MINUTE

    async def __aenter__(self) -> None:
        while not self.free():  # noqa: ASYNC110 - what frees a place is the clock
            await asyncio.sleep(0.01)
        self._under_way += 1

    async def __aexit__(self, *_: object) -> None:
        self._under_way -= 1
        self._answered.append(time.monotonic())


class Client:
    """Runs the jobs of one site."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._budget = Budget()
        self._lines = asyncio.Semaphore(AT_ONCE)
        self._pending: dict[str, str] = {}

    async def run(self, names: list[str], collection: str) -> None:
        await self._query({"name": {"$in": names[:1]}})
        submits = asyncio.gather(*(self._submit(name, collection) for name in names))
        while not submits.done() or self._pending:
            await asyncio.sleep(POLL_S)
            if self._budget.free():
                await self._look()
        await submits

    async def _submit(self, name: str, collection: str) -> None:
        source = {"wixDataCollection": {"collectionId": collection}}
        body = {"name": name, "source": source, "destination": {"file": {"format": "CSV"}}}
        async with self._lines:
            answer = await self._post(JOBS, body)
        self._pending[answer["job"]["id"]] = name

    async def _look(self) -> None:
        ids = list(self._pending)
        for start in range(0, len(ids), PAGE):
            for job in await self._query({"id": {"$in": ids[start : start + PAGE]}}):
                if job["status"] in ENDED:
                    print(f"done {self._pending.pop(job['id'])} {job['id']}", flush=True)

    async def _query(self, filter: dict[str, Any]) -> list[dict[str, Any]]:
        query = {"filter": filter, "cursorPaging": {"limit": PAGE}}
        found: list[dict[str, Any]] = (await self._post(f"{JOBS}/query", {"query": query}))["jobs"]
        return found

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._budget:
            answer = await self._http.post(path, json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


async def main() -> None:
    headers = {
        "Authorization": os.environ["WIX_API_KEY"],
        "wix-site-id": os.environ["WIX_SITE_ID"],
    }
    names = [f"job-{number}" for number in range(int(os.environ["BENCH_JOBS"]))]
    address = os.environ["WIX_API_URL"]
    async with httpx.AsyncClient(
        base_url=address, headers=headers, timeout=60, trust_env=False
    ) as http:
        await Client(http).run(names, os.environ["BENCH_COLLECTION"])


if __name__ == "__main__":
    asyncio.run(main())
