"""Services of this machine: a port for one, and what one answers over HTTP."""

from __future__ import annotations

import json
import socket
import urllib.request
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "127.0.0.1"

# Loopback is never behind a proxy, whatever the environment says.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def unused_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def body_of(request: urllib.request.Request, *, limit_s: float) -> bytes:
    """The bytes of an answer.

    Raises: OSError where nobody answers in time, or refuses.
    """
    with _opener.open(request, timeout=limit_s) as answer:
        body: bytes = answer.read()
        return body


def ask(
    method: str,
    url: str,
    body: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    limit_s: float,
) -> Any:
    """The JSON of an answer.

    Raises: OSError where nobody answers in time, or refuses.
    """
    request = urllib.request.Request(  # noqa: S310 - the URL is loopback's
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **(headers or {})},
    )
    return json.loads(body_of(request, limit_s=limit_s))
