"""The flows one after the other, and the clean-up whatever happens."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.wix.flows import FLOWS
from tools.wix.made import PREFIX, Made, clean_up
from tools.wix.observing import Observer
from tools.wix.seen import Seen
from tools.wix.site import COLLECTIONS, Site
from tools.wix.stated import STATEMENTS
from tools.wix.stopped import Skipped
from wix_data_provider.client import ApiKeyAuth, SiteClient, Transport
from wix_data_provider.client.connections import TIMEOUT, open_client
from wix_data_provider.client.paging import offset_pages
from wix_data_provider.errors import WixDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tools.wix.flows import Flow
    from tools.wix.settings import Settings
    from wix_data_provider.clock import Clock

REQUESTS_PER_MINUTE = 120
"""Well below Wix's 200: others may be using the site."""


@dataclass
class Findings:
    """What a run has to tell; `left` are things of the run that are still at Wix."""

    seen: Seen
    skipped: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    interrupted: bool = False


class Run:
    """One run on one site. `say` gets lines as it goes on, none with the key."""

    def __init__(self, settings: Settings, clock: Clock, say: Callable[[str], None]) -> None:
        auth = ApiKeyAuth(settings.key)
        self._hide = auth.hide
        self._tell = say
        self._settings = settings
        self._clock = clock
        self._seen = Seen(STATEMENTS, auth.hide)
        self._auth = auth
        self._stage: asyncio.Task[None] | None = None

    def interrupt(self) -> None:
        """End the flows and clean up; once more, and the clean-up ends as well."""
        if self._stage is not None:
            self._stage.cancel()

    async def findings(self) -> Findings:
        """Run everything. It raises nothing: what went wrong is in the findings."""
        http = Observer(self._seen).attach(open_client(self._settings.endpoint, TIMEOUT))
        transport = Transport(
            self._settings.endpoint, self._auth, self._clock, REQUESTS_PER_MINUTE, http=http
        )
        client = SiteClient(transport, self._settings.site_id)
        made = Made(secrets.token_hex(4))
        site = Site(self._settings, transport, client, made, self._seen, self._clock, self._say)
        findings = Findings(self._seen)
        try:
            await self._staged(self._flows(site, findings), findings)
            await self._staged(self._clean(site, findings), findings)
        finally:
            await transport.aclose()
        findings.left += made.left()
        return findings

    def _say(self, line: str) -> None:
        self._tell(self._hide(line))

    async def _staged(self, work: Coroutine[Any, Any, None], findings: Findings) -> None:
        self._stage = asyncio.ensure_future(work)
        try:
            await self._stage
        except asyncio.CancelledError:
            findings.interrupted = True

    async def _flows(self, site: Site, findings: Findings) -> None:
        try:
            await self._look_around(site)
        except WixDataError as error:
            findings.broken["first look at the site"] = self._hide(str(error))
            return
        for name, flow in FLOWS.items():
            await self._flow(name, flow, site, findings)

    async def _look_around(self, site: Site) -> None:
        """Whether the key is good, and what earlier runs left behind when they were killed."""

        async def page(paging: dict[str, int]) -> dict[str, Any]:
            params = {f"paging.{name}": value for name, value in paging.items()}
            return await site.ask("GET", COLLECTIONS, params=params)

        async for collection in offset_pages(page, "collections"):
            if str(collection["id"]).startswith(f"{PREFIX}-"):
                self._say(f"  left by an earlier run: the collection {collection['id']}; delete it")

    async def _flow(self, name: str, flow: Flow, site: Site, findings: Findings) -> None:
        title = name.partition(":")[0]
        self._say(f"  {name}")
        try:
            await flow(site)
        except Skipped as reason:
            findings.skipped[title] = str(reason)
            self._say(f"    not run to its end: {reason}")
        except Exception as error:  # noqa: BLE001 - what a real site answers may break any line
            known = isinstance(error, WixDataError) or type(error).__module__.startswith("tools.")
            told = str(error) if known else f"{type(error).__name__}: {error}"
            findings.broken[title] = self._hide(told)
            self._say(f"    broke: {told}")

    async def _clean(self, site: Site, findings: Findings) -> None:
        self._say("  deleting what was made")
        failures = await clean_up(site.made, site.client, site.delete_collection, self._clock)
        findings.left += [self._hide(failure) for failure in failures]
