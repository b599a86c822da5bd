"""Who is told of events: `/_emulator/webhooks`, in place of the dashboard of Wix apps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wix_data_emulator.admin import PREFIX, admin_route
from wix_data_emulator.announcing import register
from wix_data_emulator.fields import Fields
from wix_data_emulator.signing import public_key_of
from wix_data_emulator.webhooks import clear_webhooks, count_waiting, list_webhooks
from wix_data_emulator.wire import read_json_object

if TYPE_CHECKING:
    from starlette.routing import Route

    from wix_data_emulator.world import World

PATH = f"{PREFIX}/webhooks"
LONGEST_URL = 2048


def routes(world: World) -> list[Route]:
    """POST adds, GET lists, DELETE clears."""
    return [
        admin_route(world, "POST", PATH, _add),
        admin_route(world, "GET", PATH, _list),
        admin_route(world, "DELETE", PATH, _clear),
    ]


def _add(world: World, body: bytes) -> dict[str, object]:
    """`{"url": …}`: it is told what happens from now on."""
    given = Fields(read_json_object(body, field="body"))
    url = given.required_text("url", longest=LONGEST_URL)
    if not _is_web_url(url):
        raise given.refuse("url", "must be an http or https URL", "INVALID_URL")
    register(world.store.db, world.settings, url, world.clock.now_ms())
    return _list(world, b"")


def _list(world: World, _body: bytes) -> dict[str, object]:
    db = world.store.db
    return {
        "webhooks": [{"url": url, "waiting": count_waiting(db, url)} for url in list_webhooks(db)],
        "publicKey": public_key_of(world.webhook_key()),
    }


def _clear(world: World, _body: bytes) -> dict[str, object]:
    clear_webhooks(world.store.db)
    return {}


def _is_web_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
