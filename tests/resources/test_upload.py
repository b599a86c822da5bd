"""resources/upload.py: a file on its way to Wix."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.resources.stack import CONFIG, Report
from tests.resources.wix import SITE
from wix_data_provider.content.source import BLOCK, Content
from wix_data_provider.errors import ContentError, UrlExpired
from wix_data_provider.resources.upload import Upload
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

DATA = b"_id,title\n1,One\n"
SHA256 = hashlib.sha256(DATA).hexdigest()


def upload(clock: FakeClock) -> Upload:
    return Upload(Session(CONFIG, clock=clock).site(SITE), Report())


async def test_send_gives_the_id_of_the_file_and_tells_how_far_it_is(
    wix: Wix, clock: FakeClock
) -> None:
    one = upload(clock)
    data = DATA + bytes(2 * BLOCK)
    sha256 = hashlib.sha256(data).hexdigest()
    assert await one.send(Content("products.csv", data=data), sha256)
    assert isinstance(one.report, Report)
    assert one.report.statuses == [
        "uploading products.csv: 2.0 MB",
        "uploading products.csv: 49 % of 2.0 MB",
        "uploading products.csv: 99 % of 2.0 MB",
        "uploading products.csv: 100 % of 2.0 MB",
    ]


async def test_the_url_is_asked_for_just_before_each_try(wix: Wix, clock: FakeClock) -> None:
    await wix.fault("PUT /_files/*", action="status", status=404, times=2)
    await upload(clock).send(Content("a.csv", data=DATA), SHA256)
    assert [call.split("/")[0] for call in wix.asked] == ["POST ", "PUT "] * 3


async def test_a_url_that_always_runs_out_is_told(wix: Wix, clock: FakeClock) -> None:
    await wix.fault("PUT /_files/*", action="status", status=403, times=9)
    with pytest.raises(UrlExpired, match="no longer valid"):
        await upload(clock).send(Content("a.csv", data=DATA), SHA256)
    assert len(wix.asked) == 6


async def test_a_broken_try_is_repeated_and_hashed_anew(wix: Wix, clock: FakeClock) -> None:
    await wix.fault("PUT /_files/*", action="status", status=503)
    await wix.fault("PUT /_files/*", action="drop")
    await upload(clock).send(Content("a.csv", data=DATA), SHA256)


async def test_other_content_than_expected_is_refused(wix: Wix, clock: FakeClock) -> None:
    with pytest.raises(ContentError, match=r"a\.csv changed since it was previewed"):
        await upload(clock).send(Content("a.csv", data=b"other"), SHA256)
