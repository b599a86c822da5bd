"""client/connections.py and the examples in the docstrings of the client."""

from __future__ import annotations

import asyncio
import doctest
import importlib
import pkgutil
import ssl
from contextlib import suppress
from typing import Any

import pytest

from wix_data_provider import client
from wix_data_provider.client.connections import TIMEOUT, on_loopback, open_client, shown

MODULES = [f"{client.__name__}.{one.name}" for one in pkgutil.iter_modules(client.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(
    "url", ["https://localhost.evil.test/", "https://127.0.0.1@evil.test/", "https://10.0.0.1/"]
)
def test_only_this_machine_is_loopback(url: str) -> None:
    assert not on_loopback(url)


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("https://a.test/", ssl.CERT_REQUIRED),
        ("HTTPS://a.test/", ssl.CERT_REQUIRED),
        ("http://127.0.0.1/", ssl.CERT_NONE),
    ],
)
def test_only_plain_http_goes_without_a_certificate(url: str, mode: ssl.VerifyMode) -> None:
    transport: Any = open_client(url, TIMEOUT)._transport
    assert transport._pool._ssl_context.verify_mode is mode


def test_user_query_and_fragment_are_not_shown() -> None:
    assert shown("https://me:pw@a.test/b?c=d#e") == "https://a.test/b"


@pytest.mark.anyio
async def test_no_connection_is_closed_as_surplus() -> None:
    """One that has just been given a request might be among them."""
    many, opened, came = 50, 0, 0
    rounds = asyncio.Event(), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened, came
        opened += 1
        with suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                all_there = rounds[came // many]
                came += 1
                if came % many == 0:
                    all_there.set()
                await all_there.wait()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with server, open_client(url, TIMEOUT) as client:
        for _ in rounds:
            await asyncio.gather(*(client.get(url) for _ in range(many)))
    assert opened == many
