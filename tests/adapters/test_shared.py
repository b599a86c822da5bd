"""adapters/shared.py: one session for the whole process."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from wix_data_provider.adapters.shared import Shared, configured, seconds
from wix_data_provider.config import ApiKey
from wix_data_provider.errors import ConfigError

if TYPE_CHECKING:
    from wix_data_provider.lifecycle.provider import Call, Provider

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"


def test_the_stack_wins_over_the_environment() -> None:
    config = configured(
        {"siteId": SITE, "requestsPerMinute": "120"}, {"WIX_API_KEY": "k", "WIX_SITE_ID": "other"}
    )
    assert config.site_id == SITE
    assert config.credentials == ApiKey("k")
    assert config.requests_per_minute == 120


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"siteId": "my-site"}, "`siteId` must be a GUID"),
        ({"requestsPerMinute": "many"}, "`requestsPerMinute` must be a whole number"),
    ],
)
def test_a_wrong_setting_is_said_to_every_call(settings: dict[str, str], says: str) -> None:
    shared = Shared(settings)

    async def ask(provider: Provider, call: Call) -> None:
        raise AssertionError("asked without a configuration")

    for _ in range(2):
        with pytest.raises(ConfigError, match=says):
            shared.answer("wix-data:index:Backup", "urn:a", None, ask)
    shared.close()


def test_every_thread_gets_the_same_session_and_its_own_call() -> None:
    shared = Shared({"siteId": SITE, "apiKey": "k"})
    seen: list[tuple[Any, str, float]] = []

    async def ask(provider: Provider, call: Call) -> None:
        seen.append((provider.session, call.urn, call.timeout))

    threads = [
        threading.Thread(target=shared.answer, args=("t", f"urn:{n}", f"{n}m", ask))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    assert len({id(session) for session, _, _ in seen}) == 1
    assert sorted((urn, timeout) for _, urn, timeout in seen) == [
        (f"urn:{n}", n * 60) for n in range(8)
    ]


@pytest.mark.parametrize(
    ("duration", "meant"), [("", 0), ("90s", 90), ("2m", 120), ("1h30m", 5400), ("1500ms", 1.5)]
)
def test_timeouts_are_read_as_the_engine_reads_them(duration: str, meant: float) -> None:
    assert seconds(duration) == meant
