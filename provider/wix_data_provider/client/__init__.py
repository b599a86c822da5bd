"""The only code that knows the URLs of Wix.

transport.py sends (with auth.py, connections.py, rate_limit.py, retry.py), refusals.py words what
Wix refuses, wire.py and paging.py decode, incoming.py brings in files; backups.py, jobs.py,
files.py and collections.py hold the calls.
"""

from __future__ import annotations

from uuid import UUID

from wix_data_provider.client.auth import ApiKeyAuth, Auth, OAuthAuth
from wix_data_provider.client.backups import Backup, BackupsApi
from wix_data_provider.client.collections import Collection, CollectionsApi
from wix_data_provider.client.files import FilesApi, UploadTarget
from wix_data_provider.client.job_models import Job, MovementLog
from wix_data_provider.client.jobs import JobsApi
from wix_data_provider.client.restorations import Restoration, RestorationsApi
from wix_data_provider.client.transport import Transport
from wix_data_provider.errors import ConfigError

__all__ = [
    "ApiKeyAuth",
    "Auth",
    "Backup",
    "Collection",
    "Job",
    "MovementLog",
    "OAuthAuth",
    "Restoration",
    "SiteClient",
    "Transport",
    "UploadTarget",
]


class SiteClient:
    """Every call for one site, over a transport that sites may share.

    Raises ConfigError if `site_id` is not a GUID.
    """

    def __init__(self, transport: Transport, site_id: str) -> None:
        _check_guid(site_id)
        self.site_id = site_id
        self.backups = BackupsApi(transport, site_id)
        self.restorations = RestorationsApi(transport, site_id)
        self.jobs = JobsApi(transport, site_id)
        self.files = FilesApi(transport, site_id)
        self.collections = CollectionsApi(transport, site_id)


def _check_guid(site_id: str) -> None:
    try:
        if str(UUID(site_id)) == site_id.lower():
            return
    except ValueError:
        pass
    raise ConfigError(
        f"siteId {site_id!r} is not the ID of a site; it is the GUID after /dashboard/ in the "
        "address of the site's dashboard"
    )
