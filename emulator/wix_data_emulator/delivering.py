"""Events go out in the background: no request ever waits for whoever is told."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import httpx

from wix_data_emulator.signing import sign
from wix_data_emulator.webhooks import due_deliveries, settle_deliveries

if TYPE_CHECKING:
    from wix_data_emulator.webhooks import Delivery
    from wix_data_emulator.world import World

ANSWER_S = 1.25
"""How long a receiver may take to answer 200. Source: docs/wix-api.md, "Webhooks"."""
TICK_S = 0.1
OK = 200
log = logging.getLogger(__name__)


async def deliver_forever(world: World) -> None:
    """Deliver what is due, again where it was not confirmed."""
    async with httpx.AsyncClient(timeout=None, trust_env=False) as http:  # noqa: S113 - below
        while True:
            try:
                busy = await _deliver_some(world, http)
            except Exception:
                log.exception("webhooks failed")
                busy = False
            await asyncio.sleep(0 if busy else TICK_S)


async def _deliver_some(world: World, http: httpx.AsyncClient) -> bool:
    """One round; whether there was anything to deliver."""
    due = await world.run(lambda: due_deliveries(world.store.db, world.clock.now_ms()))
    if not due:
        return False
    key = await world.run(world.webhook_key)
    confirmed = await asyncio.gather(*(_deliver(http, delivery, key) for delivery in due))
    tried = list(zip(due, confirmed, strict=True))
    await world.run(lambda: settle_deliveries(world.store.db, tried, world.clock.now_ms()))
    return True


async def _deliver(http: httpx.AsyncClient, delivery: Delivery, key: str) -> bool:
    """Whether the receiver answered 200 in time."""
    body = sign(delivery.event, key)
    try:
        sending = http.post(delivery.url, content=body, headers={"Content-Type": "text/plain"})
        answer = await asyncio.wait_for(sending, ANSWER_S)
    except (httpx.HTTPError, httpx.InvalidURL, asyncio.TimeoutError, ValueError):
        return False  # nobody there, too late, or no host of that name
    return answer.status_code == OK
