"""Administration: `/_emulator/…` for tests and scripts."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wix_data_emulator.errors import ValidationError
from wix_data_emulator.faults import read_fault
from wix_data_emulator.fields import Fields
from wix_data_emulator.instants import to_iso
from wix_data_emulator.journal import clear_entries, list_entries
from wix_data_emulator.settings import read_seconds
from wix_data_emulator.wire import read_json_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from wix_data_emulator.world import World

    Handler = Callable[[World, bytes], dict[str, object]]

PREFIX = "/_emulator"
DISTRIBUTION = "pulumi-wix-data"


def routes(world: World) -> list[Route]:
    """Health answers at once; all else takes its turn with the requests of the API."""
    handlers: dict[tuple[str, str], Handler] = {
        ("POST", "reset"): _reset,
        ("GET", "clock"): _show_clock,
        ("POST", "clock"): _advance_clock,
        ("GET", "faults"): _list_faults,
        ("POST", "faults"): _add_faults,
        ("DELETE", "faults"): _clear_faults,
        ("GET", "settings"): _show_settings,
        ("POST", "settings"): _change_settings,
        ("GET", "requests"): _list_requests,
        ("DELETE", "requests"): _clear_requests,
    }
    return [
        Route(f"{PREFIX}/health", _health, methods=["GET"]),
        *(
            admin_route(world, method, f"{PREFIX}/{name}", handle)
            for (method, name), handle in handlers.items()
        ),
    ]


def admin_route(world: World, method: str, path: str, handle: Handler) -> Route:
    """A route whose handler is given the body, inside a transaction."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        return JSONResponse(await world.run(lambda: handle(world, body)))

    return Route(path, endpoint, methods=[method])


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok", "version": emulator_version()})


def emulator_version() -> str:
    """The version of the distribution."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"


def _reset(world: World, body: bytes) -> dict[str, object]:
    """Everything, or the site of `{"siteId"}`."""
    site = Fields(read_json_object(body, field="body")).guid("siteId")
    if site is None:
        world.reset()
    else:
        world.reset_site(site)
    return {}


def _show_clock(world: World, _body: bytes) -> dict[str, object]:
    return {"now": to_iso(world.clock.now_ms())}


def _advance_clock(world: World, body: bytes) -> dict[str, object]:
    """`{"advanceSeconds": 900}`; time never goes back."""
    given = Fields(read_json_object(body, field="body"))
    world.advance_clock(read_seconds(given, "advanceSeconds", 0.0))
    return _show_clock(world, b"")


def _list_faults(world: World, _body: bytes) -> dict[str, object]:
    return {"faults": [fault.to_json() for fault in world.faults.list()]}


def _add_faults(world: World, body: bytes) -> dict[str, object]:
    """A list of faults, behind those still waiting."""
    world.faults.add([read_fault(entry) for entry in _read_list(body)])
    return _list_faults(world, b"")


def _clear_faults(world: World, _body: bytes) -> dict[str, object]:
    world.faults.clear()
    return {}


def _show_settings(world: World, _body: bytes) -> dict[str, object]:
    return world.settings.to_json()


def _change_settings(world: World, body: bytes) -> dict[str, object]:
    """Those named are replaced."""
    world.change_settings(read_json_object(body, field="body"))
    return world.settings.to_json()


def _list_requests(world: World, _body: bytes) -> dict[str, object]:
    return {"requests": [entry.to_json() for entry in list_entries(world.store.db)]}


def _clear_requests(world: World, _body: bytes) -> dict[str, object]:
    clear_entries(world.store.db)
    return {}


def _read_list(body: bytes) -> list[Fields]:
    try:
        faults = json.loads(body)
    except ValueError as error:
        raise ValidationError("body", "is not JSON", rule="INVALID_JSON") from error
    if not isinstance(faults, list):
        raise ValidationError("body", "must be a list of faults")
    return Fields({"faults": faults}).children("faults", most=1000)
