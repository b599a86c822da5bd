"""resources/site.py: the site that a resource acts on, and its ID."""

from __future__ import annotations

import pytest

from wix_data_provider.config import ApiKey, Config, OAuthApp
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.codec import decode
from wix_data_provider.lifecycle.values import UNKNOWN
from wix_data_provider.resources.site import SiteInputs, check_site, parse_id, resource_id

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
OTHER = "11111111-2222-4333-8444-555555555555"
ID = "99999999-2222-4333-8444-555555555555"
KEY = Config(credentials=ApiKey("k"), site_id=SITE)
APP = Config(credentials=OAuthApp("a", "s", "i"), site_id=SITE)
NOWHERE = Config(credentials=ApiKey("k"))
LATER = Config(credentials=ApiKey("k"), pending=frozenset({"siteId"}))


def inputs(site_id: object) -> SiteInputs:
    typed, _ = decode(SiteInputs, {"siteId": site_id})
    assert typed is not None
    return typed


@pytest.mark.parametrize(
    ("config", "given", "effective"),
    [
        (KEY, None, SITE),
        (KEY, OTHER, OTHER),
        (KEY, OTHER.upper(), OTHER),
        (NOWHERE, OTHER, OTHER),
        (APP, None, SITE),
        (APP, SITE.upper(), SITE),
        (LATER, None, UNKNOWN),
        (LATER, OTHER, OTHER),
    ],
)
def test_the_effective_site_is_written_into_the_inputs(
    config: Config, given: str | None, effective: object
) -> None:
    checked = check_site(inputs(given), config)
    assert (dict(checked.effective), list(checked.problems)) == ({"siteId": effective}, [])


def test_a_site_that_is_not_known_yet_stays_unknown() -> None:
    checked = check_site(inputs(UNKNOWN), KEY)
    assert (dict(checked.effective), list(checked.problems)) == ({}, [])
    with pytest.raises(ConfigError, match="not known yet"):
        _ = inputs(UNKNOWN).site


@pytest.mark.parametrize(
    ("config", "given", "words"),
    [
        (NOWHERE, None, "there is no site to act on: set `siteId` here"),
        (KEY, "my-site", "must be the GUID of a site, not 'my-site'"),
        (KEY, "", "must be the GUID of a site, not ''"),
        (APP, OTHER, f"the provider's OAuth app acts on {SITE} only"),
        (APP.evolve(site_id=None), OTHER, "say which one it is, with the provider's `siteId`"),
    ],
)
def test_what_is_wrong_with_a_site(config: Config, given: str | None, words: str) -> None:
    [problem] = check_site(inputs(given), config).problems
    assert problem.property == "siteId"
    assert words in problem.reason


@pytest.mark.parametrize(
    ("text", "config", "site"),
    [
        (f"{SITE}/{ID}", NOWHERE, SITE),
        (f"{OTHER.upper()}/{ID.upper()}", KEY, OTHER),
        (ID, KEY, SITE),
    ],
)
def test_parse_id(text: str, config: Config, site: str) -> None:
    assert parse_id(text, config) == (site, ID)
    assert parse_id(resource_id(site, ID), config) == (site, ID)


def test_an_empty_site_is_not_the_providers() -> None:
    with pytest.raises(ConfigError, match="give <siteId>/<id at Wix>"):
        parse_id(f"/{ID}", KEY)


@pytest.mark.parametrize("text", [ID, "x", f"x/{ID}", f"{SITE}/x", f"{SITE}/{ID}/{ID}", ""])
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(ConfigError, match="give <siteId>/<id at Wix>"):
        parse_id(text, NOWHERE)
