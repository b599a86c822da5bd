"""The routes of the emulator, as one ASGI application."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wix_data_emulator import (
    admin,
    backup_routes,
    bulk_routes,
    collection_routes,
    console,
    file_routes,
    item_routes,
    job_routes,
    restoration_routes,
    webhook_routes,
)
from wix_data_emulator.auth import authenticate, check_permission, issue_token
from wix_data_emulator.delivering import deliver_forever
from wix_data_emulator.errors import ApiError, RefusedError, ValidationError
from wix_data_emulator.fields import Fields
from wix_data_emulator.gateway import Gateway, note_site
from wix_data_emulator.operations import Answer, Call, Operation
from wix_data_emulator.wire import read_json_object, read_parameters

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request

    from wix_data_emulator.world import World

OPERATIONS: list[Operation] = [
    *restoration_routes.OPERATIONS,
    *backup_routes.OPERATIONS,
    *job_routes.OPERATIONS,
    *collection_routes.OPERATIONS,
    *bulk_routes.OPERATIONS,
    *item_routes.OPERATIONS,
]
log = logging.getLogger(__name__)
HIDDEN = "/wix-data/v1/backups"
"""An older API, internal to Wix. Source: docs/wix-api.md, "On the wire"."""
TICK_S = 0.25
"""How often due work is done when nobody asks."""


def build_app(world: World) -> Gateway:
    """The emulator over a world, which it closes at the end."""
    app = Starlette(
        routes=[
            *(_route(world, operation) for operation in OPERATIONS),
            Route("/oauth2/token", _token_endpoint(world), methods=["POST"]),
            *file_routes.routes(world),
            *admin.routes(world),
            *webhook_routes.routes(world),
            *console.routes(world),
        ],
        exception_handlers={404: _unserved, 405: _unserved, ApiError: _refused, Exception: _failed},
        lifespan=_lifespan(world),
    )
    app.router.redirect_slashes = False
    return Gateway(app, world)


def _route(world: World, operation: Operation) -> Route:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        return JSONResponse(await world.run(lambda: _serve(world, operation, request, body)))

    return Route(operation.path, endpoint, methods=[operation.method])


def _serve(world: World, operation: Operation, request: Request, body: bytes) -> Answer:
    """Authenticate, count, read and handle: inside one transaction."""
    now_ms = world.clock.now_ms()
    site = authenticate(
        world.store.db,
        request.headers,
        api_key=world.options.api_key,
        settings=world.settings,
        now_ms=now_ms,
    )
    note_site(request.scope, site)
    world.limiter.check(site, limit=world.settings.rate_limit, now_ms=now_ms)
    check_permission(world.settings, site, operation.permission)
    world.meet_site(site)
    given = {
        **read_parameters(request.query_params.multi_items()),
        **read_json_object(body, field="body"),
    }
    base_url = str(request.base_url).rstrip("/")
    call = Call(world, site, request.path_params, Fields(given), base_url, now_ms)
    try:
        return operation.handle(call)
    except UnicodeEncodeError as error:
        raise ValidationError("body", "holds text that is not Unicode") from error


def _token_endpoint(world: World) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        given = Fields(read_json_object(await request.body(), field="body"))
        return JSONResponse(
            await world.run(lambda: issue_token(world.store.db, given, world.clock.now_ms()))
        )

    return endpoint


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return JSONResponse(error.body, status_code=error.status, headers=error.headers)


async def _failed(_request: Request, _error: Exception) -> Response:
    """System errors have no body. Source: docs/wix-api.md, "Refusals"."""
    return Response(status_code=500)


async def _unserved(request: Request, _error: Exception) -> Response:
    """What is Wix's own is 501; anything else was never there."""
    path = request.url.path
    status, code = (501, "NOT_EMULATED") if path.startswith(HIDDEN) else (404, "NOT_FOUND")
    return await _refused(
        request, RefusedError(status, code, f"the emulator does not serve {request.method} {path}")
    )


def _lifespan(world: World) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(work) for work in (_tick(world), deliver_forever(world))]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        world.close()

    return lifespan


async def _tick(world: World) -> None:
    """Work that falls due is done even if nobody looks."""
    while True:
        try:
            await world.run(lambda: None)
        except Exception:
            log.exception("due work failed")
        await asyncio.sleep(TICK_S)
