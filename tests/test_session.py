"""session.py: one client and its pollers for each site, once per process."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import httpx
import pytest

from wix_data_provider.client.transport import Transport
from wix_data_provider.config import ApiKey, Config, OAuthApp
from wix_data_provider.deadline import DEADLINE
from wix_data_provider.errors import ConfigError, RateLimited
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
OTHER = "11111111-2222-4333-8444-555555555555"
KEY = Config(credentials=ApiKey("hunter2"), endpoint="http://127.0.0.1:9")
APP = Config(credentials=OAuthApp("app", "hunter2", OTHER), endpoint="http://127.0.0.1:9")


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """Every request; the site has nothing."""
    requests: list[httpx.Request] = []

    async def handle(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        requests.append(request)
        body = {"access_token": "t0ken", "backups": [], "jobs": [], "pagingMetadata": {}}
        return httpx.Response(200, json=body)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle)
    return requests


async def test_a_site_is_opened_once(clock: FakeClock) -> None:
    session = Session(KEY, clock=clock)
    assert session.site(SITE) is session.site(SITE)
    assert session.site(SITE) is not session.site(OTHER)
    assert session.site(OTHER).id == OTHER


async def test_all_sites_share_one_transport(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    opened = Transport.__init__

    def counted(self: Transport, endpoint: str, *args: object, **named: object) -> None:
        made.append(endpoint)
        opened(self, endpoint, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Transport, "__init__", counted)
    session = Session(KEY, clock=clock)
    session.site(SITE)
    session.site(OTHER)
    assert made == [KEY.endpoint]


async def test_a_look_that_fails_when_nobody_waits_for_it_any_more_says_nothing(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = asyncio.Event()

    async def refuse(*_: object) -> httpx.Response:
        await refused.wait()
        return httpx.Response(403, json={})

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", refuse)
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: complaints.append(context["message"])
    )
    asking = asyncio.ensure_future(Session(KEY, clock=clock).site(SITE).collection("products"))
    for _ in range(20):
        await asyncio.sleep(0)
    asking.cancel()
    refused.set()
    for _ in range(20):
        await asyncio.sleep(0)
    assert asking.cancelled()
    del asking  # and with it, all that it holds: asyncio complains when the look goes
    gc.collect()
    assert complaints == []


async def test_each_who_looks_at_a_collection_waits_until_its_own_deadline(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> httpx.Response:
        return httpx.Response(429, headers={"Retry-After": "30"}, json={})

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", busy)
    site = Session(KEY, clock=clock).site(SITE)

    async def look(limit_s: float) -> float:
        DEADLINE.set(limit_s)
        with pytest.raises(RateLimited, match="no time is left to try again"):
            await site.collection("products")
        return clock.now()

    async with clock.running():
        assert [*await asyncio.gather(look(60), look(600))] == [60, 600]


async def test_an_api_key_signs_for_the_site(
    clock: FakeClock, received: list[httpx.Request]
) -> None:
    await Session(KEY, clock=clock).site(SITE).client.backups.backups_by_id(["b"])
    [request] = received
    assert request.url.host == "127.0.0.1"
    assert request.headers["Authorization"] == "hunter2"
    assert request.headers["wix-site-id"] == SITE


async def test_an_oauth_app_signs_with_a_token(
    clock: FakeClock, received: list[httpx.Request]
) -> None:
    site = Session(APP, clock=clock).site(SITE)
    await site.client.backups.backups_by_id(["b"])
    await site.client.jobs.jobs_by_id(["j"])
    assert [request.url.path for request in received] == [
        "/oauth2/token",
        "/wix-data/v2/backups",
        "/data-mover/v1/jobs/query",
    ]
    assert received[1].headers["Authorization"] == "t0ken"
    assert "wix-site-id" not in received[1].headers


async def test_requests_per_minute_is_the_budget_of_each_site(
    clock: FakeClock, received: list[httpx.Request]
) -> None:
    session = Session(KEY.evolve(requests_per_minute=2), clock=clock)
    async with clock.running():
        for _ in range(2):
            await session.site(SITE).client.backups.backups_by_id(["b"])
            await session.site(OTHER).client.backups.backups_by_id(["b"])
        assert clock.now() == 0
        await session.site(SITE).client.backups.backups_by_id(["b"])
        assert clock.now() == 60


async def test_without_credentials_no_site_opens(clock: FakeClock) -> None:
    with pytest.raises(ConfigError, match="no credentials for Wix"):
        Session(Config(), clock=clock).site(SITE)


async def test_the_debug_log_has_each_request_and_no_secret(
    clock: FakeClock, received: list[httpx.Request]
) -> None:
    lines: list[str] = []
    session = Session(APP, clock=clock, log=lines.append)
    await session.site(SITE).client.backups.backups_by_id(["b"])
    assert len(lines) == len(received) == 2
    assert not any(secret in " ".join(lines) for secret in ("hunter2", "t0ken"))


def test_the_newest_inputs_of_a_resource_are_remembered(clock: FakeClock) -> None:
    session = Session(KEY, clock=clock)
    session.shown("urn:a", 1)
    session.shown("urn:a", 2)
    assert (session.newest("urn:a"), session.newest("urn:b")) == (2, None)


def test_the_inputs_of_what_is_due_are_the_newest(clock: FakeClock) -> None:
    session = Session(KEY, clock=clock)
    for urn, inputs in (("urn:a", 1), ("urn:b", 2), ("urn:a", 3)):
        session.shown(urn, inputs)
    session.due |= {"urn:a", "urn:never shown"}
    assert session.due_inputs() == {"urn:a": 3}


async def test_closing_is_fine_whether_or_not_a_site_was_opened(
    clock: FakeClock, received: list[httpx.Request]
) -> None:
    session = Session(KEY, clock=clock)
    await session.aclose()
    await session.site(SITE).client.backups.backups_by_id(["b"])
    await session.aclose()
