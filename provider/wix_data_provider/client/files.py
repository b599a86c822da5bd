"""Files: streamed up to Wix for an import, and streamed in from the web.

Their hosts get no credentials of ours, and no signed URL reaches a message or a log.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import httpx

from wix_data_provider.client.connections import (
    TRANSFER_TIMEOUT,
    is_web_address,
    on_loopback,
    open_client,
    shown,
)
from wix_data_provider.client.incoming import stream_in
from wix_data_provider.client.site import SiteApi
from wix_data_provider.client.transport import httpx_errors
from wix_data_provider.client.wire import WireModel
from wix_data_provider.errors import (
    ApiError,
    ContentError,
    ProtocolError,
    RateLimited,
    ServerError,
    UrlExpired,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from wix_data_provider.client.incoming import Write

EXPIRED = frozenset({403, 404, 410})


class _UploadUrl(WireModel):
    file_id: str
    upload_url: str


@dataclass(frozen=True)
class UploadTarget:
    """Where a file can be put for 15 minutes; `file_id` names it in an import afterwards."""

    file_id: str
    upload_url: str = field(repr=False)


class FilesApi(SiteApi):
    """Files for the jobs of one site."""

    async def create_upload_url(self, file_name: str | None = None) -> UploadTarget:
        """A place for one file, good for 15 minutes; nothing is kept until it is uploaded.

        Raises: ApiError, TransportError, ProtocolError.
        Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/create-file-upload-url
        """
        path = "/data-mover/v1/temporary-files/upload-url"
        body = {} if file_name is None else {"fileName": file_name}
        answer = await self._act("POST", path, body, idempotent=True, doing="get an upload URL")
        made = _UploadUrl.from_wire(answer)
        if not _trusted(made.upload_url):
            raise ProtocolError("Wix gave an upload URL that is not https; nothing was uploaded")
        return UploadTarget(made.file_id, made.upload_url)

    async def upload(
        self,
        target: UploadTarget,
        content: Callable[[], Iterator[bytes]],
        size: int,
        on_progress: Callable[[int], None] = lambda _sent: None,
    ) -> None:
        """Send `size` bytes, block by block; broken tries start again from the first byte.

        `content` gives the blocks anew at each try, `on_progress` gets the bytes sent so far.

        Raises: UrlExpired (ask for a new one), ContentError (the file has another size
        by now), other ApiError, TransportError.
        """

        async def put() -> None:
            await self._put(target, _sized(content(), size, on_progress), size)

        await self._transport.retrying(put, idempotent=True)

    async def _put(self, target: UploadTarget, body: AsyncIterator[bytes], size: int) -> None:
        def failed(why: str) -> str:
            return f"could not upload {target.file_id} for site {self._site_id}: {why}"

        headers = {"Content-Length": str(size), "Content-Type": "application/octet-stream"}
        with httpx_errors(failed):
            async with open_client(target.upload_url, TRANSFER_TIMEOUT) as http:
                answer = await http.put(target.upload_url, content=body, headers=headers)
        self._transport.log(f"PUT {target.file_id}: {size} bytes, {answer.status_code}")
        if not answer.is_success:
            raise _refused(failed, answer.status_code, "upload URL", "uploads")

    async def fetch(self, url: str, write: Write) -> None:
        """Stream a public http(s) URL into `write`, as `stream_in` does.

        Not retried, for `write` may have got a part by then.

        Raises: ContentError (no such URL, or its server refuses), TransportError.
        """

        def failed(why: str) -> str:
            return f"could not read {shown(url)}: {why}"

        def check(answer: httpx.Response) -> None:
            if not answer.is_success:
                why = f"its server answered {answer.status_code} {answer.reason_phrase}"
                raise ContentError(failed(f"{why.strip()}; check the address"))

        if not is_web_address(url):
            raise ContentError("the address of a remote source must begin with https:// or http://")
        with httpx_errors(failed):
            await stream_in(url, check, write)

    async def download(self, url: str, write: Write) -> None:
        """Stream what a job exported into `write`, as `stream_in` does, from the job's signed URL.

        Not retried, for `write` may have got a part by then.

        Raises: UrlExpired, ServerError, other ApiError, TransportError.
        """

        def failed(why: str) -> str:
            return f"could not download the exported file of site {self._site_id}: {why}"

        def check(answer: httpx.Response) -> None:
            if not answer.is_success:
                raise _refused(failed, answer.status_code, "download URL", "downloads")

        if not _trusted(url):
            raise ProtocolError(failed("Wix gave a URL that is not https"))
        with httpx_errors(failed):
            await stream_in(url, check, write)


def _trusted(url: str) -> bool:
    return is_web_address(url) and (url.startswith("https:") or on_loopback(url))


async def _sized(
    blocks: Iterator[bytes], size: int, on_progress: Callable[[int], None]
) -> AsyncIterator[bytes]:
    """The blocks, provided that they are `size` bytes together.

    The last one is held back until it is known to be the last: a host that has got `size` bytes
    takes the file for whole.
    """
    sent, held = 0, b""
    for block in chain(blocks, [b""]):
        if sent + len(held) + len(block) > size:
            break
        if held:
            yield held
            sent += len(held)
            on_progress(sent)
        held = block
    else:
        if sent == size:
            return
    raise ContentError("the file changed while it was being uploaded; run `pulumi up` again")


def _refused(failed: Callable[[str], str], status: int, url: str, server: str) -> ApiError:
    if status in EXPIRED:
        return UrlExpired(failed(f"the {url} is no longer valid ({status})"), status=status)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return RateLimited(failed("too many requests (429)"), status=status)
    kind = ServerError if status >= httpx.codes.INTERNAL_SERVER_ERROR else ApiError
    return kind(failed(f"the server for {server} answered {status}"), status=status)
