"""A running emulator, whose clock only tests move, and a caller with one site."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from wix_data_emulator.app import build_app
from wix_data_emulator.clock import Clock
from wix_data_emulator.server import listen, make_server
from wix_data_emulator.world import Options, World

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "c0ffee00-0000-4000-8000-000000000001"
OTHER_SITE = "c0ffee00-0000-4000-8000-000000000002"
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
STARTED_S = 1_700_000_000.0
KEY = "a-key"
_LIMITS = httpx.Limits(max_keepalive_connections=None)
"""What httpx closes as surplus may just have been taken by another thread."""

Json = dict[str, Any]


@contextmanager
def running(options: Options | None = None) -> Iterator[Emulator]:
    """An emulator on a free port of loopback, until the end of the block."""
    world = World(options or Options(), Clock(wall=lambda: STARTED_S))
    listener = listen("127.0.0.1", 0)
    server = make_server(build_app(world))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        with httpx.Client(base_url=base_url, timeout=30, limits=_LIMITS) as http:
            yield Emulator(http, world)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@dataclass(frozen=True)
class Emulator:
    """Calls in the name of a site; every method that reads JSON expects a 200."""

    http: httpx.Client
    world: World
    site: str = SITE

    def at(self, site: str) -> Emulator:
        """The same emulator for another site."""
        return Emulator(self.http, self.world, site)

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Any request, with the site's credentials."""
        headers = {"Authorization": KEY, "wix-site-id": self.site, **request.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **request)

    def get(self, path: str, params: Any = None) -> Json:
        """The answer of a GET."""
        return answer_of(self.send("GET", path, params=params))

    def post(self, path: str, body: object = None) -> Json:
        """The answer of a POST."""
        return answer_of(self.send("POST", path, json={} if body is None else body))

    def delete(self, path: str, params: Any = None) -> Json:
        """The answer of a DELETE."""
        return answer_of(self.send("DELETE", path, params=params))

    def advance(self, seconds: float) -> None:
        """Move the emulator's clock."""
        self.post("/_emulator/clock", {"advanceSeconds": seconds})

    def set(self, **settings: object) -> None:
        """Change settings."""
        self.post("/_emulator/settings", settings)

    def script(self, **fault: object) -> None:
        """Have a fault happen."""
        self.post("/_emulator/faults", [fault])

    def journal(self) -> list[Json]:
        """Requests so far, the oldest first."""
        entries: list[Json] = self.get("/_emulator/requests")["requests"]
        return entries

    def add_collection(self, name: str = "products", **types: str) -> None:
        """A collection whose fields have the given types."""
        fields = [{"key": key, "type": kind} for key, kind in {"title": "TEXT", **types}.items()]
        self.post("/wix-data/v2/collections", {"collection": {"id": name, "fields": fields}})

    def add_items(self, *items: Json, collection: str = "products", **more: object) -> None:
        """Items, written at once."""
        for data in items:
            body = {"dataCollectionId": collection, "dataItem": {"data": data}, **more}
            self.post("/wix-data/v2/items/save", body)

    def items(self, collection: str = "products", **more: object) -> list[Json]:
        """The data of every item, at most 1000."""
        body = {"dataCollectionId": collection, "query": {"paging": {"limit": 1000}}, **more}
        found = self.post("/wix-data/v2/items/query", body)["dataItems"]
        return [item["data"] for item in found]

    def upload(self, content: bytes | str, name: str = "products.csv") -> str:
        """An uploaded file's ID."""
        made = self.post("/data-mover/v1/temporary-files/upload-url", {"fileName": name})
        raw = content if isinstance(content, bytes) else content.encode()
        answer_of(self.http.put(made["uploadUrl"], content=raw))
        return str(made["fileId"])

    def submit(
        self, content: bytes | str, *, policy: str | None = None, name: str = "a job"
    ) -> Json:
        """An import of some content into `products`, just submitted."""
        destination: Json = {"collectionId": "products"}
        if policy:
            destination["writePolicy"] = policy
        body = {
            "name": name,
            "source": {"file": {"fileId": self.upload(content)}},
            "destination": {"wixDataCollection": destination},
        }
        job: Json = self.post("/data-mover/v1/jobs", body)["job"]
        return job

    def move(self, source: Json, destination: Json, **more: object) -> Json:
        """Any job, just submitted."""
        body = {"source": source, "destination": destination, **more}
        job: Json = self.post("/data-mover/v1/jobs", body)["job"]
        return job

    def export(self, file: Json | None = None, **source: object) -> bytes:
        """The file that an export of `products` made."""
        destination = {"file": file or {"format": "JSONL"}}
        job = self.move({"wixDataCollection": {"collectionId": "products", **source}}, destination)
        self.advance(10)
        assert self.job(job)["status"] == "COMPLETED", self.job(job)
        return self.download(job)

    def download(self, job: Json) -> bytes:
        """The file of a finished job, without credentials."""
        response = httpx.get(job["destination"]["file"]["url"])
        assert response.status_code == 200, response.text
        return response.content

    def job(self, job: Json) -> Json:
        """What the job has become."""
        found: Json = self.get(f"/data-mover/v1/jobs/{job['id']}")["job"]
        return found

    def finish(self, content: bytes | str, *, policy: str | None = None) -> Json:
        """An import that has run to its end."""
        job = self.submit(content, policy=policy)
        self.advance(10)
        return self.job(job)

    def logs(self, job: Json) -> list[tuple[str, str]]:
        """Item and code of each log entry of a job."""
        logs = self.get(f"/data-mover/v1/jobs/{job['id']}/logs")["logs"]
        return [(log["sourceItemId"], log["failure"]["code"]) for log in logs]


def answer_of(response: httpx.Response) -> Json:
    """The body of a 200."""
    assert response.status_code == 200, response.text
    body: Json = response.json()
    return body


def code_of(response: httpx.Response) -> tuple[int, str]:
    """Status and application error code of a refusal."""
    return response.status_code, response.json()["details"]["applicationError"]["code"]


def field_of(response: httpx.Response) -> tuple[int, str]:
    """Status and field of a refusal by validation."""
    violations = response.json()["details"]["validationError"]["fieldViolations"]
    return response.status_code, violations[0]["field"]
