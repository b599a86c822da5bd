"""Both clients on record. `python -m tests.wire.record` writes tests/wire/exchanges anew.

The answers in the files stay: they are what the clients are given.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.client.wix import SITE, Wix, ok
from tests.fake_clock import FakeClock
from tests.wire import exchange
from tests.wire.intents import AS_APP, INTENTS
from tests.wire.official import prepare
from wix_data_provider.client import OAuthAuth, SiteClient

if TYPE_CHECKING:
    import httpx

    from tests.wire.exchange import Request
    from tests.wire.official import Official


async def record_ours(name: str, answers: list[Any]) -> list[Request]:
    """What our client sends, given these answers."""
    clock = FakeClock()
    wix = Wix(clock)
    wix.will(*map(ok, answers))
    auth = OAuthAuth("an-app", "a-secret", SITE, clock) if name in AS_APP else None
    async with clock.running():
        await (INTENTS | AS_APP)[name](SiteClient(wix.transport(auth), SITE))
    return [_request(one) for one in wix.requests]


def record_official(official: Official) -> dict[str, list[Request]]:
    """What the official client sends, given the answers of all exchanges."""
    answers = {name: exchange.load(name).answers for name in exchange.names()}
    recorded = official.run("record.mjs", stdin=json.dumps(answers))
    return {name: [exchange.request(**one) for one in sent] for name, sent in recorded.items()}


def _request(sent: httpx.Request) -> Request:
    return exchange.request(
        sent.method,
        sent.url.raw_path.decode().partition("?")[0],
        sent.url.params.multi_items(),
        sent.headers,
        json.loads(sent.content) if sent.content else None,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        official = record_official(prepare(Path(folder)))
    for name in exchange.names():
        answers = exchange.load(name).answers
        ours = asyncio.run(record_ours(name, answers))
        exchange.save(name, exchange.Exchange(answers, official[name], ours))


if __name__ == "__main__":
    main()
