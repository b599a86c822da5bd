"""adapters/settings.py: the provider's arguments, from either kind of provider."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.adapters.settings import ProviderArgs, settings_of, split
from wix_data_provider.config import ENVIRONMENT
from wix_data_provider.lifecycle.fields import properties
from wix_data_provider.lifecycle.values import UNKNOWN, Secret


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({"requestsPerMinute": "120"}, {"requestsPerMinute": 120}),  # a default provider
        ({"requestsPerMinute": 120}, {"requestsPerMinute": 120}),  # an explicit one
        ({"requestsPerMinute": "many"}, {"requestsPerMinute": "many"}),
        ({"apiKey": "123"}, {"apiKey": "123"}),  # a key of digits stays a text
        ({"apiKey": Secret("k")}, {"apiKey": Secret("k")}),
        ({"version": "0.1.0", "pluginDownloadURL": "x", "__internal": {}}, {}),
    ],
)
def test_settings_of(given: dict[str, Any], meant: dict[str, Any]) -> None:
    settings = settings_of(given)
    assert settings == meant
    assert [type(value) for value in settings.values()] == [type(v) for v in meant.values()]


def test_split_tells_known_from_unknown() -> None:
    given = {"apiKey": Secret("k"), "siteId": UNKNOWN, "appSecret": Secret(UNKNOWN), "appId": "a"}
    assert split(given) == ({"apiKey": "k", "appId": "a"}, frozenset({"siteId", "appSecret"}))


def test_everything_but_the_rate_can_come_from_the_environment() -> None:
    names = {prop.name for prop in properties(ProviderArgs)}
    assert names - ENVIRONMENT.keys() == {"requestsPerMinute"}
    for prop in properties(ProviderArgs):
        if prop.name in ENVIRONMENT:
            assert f"`{ENVIRONMENT[prop.name]}`" in prop.description
