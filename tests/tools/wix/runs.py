"""Runs against the emulator, and what they leave there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.wix.made import Made
from tools.wix.report import grouped
from tools.wix.run import Findings, Run
from tools.wix.seen import Seen
from tools.wix.site import Site
from tools.wix.stated import STATEMENTS
from wix_data_provider.client import ApiKeyAuth, SiteClient, Transport

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix
    from tools.wix.settings import Settings


class Runs:
    """Runs on one emulator; `said` are the lines of all of them."""

    def __init__(self, wix: Wix, clock: FakeClock, settings: Settings) -> None:
        self.wix = wix
        self.settings = settings
        self.said: list[str] = []
        self._clock = clock

    def new_run(self, **changes: object) -> Run:
        """A run with some settings changed."""
        return Run(self.settings.evolve(**changes), self._clock, self.said.append)

    def new_site(self) -> Site:
        """The site as flows of one more run have it."""
        transport = Transport(self.settings.endpoint, ApiKeyAuth(self.settings.key), self._clock)
        client = SiteClient(transport, self.settings.site_id)
        seen = Seen(STATEMENTS)
        say = self.said.append
        return Site(self.settings, transport, client, Made("one"), seen, self._clock, say)

    async def left(self) -> list[str]:
        """What is at Wix beside what was there before; the owner's own is as it was."""
        collections = (await self.wix.ask("GET", "/wix-data/v2/collections"))["collections"]
        ids = [collection["id"] for collection in collections]
        assert "owners" in ids
        assert await self.wix.titles("owners") == ["Mine"]
        jobs = [job["status"] for job in await self.wix.jobs()]
        backups = (await self.wix.backups()).values()
        return [
            *(id for id in ids if id != "owners"),
            *(status for status in jobs if status in {"INITIALIZING", "IN_PROGRESS"}),
            *(status for status in backups if status != "DELETED"),
        ]


def differing(findings: Findings) -> list[str]:
    """The IDs of the statements that differ."""
    return [statement.id for statement in grouped(findings.seen)["Differs"]]


def not_seen(findings: Findings) -> list[str]:
    """The IDs of the statements of which nothing was seen."""
    return [statement.id for statement in grouped(findings.seen)["Not seen"]]
