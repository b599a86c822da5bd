"""Who is asking: an API key, or an OAuth app installed on one site.

Secrets stay in here: they leave only as headers, and `hide` takes them out of any text.
Source: https://dev.wix.com/docs/rest/articles/get-started/authenticate
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from wix_data_provider.clock import SystemClock
from wix_data_provider.deadline import LOOK_S, held
from wix_data_provider.errors import ConfigError, ProtocolError, TransportError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from wix_data_provider.clock import Clock

    AskToken = Callable[[dict[str, str]], Awaitable[dict[str, Any]]]
    """Sends the body to POST TOKEN_PATH, without credentials."""

TOKEN_PATH = "/oauth2/token"  # noqa: S105 - a path
TOKEN_LIVES_S = 14_400.0
"""Four hours, where the answer does not say.

Source: https://dev.wix.com/docs/api-reference/app-management/oauth-2/create-access-token
"""
RENEW_BEFORE_S = 60.0
"""A token is renewed this long before its end: a queued request must still arrive in time."""
HIDDEN = "[hidden]"
SHORTEST_SECRET = 8
"""Wix's have dozens of letters."""


class Auth(Protocol):
    """What the transport needs to know of credentials."""

    @property
    def settings(self) -> str:
        """The settings a user would check, in words."""

    async def headers(self, site_id: str, ask_token: AskToken) -> dict[str, str]:
        """Headers that authenticate one request to a site."""

    def renew(self, used: Mapping[str, str]) -> bool:
        """Take note that Wix refused these headers; True if others may be tried now."""

    def hide(self, text: str) -> str:
        """The text without any secret."""


class ApiKeyAuth:
    """An API key of the account that owns the site.

    Raises ConfigError for a key that cannot stand in a header.
    """

    settings = "apiKey (WIX_API_KEY)"

    def __init__(self, api_key: str) -> None:
        self._key = _fit_for_header("apiKey", api_key)

    async def headers(self, site_id: str, ask_token: AskToken) -> dict[str, str]:  # noqa: ARG002
        return {"Authorization": self._key, "wix-site-id": site_id}

    def renew(self, used: Mapping[str, str]) -> bool:  # noqa: ARG002
        return False

    def hide(self, text: str) -> str:
        return _without(self._key, text)


class OAuthAuth:
    """An OAuth app: its instance fixes the site, so no site header goes along.

    One token serves every request until shortly before it ends.
    """

    settings = "appId, appSecret and instanceId (WIX_APP_ID, WIX_APP_SECRET, WIX_INSTANCE_ID)"

    def __init__(
        self, app_id: str, app_secret: str, instance_id: str, clock: Clock | None = None
    ) -> None:
        self._app_id = app_id
        self._secret = _fit_for_header("appSecret", app_secret)
        self._instance_id = instance_id
        self._clock = clock or SystemClock()
        self._one_at_a_time = asyncio.Lock()
        self._token: str | None = None
        self._ends = 0.0

    async def headers(self, site_id: str, ask_token: AskToken) -> dict[str, str]:  # noqa: ARG002
        if not self._has_token():
            async with held(self._one_at_a_time, self._clock, _no_token, grace_s=LOOK_S):
                if not self._has_token():
                    await self._fetch(ask_token)
        return {"Authorization": str(self._token)}

    def renew(self, used: Mapping[str, str]) -> bool:
        if used.get("Authorization") == self._token:
            self._ends = 0.0
        return True

    def hide(self, text: str) -> str:
        for secret in filter(None, (self._secret, self._token)):
            text = _without(secret, text)
        return text

    def _has_token(self) -> bool:
        return self._token is not None and self._clock.now() < self._ends

    async def _fetch(self, ask_token: AskToken) -> None:
        asked = self._clock.now()
        answer = await ask_token(
            {
                "grant_type": "client_credentials",
                "client_id": self._app_id,
                "client_secret": self._secret,
                "instance_id": self._instance_id,
            }
        )
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise ProtocolError("the token that Wix issued for the OAuth app has no access_token")
        lives_s = _seconds(answer.get("expires_in"))
        self._token = token
        self._ends = asked + max(lives_s - RENEW_BEFORE_S, lives_s / 2)


def _no_token() -> TransportError:
    words = (
        "no access token came while there was time (customTimeouts): another request still asks "
        "Wix for it; run it again later"
    )
    return TransportError(words, sent=False)


def _without(secret: str, text: str) -> str:
    """
    >>> _without('key"a/bc', r'as it is key"a/bc, in JSON key\"a/bc, in a URL key%22a%2Fbc')
    'as it is [hidden], in JSON [hidden], in a URL [hidden]'
    """
    if len(secret) < SHORTEST_SECRET:
        return text  # a word that the emulator takes for a key, such as `any`
    for spelt in (json.dumps(secret)[1:-1], quote(secret, safe=""), quote(secret), secret):
        text = text.replace(spelt, HIDDEN)
    return text


def _seconds(value: object) -> float:
    """A duration as Wix sends it, number or digits."""
    try:
        return float(str(value))
    except ValueError:
        return TOKEN_LIVES_S


def _fit_for_header(setting: str, secret: str) -> str:
    if not secret:
        raise ConfigError(f"{setting} is empty; set it in the provider's configuration")
    if not (secret.isascii() and secret.isprintable() and secret == secret.strip()):
        raise ConfigError(
            f"{setting} has a line break, a space at an end or another character that no secret "
            "of Wix has; copy it again"
        )
    return secret
