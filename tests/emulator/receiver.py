"""A receiver of webhooks: answers as told, and keeps what it was sent."""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 20
POLL_S = 0.02


@dataclass
class Receiver:
    """`answers` are statuses in turn, then 200; while `gate` is closed nothing is answered."""

    url: str
    answers: list[int] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    _bodies: queue.Queue[str] = field(default_factory=queue.Queue)

    def take(self) -> str:
        """The next body, as soon as it comes."""
        return self._bodies.get(timeout=PATIENCE_S)

    def put(self, body: str) -> int:
        """Keep a body; the status to answer."""
        self._bodies.put(body)
        self.gate.wait(PATIENCE_S)
        return self.answers.pop(0) if self.answers else 200

    def is_empty(self) -> bool:
        """Whether everything was taken."""
        return self._bodies.empty()


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.send_response(receiver.put(body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}/events")
        receiver.gate.set()
        thread = threading.Thread(target=server.serve_forever, args=(POLL_S,))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.gate.set()
            server.shutdown()
            thread.join()
