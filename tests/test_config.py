"""config.py: provider configuration, from programs, stacks and the environment."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.config import (
    REAL_API,
    ApiKey,
    Config,
    OAuthApp,
    is_guid,
    problems,
    resolve,
)
from wix_data_provider.errors import ConfigError

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
OTHER = "11111111-2222-4333-8444-555555555555"
APP = {"appId": "app", "appSecret": "s3cret", "instanceId": OTHER}
APP_VARIABLES = {"WIX_APP_ID": "app", "WIX_APP_SECRET": "s3cret", "WIX_INSTANCE_ID": OTHER}


def test_defaults() -> None:
    config = resolve({}, {})
    assert config == Config()
    assert (config.endpoint, config.requests_per_minute) == (REAL_API, 200)


def test_everything_from_the_program() -> None:
    given = {
        "apiKey": "key",
        "siteId": SITE.upper(),
        "accountId": OTHER.upper(),
        "endpoint": "HTTPS://wix.example.com/",
        "requestsPerMinute": 20,
    }
    assert resolve(given, {}) == Config(
        credentials=ApiKey("key"),
        site_id=SITE,
        account_id=OTHER,
        endpoint="https://wix.example.com",
        requests_per_minute=20,
    )


def test_everything_from_the_environment() -> None:
    environment = {
        "WIX_API_KEY": " key\n",
        "WIX_SITE_ID": SITE,
        "WIX_ACCOUNT_ID": OTHER,
        "WIX_API_URL": "http://127.0.0.1:8765",
    }
    assert resolve({}, environment) == Config(
        credentials=ApiKey("key"),
        site_id=SITE,
        account_id=OTHER,
        endpoint="http://127.0.0.1:8765",
    )
    assert resolve({}, APP_VARIABLES).credentials == OAuthApp("app", "s3cret", OTHER)


SIGNING_IN: dict[str, tuple[dict[str, Any], dict[str, str], ApiKey | OAuthApp | None]] = {
    "program over environment": ({"apiKey": "a"}, {"WIX_API_KEY": "b"}, ApiKey("a")),
    "key of the program, app of the environment": ({"apiKey": "a"}, APP_VARIABLES, ApiKey("a")),
    "app of the program, key of the environment": (
        APP,
        {"WIX_API_KEY": "b"},
        OAuthApp("app", "s3cret", OTHER),
    ),
    "app of both": (
        {"appId": "mine"},
        APP_VARIABLES,
        OAuthApp("mine", "s3cret", OTHER),
    ),
    "an empty variable is none": (
        {},
        {"WIX_API_KEY": "  ", **APP_VARIABLES},
        OAuthApp("app", "s3cret", OTHER),
    ),
}


@pytest.mark.parametrize(
    ("given", "environment", "credentials"), SIGNING_IN.values(), ids=SIGNING_IN.keys()
)
def test_the_two_ways_of_signing_in_are_never_mixed(
    given: dict[str, Any], environment: dict[str, str], credentials: ApiKey | OAuthApp | None
) -> None:
    assert resolve(given, environment).credentials == credentials


WRONG: dict[str, tuple[dict[str, Any], dict[str, str], str]] = {
    "site": ({"siteId": "my-site"}, {}, "`siteId` must be a GUID such as 8a3c.*, not 'my-site'"),
    "account": ({"accountId": ""}, {}, "`accountId` must be a GUID"),
    "an empty site": ({"siteId": ""}, {"WIX_SITE_ID": SITE}, "`siteId` must be a GUID"),
    "a variable is named": ({}, {"WIX_SITE_ID": "x"}, "WIX_SITE_ID: `siteId` must be a GUID"),
    "plain http": ({"endpoint": "http://wix.com"}, {}, "credentials would travel in clear"),
    "not a URL": ({"endpoint": "wix.com"}, {}, "`endpoint` must be an https URL"),
    "a broken URL": ({"endpoint": "https://[::"}, {}, "`endpoint` must be an https URL"),
    "a host that only looks local": ({"endpoint": "http://127.0.0.1.evil.com"}, {}, "in clear"),
    "a user in the URL": ({"endpoint": "http://localhost@evil.com"}, {}, "in clear"),
    "no requests": ({"requestsPerMinute": 0}, {}, "`requestsPerMinute` must be at least 1"),
    "key and app": ({"apiKey": "a", **APP}, {}, "either `apiKey` or an OAuth app"),
    "key and app in variables": (
        {},
        {"WIX_API_KEY": "a", **APP_VARIABLES},
        "WIX_API_KEY: give either `apiKey` or an OAuth app",
    ),
    "half an app": ({"appId": "a"}, {}, "missing: appSecret, instanceId"),
}


@pytest.mark.parametrize(("given", "environment", "words"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_in_a_sentence(
    given: dict[str, Any], environment: dict[str, str], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        resolve(given, environment)


@pytest.mark.parametrize(
    "endpoint",
    ["https://wix.example.com", "http://127.0.0.1:8765", "http://localhost", "http://[::1]:9/"],
)
def test_a_good_endpoint(endpoint: str) -> None:
    assert problems({"endpoint": endpoint}) == {}


@pytest.mark.parametrize("variable", ["WIX_SITE_ID", "WIX_INSTANCE_ID", "WIX_API_URL"])
@pytest.mark.parametrize("key", ["IST.a1b2c3", "a1b2c3" * 8])
def test_a_key_in_the_wrong_variable_is_not_shown(variable: str, key: str) -> None:
    with pytest.raises(ConfigError, match=f"not a text of {len(key)} characters") as error:
        resolve({}, {variable: key, "WIX_API_KEY": SITE})
    assert "a1b2" not in str(error.value)


def test_every_problem_is_told_at_once() -> None:
    found = problems({"siteId": "x", "endpoint": "y", "requestsPerMinute": -1})
    assert set(found) == {"siteId", "endpoint", "requestsPerMinute"}


def test_without_credentials_the_ways_to_give_them_are_told() -> None:
    with pytest.raises(ConfigError, match="set WIX_API_KEY, or `pulumi config set --secret"):
        resolve({"siteId": SITE}, {}).require_credentials()


@pytest.mark.parametrize("name", ["apiKey", "appId", "appSecret", "instanceId"])
def test_credentials_that_are_not_known_yet_are_not_replaced_by_others(name: str) -> None:
    rest = {key: value for key, value in APP.items() if key != name} if name in APP else {}
    environment = {"WIX_API_KEY": "b"} if name in APP else APP_VARIABLES
    config = resolve(rest, environment, frozenset({name}))
    assert config.credentials is None
    with pytest.raises(ConfigError, match="not known yet"):
        config.require_credentials()


def test_no_secret_is_in_a_repr() -> None:
    key = resolve({"apiKey": "hunter2"}, {})
    app = resolve({**APP, "appSecret": "hunter2"}, {})
    assert "hunter2" not in repr((key, app, key.credentials, app.credentials))


@pytest.mark.parametrize(
    "text", ["", "x", SITE + "0", f" {SITE}", f"{SITE}\n", SITE.replace("-", "")]
)
def test_what_is_no_guid(text: str) -> None:
    assert not is_guid(text)
    assert is_guid(SITE.upper())
