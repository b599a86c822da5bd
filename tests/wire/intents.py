"""What our client is asked to do, by the name of the exchange that records it.

tests/wire/client/calls.mjs asks the official client for the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.client.restorations import RestorationCollection, RestoreDestination

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from wix_data_provider.client import SiteClient

    Intent = Callable[[SiteClient], Awaitable[object]]

ID = "0451962b-9cd2-4fe2-aa24-f7973d073d75"
OTHER_ID = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
CSV = {"file": {"format": "CSV"}}
UPLOADED = {"file": {"fileId": "temporary-files/a.dat", "format": "CSV"}}
LANGUAGES = {"localization": {"languages": ["EN", "DE"]}}
PARTS = [
    RestorationCollection(data_collection_id="products"),
    RestorationCollection(
        data_collection_id="people",
        restore_destination=RestoreDestination(
            data_collection_id="old-people", display_name="Old people"
        ),
    ),
]
PIPELINE = {"stages": [{"filter": {"price": {"$gt": 2}}}]}
COLUMNS = [{"key": "price", "displayName": "Price", "fieldType": "NUMBER"}]


async def every(pages: AsyncIterator[object]) -> list[object]:
    """All that an iteration gives."""
    return [item async for item in pages]


def products(**more: Any) -> dict[str, Any]:
    """The collection as an end of a job."""
    return {"wixDataCollection": {"collectionId": "products", **more}}


def submit(source: dict[str, Any], destination: dict[str, Any], **more: str) -> Intent:
    """Submitting a job."""
    return lambda client: client.jobs.submit_job(
        name="n", source=source, destination=destination, **more
    )


def export(**query: Any) -> Intent:
    """Submitting an export of some items."""
    return submit(products(**query), CSV)


BY_TAG = {"filter": {"holidays": {"$in": ["xmas"]}}, "fields": ["title"]}
BY_ID = {"filter": {"_id": {"$gt": "a"}, "_createdDate": {"$exists": True}}}

INTENTS: dict[str, Intent] = {
    "create_backup": lambda client: client.backups.create_backup(),
    "list_backups": lambda client: every(
        client.backups.list_backups(status=["READY", "PENDING"], type=["AUTO"])
    ),
    "list_backups_next_page": lambda client: every(client.backups.list_backups()),
    "delete_backup": lambda client: client.backups.delete_backup(ID),
    "restore_backup": lambda client: client.restorations.restore_backup(ID),
    "restore_partially": lambda client: client.restorations.restore_partially(ID, PARTS),
    "list_restorations": lambda client: every(
        client.restorations.list_restorations(status=["PENDING", "FAILED"])
    ),
    "create_upload_url": lambda client: client.files.create_upload_url(),
    "create_upload_url_named": lambda client: client.files.create_upload_url("a.csv"),
    "submit_import": submit(UPLOADED, products(writePolicy="SKIP_EXISTING")),
    "submit_export": export(filterQuery=BY_TAG),
    "submit_export_by_id": export(filterQuery=BY_ID),
    "submit_aggregation": export(
        aggregationQuery={"aggregationPipeline": PIPELINE, "fields": COLUMNS}
    ),
    "submit_copy": submit(
        products(), products(writePolicy="TRUNCATE_BEFORE"), destination_site_id=OTHER_ID
    ),
    "submit_copy_from": submit(products(), products(), source_site_id=OTHER_ID),
    "submit_localization_export": submit(LANGUAGES, CSV),
    "submit_localization_import": submit(UPLOADED, LANGUAGES),
    "get_job": lambda client: client.jobs.get_job(ID),
    "jobs_by_id": lambda client: client.jobs.jobs_by_id([ID, OTHER_ID]),
    "query_jobs": lambda client: every(
        client.jobs.query_jobs({"status": "FAILED"}, [{"fieldName": "startedAt", "order": "DESC"}])
    ),
    "terminate_job": lambda client: client.jobs.terminate_job(ID),
    "list_logs": lambda client: every(client.jobs.list_logs(ID)),
    "get_collection": lambda client: client.collections.get_collection("products"),
    "get_collection_of_an_app": lambda client: client.collections.get_collection(
        "Members/PublicData"
    ),
    "count_items": lambda client: client.collections.count_items("products"),
}

AS_APP: dict[str, Intent] = {
    "create_backup_as_app": lambda client: client.backups.create_backup(),
}
