"""client/auth.py: API keys and OAuth apps."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from tests.client.wix import SITE, ok, refused
from wix_data_provider.client import ApiKeyAuth, OAuthAuth
from wix_data_provider.deadline import until
from wix_data_provider.errors import (
    ConfigError,
    ProtocolError,
    TransportError,
    Unauthenticated,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from tests.client.wix import Wix
    from wix_data_provider.client import Transport

pytestmark = pytest.mark.anyio

SECRET = "app-secret-1"
PATH = "/wix-data/v2/backups"


def oauth(wix: Wix) -> Transport:
    return wix.transport(OAuthAuth("app-1", SECRET, "inst-1", wix.clock))


async def ask(transport: Transport) -> None:
    await transport.request("GET", PATH, site_id=SITE, idempotent=False)


def serve(wix: Wix, expires_in: object = 14400) -> Callable[[], None]:
    """Wix as it is with tokens; the result makes the present one invalid."""
    issued = 0
    revoked = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal issued
        if request.url.path == "/oauth2/token":
            issued += 1
            return ok({"access_token": f"token-{issued}", "expires_in": expires_in})
        number = int(request.headers["Authorization"].removeprefix("token-"))
        return refused(401, "UNAUTHENTICATED") if number <= revoked else ok({})

    def revoke() -> None:
        nonlocal revoked
        revoked = issued

    wix.always = answer
    return revoke


def tokens_asked(wix: Wix) -> int:
    return sum(one.url.path == "/oauth2/token" for one in wix.requests)


async def test_the_token_goes_verbatim_and_without_a_site(wix: Wix) -> None:
    serve(wix)
    await ask(oauth(wix))
    token, request = wix.requests
    assert json.loads(token.content) == {
        "grant_type": "client_credentials",
        "client_id": "app-1",
        "client_secret": SECRET,
        "instance_id": "inst-1",
    }
    assert "Authorization" not in token.headers
    assert request.headers["Authorization"] == "token-1"
    assert "wix-site-id" not in request.headers


async def test_concurrent_requests_share_one_token(wix: Wix) -> None:
    serve(wix)
    transport = oauth(wix)
    await asyncio.gather(*(ask(transport) for _ in range(20)))
    assert tokens_asked(wix) == 1


async def test_a_cancelled_request_does_not_take_the_token_from_the_others(wix: Wix) -> None:
    serve(wix)
    transport = oauth(wix)
    wix.will(refused(503))
    first, second = (asyncio.create_task(ask(transport)) for _ in range(2))
    await wix.clock.sleep(0.5)
    first.cancel()
    await second
    assert first.cancelled()


async def test_a_call_waits_for_the_token_of_another_until_its_own_deadline(wix: Wix) -> None:
    serve(wix)
    transport = oauth(wix)
    wix.will(refused(429, Retry_After="3600"))
    patient = asyncio.create_task(ask(transport))
    await wix.clock.sleep(1)
    with until(60), pytest.raises(TransportError, match="no access token came while there was"):
        await ask(transport)
    assert wix.clock.now() == 60
    await patient
    assert tokens_asked(wix) == 2


@pytest.mark.parametrize("expires_in", [14400, "14400", None])
async def test_a_token_is_renewed_shortly_before_it_expires(wix: Wix, expires_in: object) -> None:
    serve(wix, expires_in)
    transport = oauth(wix)
    await ask(transport)
    await wix.clock.sleep(14_339)
    await ask(transport)
    assert tokens_asked(wix) == 1
    await wix.clock.sleep(2)
    await ask(transport)
    assert tokens_asked(wix) == 2


async def test_a_401_renews_the_token_once_and_repeats_the_request(wix: Wix) -> None:
    revoke = serve(wix)
    transport = oauth(wix)
    await ask(transport)
    revoke()
    await ask(transport)
    assert tokens_asked(wix) == 2
    assert len(wix.requests) == 5


async def test_many_401_at_once_renew_the_token_once(wix: Wix) -> None:
    revoke = serve(wix)
    transport = oauth(wix)
    await ask(transport)
    revoke()
    await asyncio.gather(*(ask(transport) for _ in range(5)))
    assert tokens_asked(wix) == 2
    assert len(wix.requests) == 2 + 5 + 1 + 5


async def test_a_late_401_for_an_old_token_does_not_renew_the_new_one(wix: Wix) -> None:
    auth = OAuthAuth("app-1", SECRET, "inst-1", wix.clock)
    issued = iter(["first", "second", "third"])

    async def ask_token(_body: dict[str, str]) -> dict[str, str]:
        return {"access_token": next(issued)}

    old = await auth.headers(SITE, ask_token)
    assert auth.renew(old)
    new = await auth.headers(SITE, ask_token)
    assert auth.renew(old)
    assert await auth.headers(SITE, ask_token) == new == {"Authorization": "second"}


async def test_a_second_401_is_the_users(wix: Wix) -> None:
    serve(wix)
    wix.will(ok({"access_token": "t"}), refused(401), ok({"access_token": "u"}), refused(401))
    with pytest.raises(Unauthenticated, match="appSecret"):
        await ask(oauth(wix))
    assert tokens_asked(wix) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_refused_app_says_what_to_check_and_no_secret(wix: Wix, status: int) -> None:
    wix.will(refused(status, "invalid_client", f"client {SECRET} unknown"))
    with pytest.raises(Unauthenticated, match="check appId, appSecret and inst") as caught:
        await ask(oauth(wix))
    assert SECRET not in str(caught.value)
    assert len(wix.requests) == 1


async def test_an_answer_without_token_is_not_understood(wix: Wix) -> None:
    wix.will(ok({"expires_in": 1}))
    with pytest.raises(ProtocolError, match="access_token"):
        await ask(oauth(wix))


async def test_a_401_for_a_key_is_final(wix: Wix) -> None:
    wix.will(refused(401))
    with pytest.raises(Unauthenticated):
        await ask(wix.transport())
    assert len(wix.requests) == 1


def test_secrets_are_not_shown() -> None:
    key, app = ApiKeyAuth("the-key"), OAuthAuth("app", "the-secret", "inst")
    assert "the-" not in f"{key!r}{app!r}{key}{app}"


@pytest.mark.parametrize("key", ["", "abc\n", " abc", "a\u2026c", "a\r\nX: y"])
def test_a_key_that_cannot_be_one_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(ConfigError, match="apiKey") as caught:
        ApiKeyAuth(key)
    assert not key or key not in str(caught.value)


def test_a_secret_is_hidden_as_json_and_urls_spell_it_too() -> None:
    key = 'IST."quoted\\/&'
    spelt = f"{key} {json.dumps(key)} {quote(key)} {quote_plus(key)}"
    assert ApiKeyAuth(key).hide(spelt) == '[hidden] "[hidden]" [hidden] [hidden]'


def test_a_word_that_the_emulator_takes_for_a_key_is_no_secret() -> None:
    assert ApiKeyAuth("any").hide("too many requests") == "too many requests"
