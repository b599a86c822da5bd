"""A fresh emulator for each run: its sites, its settings, and what it saw."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tools.bench.processes import Watch
from tools.local import paths
from tools.local.loopback import HOST, ask, unused_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.bench.processes import Usage

COLLECTION = "products"
API_KEY = "bench"
PER_MINUTE = 200
JOBS = "/data-mover/v1/jobs"
TOO_MANY = 429
PAGE = 100
READY_S = 60.0
COMMAND = paths.VENV_BIN / "wix-data-emulator"


@dataclass(frozen=True)
class Request:
    """A request that the emulator answered; `at` in seconds of the wall clock."""

    at: float
    method: str
    path: str
    status: int | None
    site: str | None


@dataclass(frozen=True)
class Job:
    """A job as the emulator shows it, or a backup; instants in seconds of the wall clock."""

    id: str
    status: str
    began: float
    ended: float | None


class Service:
    """A running emulator."""

    def __init__(self, url: str, sites: list[str], watch: Watch) -> None:
        self.url = url
        self.sites = sites
        self._watch = watch

    def requests(self) -> list[Request]:
        """All that came so far, the oldest first."""
        found = self.ask("GET", "/_emulator/requests")["requests"]
        return [
            Request(_seconds(one["time"]), one["method"], one["path"], one["status"], one["site"])
            for one in found
        ]

    def jobs(self, site: str) -> list[Job]:
        """All jobs of a site. It lifts the rate limit: ask when nobody works any more."""
        self.set(rateLimit=0)
        jobs: list[Job] = []
        body: dict[str, Any] = {"query": {"cursorPaging": {"limit": PAGE}}}
        while True:
            answer = self._ask_site("POST", f"{JOBS}/query", site, body)
            jobs += [
                Job(one["id"], one["status"], _seconds(one["startedAt"]), _end(one, "finishedAt"))
                for one in answer["jobs"]
            ]
            cursor = answer["pagingMetadata"].get("cursors", {}).get("next")
            if not cursor:
                return jobs
            body = {"query": {"cursorPaging": {"limit": PAGE, "cursor": cursor}}}

    def backups(self, site: str) -> list[Job]:
        """All backups of a site; it lifts the rate limit."""
        self.set(rateLimit=0)
        found = self._ask_site("GET", "/wix-data/v2/backups?paging.limit=1000", site)["backups"]
        return [
            Job(one["id"], one["status"], _seconds(one["requestedDate"]), _end(one, "finishedDate"))
            for one in found
        ]

    def set(self, **settings: object) -> None:
        """Change settings of the emulator."""
        self.ask("POST", "/_emulator/settings", settings)

    def usage(self) -> Usage | None:
        """What the emulator used; it is not watched any more."""
        return next(iter(self._watch.stop()), None)

    def ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON of an answer.

        Raises: OSError where it does not answer, or refuses.
        """
        return ask(method, f"{self.url}{path}", body, headers, limit_s=60)

    def _ask_site(
        self, method: str, path: str, site: str, body: dict[str, Any] | None = None
    ) -> Any:
        headers = {"Authorization": API_KEY, "wix-site-id": site}
        return self.ask(method, path, body, headers)


@contextmanager
def service(folder: Path, *, items: Sequence[int] = (20,), **settings: object) -> Iterator[Service]:
    """An emulator with a new site for each entry of `items`, with a collection of so many."""
    ids = [str(uuid.uuid4()) for _ in items]
    seed = folder / "seed"
    for site, count in zip(ids, items, strict=True):
        _plant(seed / site, count)
    port = unused_port()
    options = ["--port", str(port), "--seed", str(seed), "--state", str(folder / "state.db")]
    process = subprocess.Popen([COMMAND, *options], stdout=subprocess.DEVNULL)
    try:
        until_it_listens(port, process)
        running = Service(f"http://{HOST}:{port}", ids, Watch(process.pid))
        running.set(**{"rateLimit": PER_MINUTE, **settings})
        yield running
    finally:
        process.terminate()
        process.wait()


def until_it_listens(port: int, process: subprocess.Popen[Any]) -> None:
    """Return once somebody takes connections at the port."""
    until = time.monotonic() + READY_S
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"bench: nobody listens at port {port}") from None
            time.sleep(0.05)
        else:
            return


def _plant(folder: Path, items: int) -> None:
    folder.mkdir(parents=True)
    definition = {
        "id": COLLECTION,
        "displayName": "Products",
        "fields": [{"key": "name", "displayName": "Name", "type": "TEXT"}],
        "permissions": dict.fromkeys(("insert", "update", "remove", "read"), "ADMIN"),
    }
    schema = json.dumps({"collection": definition})
    (folder / f"{COLLECTION}.schema.json").write_text(schema, encoding="utf-8")
    rows = "".join(f"item-{number},Item {number}\n" for number in range(items))
    (folder / f"{COLLECTION}.csv").write_text(f"_id,name\n{rows}", encoding="utf-8")


def _end(record: dict[str, Any], name: str) -> float | None:
    return _seconds(record[name]) if record.get(name) else None


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()
