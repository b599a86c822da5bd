"""What Wix says to mistakes. None of them could do harm if it were accepted: each names a
collection of this run, or a thing that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.wix.flows.queries import JOBS
from tools.wix.moving import submit
from tools.wix.site import UNKNOWN_ID, refusal
from wix_data_provider.client import SiteClient, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.wix.site import Site

FILE = {"file": {"format": "CSV"}}


class Nobody:
    """Credentials of nobody: the site is named, and no key given."""

    settings = "none"

    async def headers(self, site_id: str, ask_token: object) -> dict[str, str]:  # noqa: ARG002
        return {"wix-site-id": site_id}

    def renew(self, used: Mapping[str, str]) -> bool:  # noqa: ARG002
        return False

    def hide(self, text: str) -> str:
        return text


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken."""
    own = await site.collection("refusals", {"title": "TEXT"})
    source = {"wixDataCollection": {"collectionId": own}}
    nowhere = {"wixDataCollection": {"collectionId": site.made.name("nowhere")}}
    unknown_file = {"file": {"fileId": f"temporary-files/{site.made.name('never')}.dat"}}
    both = {"source_site_id": UNKNOWN_ID, "destination_site_id": UNKNOWN_ID}
    made_up = {"cursorPaging": {"limit": 1, "cursor": "made-up"}}
    too_many = {"cursorPaging": {"limit": 101}}
    backups, jobs = site.client.backups, site.client.jobs
    for statement, call in {
        "refused.no-credentials": lambda: _as_nobody(site),
        "refused.backup-no-guid": lambda: backups.delete_backup("no-guid"),
        "refused.backup-unknown": lambda: backups.delete_backup(UNKNOWN_ID),
        "refused.restore-unknown": lambda: site.restore(UNKNOWN_ID, own),
        "refused.job-unknown": lambda: jobs.get_job(UNKNOWN_ID),
        "refused.job-no-source": lambda: submit(site, "no-source", {}, FILE),
        "refused.job-both-sites": lambda: submit(site, "both-sites", source, FILE, **both),
        "refused.job-no-collection": lambda: submit(site, "no-collection", nowhere, FILE),
        "refused.job-no-file": lambda: submit(site, "no-file", unknown_file, source),
        "refused.jobs-field": lambda: _query(site, {"filter": {"colour": "red"}}),
        "refused.jobs-cursor": lambda: _query(site, made_up),
        "refused.jobs-limit": lambda: _query(site, too_many),
    }.items():
        site.seen.note(statement, await refusal(call))


async def _query(site: Site, query: Mapping[str, object]) -> None:
    await site.ask("POST", f"{JOBS}/query", {"query": dict(query)})


async def _as_nobody(site: Site) -> None:
    transport = Transport(site.settings.endpoint, Nobody(), site.clock)
    try:
        client = SiteClient(transport, site.settings.site_id)
        async for _ in client.backups.list_backups():
            return
    finally:
        await transport.aclose()
