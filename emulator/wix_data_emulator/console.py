"""The console: a page for people, the state that it asks for every second, and exported files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from wix_data_emulator.console_state import Wish, read_wish, show_state
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.uploads import read_chunk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from wix_data_emulator.world import World

PREFIX = "/_emulator"
STATIC = Path(__file__).parent / "console_static"
PAGE = "index.html"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",  # no text ever becomes markup
        "trusted-types 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def routes(world: World) -> list[Route]:
    """The page and its parts, its state, and the files of finished exports."""

    async def state(request: Request) -> Response:
        wish: Wish = read_wish(request.query_params)
        shown = await world.run(lambda: show_state(world, wish))
        return JSONResponse(shown, headers=HEADERS)

    async def file(request: Request) -> Response:
        return await _download(world, request.path_params["number"])

    return [
        Route(PREFIX, _to_page, methods=["GET"]),
        Route(f"{PREFIX}/", _page, methods=["GET"]),
        Route(f"{PREFIX}/console/state", state, methods=["GET"]),
        Route(f"{PREFIX}/console/files/{{number:int}}", file, methods=["GET"]),
        Route(f"{PREFIX}/console/{{name}}", _part, methods=["GET"]),
    ]


async def _to_page(_request: Request) -> Response:
    return RedirectResponse(f"{PREFIX}/")


async def _page(_request: Request) -> Response:
    return _static(PAGE)


async def _part(request: Request) -> Response:
    return _static(request.path_params["name"])


def _static(name: str) -> Response:
    """One of the files beside this one; nothing else can be named."""
    found = next((file for file in STATIC.iterdir() if file.name == name), None)
    if found is None or found.suffix not in MEDIA_TYPES:
        raise RefusedError(404, "NOT_FOUND", "the console has no such part")
    media_type = MEDIA_TYPES[found.suffix]
    return Response(found.read_bytes(), media_type=media_type, headers=HEADERS)


async def _download(world: World, number: int) -> Response:
    """A file without its signed URL: whoever sees the console may have it."""
    db = world.store.db
    row = await world.run(
        lambda: db.execute("SELECT file FROM uploads WHERE number = ?", (number,)).fetchone()
    )
    if row is None:
        raise RefusedError(404, "FILE_NOT_FOUND", "there is no such file")
    name = quote(str(row["file"]).rsplit("/", 1)[-1], safe="")
    return StreamingResponse(
        _stream(world, number),
        media_type="application/octet-stream",
        headers={**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


async def _stream(world: World, upload: int) -> AsyncIterator[bytes]:
    number = 0
    while chunk := await world.run(partial(read_chunk, world.store.db, upload, number)):
        yield chunk
        number += 1
