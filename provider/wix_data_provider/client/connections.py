"""Connections: the httpx clients of the provider, and httpx's errors in our words."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import httpx

TIMEOUT = httpx.Timeout(30.0, connect=10.0, pool=60.0)
TRANSFER_TIMEOUT = httpx.Timeout(120.0, connect=10.0)
"""Of a file: each block, and the answer once the last block is there."""

KEPT_ALIVE_S = 3.0
"""An idle connection is given up before servers do (5 s is common): a POST that meets a closing
connection has an unknown outcome."""


def open_client(url: str, timeout: httpx.Timeout) -> httpx.AsyncClient:
    """A client without any credentials. On loopback no proxy comes between. Connections have no
    bound in number: what httpx closes as surplus may just have been given a POST."""
    return httpx.AsyncClient(
        timeout=timeout,
        trust_env=not on_loopback(url),
        verify=urlsplit(url).scheme != "http",  # which needs no (slow) TLS context
        limits=httpx.Limits(keepalive_expiry=KEPT_ALIVE_S),
    )


def open_blocking(url: str, timeout: httpx.Timeout) -> httpx.Client:
    """The same for one file, in a thread of its own. It follows redirects (to https, too), each
    over a connection of its own: the one that told of it may be closing."""
    return httpx.Client(
        timeout=timeout,
        follow_redirects=True,
        trust_env=not on_loopback(url),
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def on_loopback(url: str) -> bool:
    """Does the URL stay on this machine?

    >>> [on_loopback(u) for u in ("http://127.0.0.1:8765/x", "http://[::1]/", "http://localhost")]
    [True, True, True]
    >>> on_loopback("http://127.0.0.1.example.com/")
    False
    """
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_web_address(url: str) -> bool:
    """Is it an absolute http(s) URL with a host?

    >>> [is_web_address(u) for u in ("https://a.b/c", "ftp://a.b/c", "http://[", "a.csv")]
    [True, False, False, False]
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def shown(url: str) -> str:
    """The URL as a message may show it: its query and user may be secret.

    >>> shown("https://me:secret@example.com:8443/a.csv?sig=abc#x")
    'https://example.com:8443/a.csv'
    """
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
