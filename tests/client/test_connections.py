"""client/connections.py and the examples in the docstrings of the client."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from wix_data_provider import client
from wix_data_provider.client.connections import on_loopback, shown

MODULES = [f"{client.__name__}.{one.name}" for one in pkgutil.iter_modules(client.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(
    "url", ["https://localhost.evil.test/", "https://127.0.0.1@evil.test/", "https://10.0.0.1/"]
)
def test_only_this_machine_is_loopback(url: str) -> None:
    assert not on_loopback(url)


def test_user_query_and_fragment_are_not_shown() -> None:
    assert shown("https://me:pw@a.test/b?c=d#e") == "https://a.test/b"
