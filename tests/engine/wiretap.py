"""Between plugin and emulator: what is secret in their exchanges, and answers that tell it."""

from __future__ import annotations

import base64
import http.client
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

from tools.local.loopback import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator


class Wiretap:
    """A server that hands every request on to the emulator at `url`.

    `secrets` are the credentials, tokens and signatures of URLs that went through.
    """

    def __init__(self, url: str) -> None:
        self.secrets: set[str] = set()
        self._emulator = urlsplit(url).netloc
        self._betrayed: dict[str, int] = {}
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Wiretap:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}"

    def betray(self, statuses: dict[str, int]) -> None:
        """From now on requests that match ("PUT /_files/.*") get an error with this status, which
        repeats all that is secret in them; all others go on."""
        self._betrayed = statuses

    def answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        self.secrets |= {headers[name] for name in headers if name.lower() == "authorization"}
        self.secrets |= set(_secrets_in(_json(body)))
        request = f"{method} {urlsplit(path).path}"
        for pattern, status in self._betrayed.items():
            if re.fullmatch(pattern, request):
                return status, {}, _betrayal(f"{headers} {self.url}{path}", body)
        connection = http.client.HTTPConnection(self._emulator, timeout=30)
        connection.request(method, path, body, headers)
        got = connection.getresponse()
        answer = got.read()
        connection.close()
        self.secrets |= set(_secrets_in(_json(answer)))
        kept = {name: value for name, value in got.getheaders() if name.lower() in _KEPT}
        return got.status, kept, answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        tap = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, answer = tap.answer(
                    self.command, self.path, dict(self.headers), body
                )
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - names of the library

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def spellings(secret: str) -> set[str]:
    """The ways in which a secret might be written: in URLs, in JSON of Go and of Python, in hex,
    and in base64 wherever it stands.

    >>> sorted(spellings("a+b"))
    ['612b62', 'ErY', 'YSti', 'a%2Bb', 'a+b', 'hK2']
    """
    go = json.dumps(secret)[1:-1]
    for letter in "&<>":
        go = go.replace(letter, f"\\u{ord(letter):04x}")
    found = {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], go, repr(secret)[1:-1]}
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + secret.encode()).decode()
        part = whole[-(-before * 8 // 6) : (before + len(secret.encode())) * 8 // 6]
        found |= {part, part.translate(str.maketrans("+/", "-_"))}
    return {*found, secret.encode().hex()}


_KEPT = ("content-type", "x-wix-request-id", "retry-after")


def _secrets_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[name] for name in ("access_token", "client_secret") if name in value)
        value = [*value.values()]
    if isinstance(value, list):
        for part in value:
            yield from _secrets_in(part)
    elif isinstance(value, str):
        yield from parse_qs(urlsplit(value).query).get("signature", [])


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _betrayal(request: str, body: bytes) -> bytes:
    said = f"{request} {body.decode(errors='replace')}"
    error = {"applicationError": {"code": "ODD", "description": said}}
    return json.dumps({"message": said, "details": error}).encode()
