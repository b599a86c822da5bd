"""The emulator as a process of its own, spoken to over HTTP as Wix would be."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.engine.site import Site
from tools.local.loopback import HOST, body_of, unused_port

if TYPE_CHECKING:
    from collections.abc import Callable

READY_S = 60.0
COMMAND = Path(sys.executable).parent / "wix-data-emulator"


@dataclass(frozen=True)
class Answer:
    """What came back: text, and the JSON in it."""

    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Emulator:
    """A site's API on a port that stays the same; killed and started again, it goes on."""

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        self.api_key = f"IST.{uuid.uuid4().hex}"
        """The only key that it takes, so that a run that works has sent it."""
        self._folder = folder
        self._port = port or unused_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        """Start it with the state that it had, and wait until it answers."""
        options = ["--port", str(self._port), "--state", str(self._folder / "state.db")]
        speed = ["--backup-seconds", "0", "--job-seconds", "0"]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [COMMAND, *options, *speed, "--api-key", self.api_key], stdout=log, stderr=log
            )
        eventually(self._answers, f"an answer of the emulator at {self.url}", limit_s=READY_S)

    def kill(self) -> None:
        """End it as a power failure would (SIGKILL)."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def calm(self) -> None:
        """As it was first started: empty, its clock right; started anew where it fell."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        self.ask("POST", "/_emulator/reset", {})
        self.settings(restorationSeconds=0)  # the only one that its command does not take

    def settings(self, **values: object) -> None:
        """Change what Wix leaves open, by the names of `/_emulator/settings`."""
        self.ask("POST", "/_emulator/settings", values)

    def faults(self, *faults: dict[str, object]) -> None:
        """What the next requests that match meet, by the names of `/_emulator/faults`."""
        self.ask("POST", "/_emulator/faults", list(faults))

    def faults_left(self) -> list[Any]:
        found: list[Any] = self.ask("GET", "/_emulator/faults").json["faults"]
        return found

    def advance(self, seconds: float) -> None:
        """Let its clock jump: operations of that length have ended."""
        self.ask("POST", "/_emulator/clock", {"advanceSeconds": seconds})

    def new_site(self) -> Site:
        """A site that nobody has named before."""
        return Site(self.ask, str(uuid.uuid4()))

    def ask(self, method: str, path: str, body: object = None, *, site: str = "") -> Answer:
        """The answer to a request; one about a site carries the key.

        Raises: OSError where it does not answer, or refuses.
        """
        headers = {"Content-Type": "application/json"}
        if site:
            headers |= {"Authorization": self.api_key, "wix-site-id": site}
        request = urllib.request.Request(  # noqa: S310  (the URL is loopback's)
            f"{self.url}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers=headers,
        )
        return Answer(body_of(request, limit_s=30).decode())

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "log").read_text(encoding="utf-8")
        try:
            self.ask("GET", "/_emulator/health")
        except OSError:
            return False
        return True


def eventually(happens: Callable[[], object], what: str, *, limit_s: float = 90.0) -> None:
    """Return once `happens` is true; the limit is for a machine that is very busy.

    Looks become rarer: what asks the site's API has 200 requests a minute, with the provider.
    """
    until, nap_s = time.monotonic() + limit_s, 0.05
    while not happens():
        assert time.monotonic() < until, f"{what} did not come within {limit_s:.0f} s"
        time.sleep(nap_s)
        nap_s = min(nap_s * 1.2, 0.5)
