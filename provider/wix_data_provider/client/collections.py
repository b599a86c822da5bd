"""Collections of a site, as far as moving data needs them: models and calls."""

from wix_data_provider.client.site import SiteApi, segment
from wix_data_provider.client.wire import ListOf, WireModel, unwrapped


class CollectionField(WireModel):
    """A field: `key` is its name in data, `type` is like TEXT or REFERENCE (open set)."""

    key: str
    type: str | None = None
    display_name: str | None = None


class Collection(WireModel):
    """A collection with its fields, those of the system included."""

    id: str
    display_name: str | None = None
    fields: ListOf[CollectionField] = ()


class ItemCount(WireModel):
    """The answer of Count Data Items."""

    total_count: int


class CollectionsApi(SiteApi):
    """The collections of one site."""

    async def get_collection(self, collection_id: str) -> Collection:
        """One collection.

        Raises: NotFound, other ApiError, TransportError, ProtocolError.
        Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-collections/get-data-collection
        """
        path = f"/wix-data/v2/collections/{segment(collection_id)}"
        answer = await self._get(path, doing=f"read the collection {collection_id}")
        return Collection.from_wire(unwrapped(answer, "collection"))

    async def count_items(self, collection_id: str) -> int:
        """The number of its items, possibly a moment out of date.

        Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-items/count-data-items
        """
        body = {"dataCollectionId": collection_id}
        doing = f"count the items of the collection {collection_id}"
        answer = await self._read("/wix-data/v2/items/count", body, doing=doing)
        return ItemCount.from_wire(answer).total_count
