"""client/collections.py: calls for collections, and the client of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.client.wix import ok, refused
from wix_data_provider.client import SiteClient
from wix_data_provider.errors import ConfigError, NotFound

if TYPE_CHECKING:
    from tests.client.wix import Wix

pytestmark = pytest.mark.anyio


async def test_a_collection_is_read_with_its_fields(wix: Wix) -> None:
    field = {"key": "price", "type": "NUMBER", "displayName": "Price"}
    wix.will(ok({"collection": {"id": "Members/Data", "revision": "3", "fields": [field]}}))
    collection = await wix.site().collections.get_collection("Members/Data")
    (price,) = collection.fields
    assert (price.key, price.type, price.display_name) == ("price", "NUMBER", "Price")
    assert wix.asked == [("GET /wix-data/v2/collections/Members%2FData", None)]


async def test_an_unknown_collection_is_named(wix: Wix) -> None:
    wix.will(refused(404, "WDE0025"))
    with pytest.raises(NotFound, match="read the collection nope "):
        await wix.site().collections.get_collection("nope")


@pytest.mark.parametrize("total", [16, "16"])
async def test_items_are_counted(wix: Wix, total: object) -> None:
    wix.will(ok({"totalCount": total}))
    assert await wix.site().collections.count_items("products") == 16
    assert wix.asked == [("POST /wix-data/v2/items/count", {"dataCollectionId": "products"})]


@pytest.mark.parametrize("site_id", ["", "my-site", "1" * 32, "x\r\ny", "{" + "1" * 36 + "}"])
async def test_a_site_that_is_no_guid_is_refused(wix: Wix, site_id: str) -> None:
    with pytest.raises(ConfigError, match="siteId"):
        SiteClient(wix.transport(), site_id)
