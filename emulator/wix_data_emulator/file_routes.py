"""Upload and download by signed URL: no credentials, no rate limit."""

from __future__ import annotations

import tempfile
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from wix_data_emulator.errors import RefusedError
from wix_data_emulator.gateway import note_site
from wix_data_emulator.uploads import (
    CHUNK_BYTES,
    PREFIX,
    find_upload,
    read_chunk,
    size_of,
    store_upload,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from wix_data_emulator.world import World


def routes(world: World) -> list[Route]:
    """`PUT` to an upload URL, `GET` from a file's URL."""
    path = f"{PREFIX}/{{site}}/{{file:path}}"

    async def upload(request: Request) -> Response:
        site, file = await _admitted(world, request)
        with tempfile.SpooledTemporaryFile(max_size=CHUNK_BYTES) as content:
            async for piece in request.stream():
                content.write(piece)
            content.seek(0)
            await world.run(lambda: store_upload(world.store.db, site, file, content))
        return JSONResponse({})

    async def download(request: Request) -> Response:
        site, file = await _admitted(world, request)
        number, size = await world.run(lambda: _find(world, site, file))
        return StreamingResponse(
            _stream(world, number),
            media_type="application/octet-stream",
            headers={"Content-Length": str(size)},
        )

    return [Route(path, upload, methods=["PUT"]), Route(path, download, methods=["GET"])]


def _find(world: World, site: str, file: str) -> tuple[int, int]:
    """Number and size of a file's content."""
    number = find_upload(world.store.db, site, file)
    if number is None:
        raise RefusedError(404, "FILE_NOT_FOUND", "the file is not there, or not there yet")
    return number, size_of(world.store.db, number)


async def _admitted(world: World, request: Request) -> tuple[str, str]:
    """Site and file of a genuine URL that has not expired.

    Raises: RefusedError, 403.
    """
    site, file = request.path_params["site"], request.path_params["file"]
    genuine = world.signer.accepts(
        request.method,
        site,
        file,
        expires=request.query_params.get("expires", ""),
        signature=request.query_params.get("signature", ""),
        now_ms=world.clock.now_ms(),
    )
    if not genuine:
        raise RefusedError(403, "URL_REFUSED", "the URL was made up, or has expired")
    note_site(request.scope, site)
    await world.run(lambda: world.meet_site(site))
    return site, file


async def _stream(world: World, upload: int) -> AsyncIterator[bytes]:
    number = 0
    while chunk := await world.run(partial(read_chunk, world.store.db, upload, number)):
        yield chunk
        number += 1
