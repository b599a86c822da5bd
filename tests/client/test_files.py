"""client/files.py: streams up and in, against a host on loopback."""

from __future__ import annotations

import gzip
import tracemalloc
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from tests.client.host import Host, serving
from tests.client.wix import KEY, ok
from wix_data_provider.client import UploadTarget
from wix_data_provider.errors import (
    ApiError,
    ContentError,
    ProtocolError,
    RateLimited,
    ServerError,
    TransportError,
    UrlExpired,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.client.wix import Wix

pytestmark = pytest.mark.anyio

BLOCK = 1024 * 1024
CONTENT = bytes(range(256)) * 10_000  # 2.4 blocks
SIGNED = "/put/a?sig=secret-signature"


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    async with serving() as started:
        yield started


def in_blocks() -> Iterator[bytes]:
    return (CONTENT[start : start + BLOCK] for start in range(0, len(CONTENT), BLOCK))


def target(host: Host) -> UploadTarget:
    return UploadTarget("temporary-files/a.dat", host.url(SIGNED))


UPLOAD_URL = "https://upload.test/a?sig=secret-signature"


@pytest.mark.parametrize(("name", "body"), [("items.csv", {"fileName": "items.csv"}), (None, {})])
async def test_an_upload_url_is_asked_for_and_never_shown(
    wix: Wix, name: str | None, body: dict[str, Any]
) -> None:
    wix.will(ok({"fileId": "temporary-files/a.dat", "uploadUrl": UPLOAD_URL}))
    made = await wix.site().files.create_upload_url(name)
    assert (made.file_id, made.upload_url) == ("temporary-files/a.dat", UPLOAD_URL)
    assert "secret" not in f"{made!r}{made}{wix.log}"
    assert wix.asked == [("POST /data-mover/v1/temporary-files/upload-url", body)]


@pytest.mark.parametrize("url", ["http://upload.test/a", "ftp://127.0.0.1/a", "/a", "http://["])
async def test_an_upload_url_that_anyone_could_read_is_refused(wix: Wix, url: str) -> None:
    wix.will(ok({"fileId": "f", "uploadUrl": url}))
    with pytest.raises(ProtocolError, match="not https"):
        await wix.site().files.create_upload_url()


async def test_upload_puts_the_bytes_without_credentials(wix: Wix, host: Host) -> None:
    host.will("200 OK")
    sent: list[int] = []
    await wix.site().files.upload(target(host), in_blocks, len(CONTENT), sent.append)
    (request,) = host.received
    assert request.line == f"PUT {SIGNED} HTTP/1.1"
    assert request.headers["content-length"] == str(len(CONTENT))
    assert request.sha256 == sha256(CONTENT).hexdigest()
    assert sent == [BLOCK, 2 * BLOCK, len(CONTENT)]
    assert not {"authorization", "wix-site-id", "transfer-encoding"} & set(request.headers)
    assert KEY not in str(request)
    assert "secret" not in str(wix.log)


async def test_a_broken_upload_starts_again_from_the_first_byte(wix: Wix, host: Host) -> None:
    host.will("503 Service Unavailable")
    host.will("200 OK")
    await wix.site().files.upload(target(host), in_blocks, len(CONTENT))
    assert [one.sha256 for one in host.received] == [sha256(CONTENT).hexdigest()] * 2
    assert "secret" not in str(wix.log)


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "410 Gone"])
@pytest.mark.parametrize("early", [False, True])
async def test_an_expired_url_is_told_apart(wix: Wix, host: Host, status: str, early: bool) -> None:
    host.will(status, early=early)
    with pytest.raises(UrlExpired, match="temporary-files/a") as caught:
        await wix.site().files.upload(target(host), lambda: iter([b"abc"]), 3)
    assert "secret" not in f"{caught.value!r}{wix.log}"
    assert len(host.received) == 1


async def test_another_refusal_is_final(wix: Wix, host: Host) -> None:
    host.will("413 Content Too Large")
    with pytest.raises(ApiError, match="413"):
        await wix.site().files.upload(target(host), lambda: iter([b"abc"]), 3)


@pytest.mark.parametrize("size", [2, 4])
async def test_a_file_that_changed_size_is_not_uploaded(wix: Wix, host: Host, size: int) -> None:
    host.will("200 OK")
    with pytest.raises(ContentError, match="changed"):
        await wix.site().files.upload(target(host), lambda: iter([b"ab", b"c"]), size)
    assert not [one for one in host.received if one.sha256]


async def test_memory_does_not_grow_with_the_file(wix: Wix, host: Host) -> None:
    def blocks() -> Iterator[bytes]:
        for _ in range(64):
            yield bytes(BLOCK)

    host.will("200 OK")
    tracemalloc.start()
    await wix.site().files.upload(target(host), blocks, 64 * BLOCK)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert host.received[0].size == 64 * BLOCK
    assert peak < 8 * BLOCK


async def fetched(wix: Wix, url: str) -> bytes:
    got = bytearray()
    await wix.site().files.fetch(url, got.extend)
    return bytes(got)


async def test_fetch_streams_and_follows_redirects(wix: Wix, host: Host) -> None:
    host.will("302 Found", b"", f"Location: {host.url('/there.csv')}")
    host.will("200 OK", CONTENT)
    assert await fetched(wix, host.url("/here.csv?sig=secret")) == CONTENT
    assert [one.line for one in host.received] == [
        "GET /here.csv?sig=secret HTTP/1.1",
        "GET /there.csv HTTP/1.1",
    ]
    assert host.received[0].headers["accept-encoding"] == "identity"
    assert KEY not in str(host.received)
    assert "secret" not in str(wix.log)


async def test_fetch_says_what_the_server_answered_without_the_query(wix: Wix, host: Host) -> None:
    host.will("404 Not Found")
    with pytest.raises(ContentError, match=r"/a\.csv: its server answered 404 Not Fou") as caught:
        await fetched(wix, host.url("/a.csv?sig=secret"))
    assert "secret" not in str(caught.value)


async def test_fetch_notices_a_cut(wix: Wix, host: Host) -> None:
    host.will("200 OK", b"abc")
    host.answers[0] = host.answers[0].replace(b"Length: 3", b"Length: 9")
    with pytest.raises(TransportError, match="the connection broke") as caught:
        await fetched(wix, host.url("/a.csv?sig=secret"))
    assert "secret" not in str(caught.value)


async def test_fetch_from_nowhere_says_so(wix: Wix, host: Host) -> None:
    port, host.port = host.port, 9  # the port for discarding: nobody listens
    with pytest.raises(TransportError, match=r"http://127\.0\.0\.1:9/a\.csv: no connection"):
        await fetched(wix, host.url("/a.csv"))
    host.port = port


@pytest.mark.parametrize("url", ["ftp://a.test/x", "a.csv", "http://[bad", "file:///etc/passwd"])
async def test_fetch_takes_only_web_addresses(wix: Wix, url: str) -> None:
    with pytest.raises(ContentError, match="http://"):
        await fetched(wix, url)


EXPORTED = "/exports/a.csv?sig=secret-signature"


async def downloaded(wix: Wix, url: str) -> bytes:
    got = bytearray()
    await wix.site().files.download(url, got.extend)
    return bytes(got)


async def test_download_streams_without_credentials_and_without_compression(
    wix: Wix, host: Host
) -> None:
    host.will("200 OK", CONTENT)
    assert await downloaded(wix, host.url(EXPORTED)) == CONTENT
    (request,) = host.received
    assert request.line == f"GET {EXPORTED} HTTP/1.1"
    assert request.headers["accept-encoding"] == "identity"
    assert not {"authorization", "wix-site-id"} & set(request.headers)
    assert KEY not in str(request)
    assert "secret" not in str(wix.log)


async def test_a_download_that_comes_compressed_all_the_same_is_unpacked(
    wix: Wix, host: Host
) -> None:
    host.will("200 OK", gzip.compress(CONTENT), "Content-Encoding: gzip")
    assert await downloaded(wix, host.url(EXPORTED)) == CONTENT


REFUSED_DOWNLOADS = {
    "403 Forbidden": (UrlExpired, r"the download URL is no longer valid \(403\)"),
    "404 Not Found": (UrlExpired, "no longer valid"),
    "410 Gone": (UrlExpired, "no longer valid"),
    "429 Too Many Requests": (RateLimited, "too many requests"),
    "503 Service Unavailable": (ServerError, "the server for downloads answered 503"),
    "401 Unauthorized": (ApiError, "the server for downloads answered 401"),
}


@pytest.mark.parametrize("status", REFUSED_DOWNLOADS)
async def test_a_refused_download_is_told_apart_and_writes_nothing(
    wix: Wix, host: Host, status: str
) -> None:
    host.will(status, b"<html>no</html>")
    kind, words = REFUSED_DOWNLOADS[status]
    got: list[Any] = []
    with pytest.raises(kind, match=words) as caught:
        await wix.site().files.download(host.url(EXPORTED), got.append)
    assert (type(caught.value), got, len(host.received)) == (kind, [], 1)
    assert "secret" not in f"{caught.value!r}{wix.log}"


async def test_download_notices_a_cut(wix: Wix, host: Host) -> None:
    host.will("200 OK", b"abc")
    host.answers[0] = host.answers[0].replace(b"Length: 3", b"Length: 9")
    with pytest.raises(TransportError, match="could not download the exported file") as caught:
        await downloaded(wix, host.url(EXPORTED))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://files.test/a", "ftp://127.0.0.1/a", "/a", ""])
async def test_a_download_url_that_anyone_could_read_is_refused(wix: Wix, url: str) -> None:
    with pytest.raises(ProtocolError, match="not https"):
        await downloaded(wix, url)
