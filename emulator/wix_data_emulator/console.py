"""The console: what is in the emulator, as pages for people. Read-only, refreshed by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from wix_data_emulator.console_pages import collection_page, job_page, overview_page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from wix_data_emulator.markup import Html
    from wix_data_emulator.world import World

    PageMaker = Callable[[World, Request], Html]

PREFIX = "/_emulator"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
}


def routes(world: World) -> list[Route]:
    """The overview, the items of a collection, a job."""
    return [
        Route(PREFIX, _to_overview, methods=["GET"]),
        Route(f"{PREFIX}/", _page(world, overview_page), methods=["GET"]),
        Route(f"{PREFIX}/collections/{{key:int}}", _page(world, collection_page), methods=["GET"]),
        Route(f"{PREFIX}/jobs/{{number:int}}", _page(world, job_page), methods=["GET"]),
    ]


def _page(world: World, make: PageMaker) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        page = await world.run(lambda: make(world, request))
        return HTMLResponse(page, headers=HEADERS)

    return endpoint


async def _to_overview(_request: Request) -> Response:
    return RedirectResponse(f"{PREFIX}/")
