"""The composition root: one client and its pollers for each site, once per process.

Everything costly (httpx, pydantic, TLS) is imported when the first site is opened.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from wix_data_provider.clock import Clock, SystemClock
from wix_data_provider.config import ApiKey, Config
from wix_data_provider.deadline import held, in_time
from wix_data_provider.errors import Refused
from wix_data_provider.journal import Journal
from wix_data_provider.once import Once

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from wix_data_provider.client import SiteClient
    from wix_data_provider.client.backups import Backup
    from wix_data_provider.client.collections import Collection
    from wix_data_provider.client.job_models import Job
    from wix_data_provider.client.restorations import Restoration
    from wix_data_provider.client.transport import Transport
    from wix_data_provider.waiter.lookup import Lookup
    from wix_data_provider.waiter.poller import Poller


class Site:
    """One site as all its resources share it.

    `submitting` is held from counting backup slots until Wix has answered the submit, `rotating`
    from then until a backup and its clean-up are done; `planned` are the backups that a preview
    was shown, by URN; `taken` are the backups that this process took, `deleted` those that it
    deleted: nobody else evicted them.
    """

    def __init__(
        self,
        client: SiteClient,
        *,
        backups: Poller[Backup],
        deletions: Poller[Backup],
        restorations: Poller[Restoration],
        jobs: Poller[Job],
        jobs_named: Lookup[Job],
        clock: Clock,
    ) -> None:
        self.id = client.site_id
        self.clock = clock
        self.client = client
        self.backups = backups
        self.deletions = deletions
        self.restorations = restorations
        self.jobs = jobs
        self.jobs_named = jobs_named
        self._submitting = asyncio.Lock()
        self.rotating = asyncio.Lock()
        self.planned: dict[str, Any] = {}
        self._collections: Once[Collection] = Once()
        self._left_running: Once[list[Job]] = Once()
        self.taken: set[str] = set()
        self.deleted: set[str] = set()

    def submitting(self, noun: str) -> AbstractAsyncContextManager[None]:
        """Backups and restorations are submitted one at a time: nothing else tells them apart.

        Raises Refused where the deadline comes before that of `noun` has its turn.
        """
        late = Refused(
            f"the time for this {noun} (customTimeouts) passed while another backup or restoration "
            f"of site {self.id} was begun, so nothing was submitted; run it again"
        )
        return held(self._submitting, self.clock, lambda: late)

    async def collection(self, id: str) -> Collection:
        """One look serves all who ask; one that fails serves those who asked meanwhile."""
        look = partial(self.client.collections.get_collection, id)
        return await in_time(self._collections.get(id, look), self.clock)

    async def left_running(self) -> list[Job]:
        """The jobs that ran when this process first asked, as they were then: what earlier runs
        left is among them. One look serves all: with hundreds at work it is several pages."""
        return await in_time(self._left_running.get("", self._running), self.clock)

    async def _running(self) -> list[Job]:
        from wix_data_provider.waiter.states import JOB_STATES

        pending = {"status": {"$in": sorted(JOB_STATES.pending)}}
        return [job async for job in self.client.jobs.query_jobs(pending)]


class Session:
    """The provider's configuration at work. `journal_in` is the folder of the journal, if one is
    kept; `log` takes a line for the debug log, `warn` one that the user should see."""

    def __init__(
        self,
        config: Config,
        *,
        clock: Clock | None = None,
        journal_in: Path | None = None,
        log: Callable[[str], None] = lambda _: None,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.config = config
        self.clock: Clock = clock or SystemClock()
        self.began = self.clock.utc()
        self.journal = Journal(journal_in, self.clock, warn)
        self._log = log
        self._warn = warn
        self._transport: Transport | None = None
        self._sites: dict[str, Site] = {}
        self._newest: dict[str, Any] = {}
        self.surveys: Once[Any] = Once()
        """What was found in files, by their hash and what was asked of them."""
        self.hashes: Once[str] = Once()
        """SHA-256 of files, by what tells the states of a file apart."""
        self.before: dict[str, Any] = {}
        """The states that Diff was shown, by URN: what is created under such a one replaces it."""
        self.due: set[str] = set()
        """URNs of the resources whose operation this process will still run, or waits for."""

    def site(self, site_id: str) -> Site:
        """Raises ConfigError where there are no credentials."""
        if site_id not in self._sites:
            self._sites[site_id] = self._open(site_id)
        return self._sites[site_id]

    def shown(self, urn: str, inputs: Any) -> None:
        """Remember the newest inputs of a resource: its deletion is told the old ones only."""
        self._newest[urn] = inputs

    def newest(self, urn: str) -> Any | None:
        """The inputs that the program gave this resource in this run, if it has it; None also
        before its Check, as in a refresh."""
        return self._newest.get(urn)

    def due_inputs(self) -> dict[str, Any]:
        """The newest inputs of the resources that are due."""
        return {urn: inputs for urn, inputs in self._newest.items() if urn in self.due}

    async def aclose(self) -> None:
        if self._transport is not None:
            await self._transport.aclose()

    def _open(self, site_id: str) -> Site:
        from wix_data_provider.client import SiteClient
        from wix_data_provider.waiter.lookup import Lookup
        from wix_data_provider.waiter.poller import Poller
        from wix_data_provider.waiter.states import (
            BACKUP_STATES,
            DELETION_STATES,
            JOB_STATES,
            RESTORATION_STATES,
        )

        client = SiteClient(self._connect(), site_id)
        poller = partial(Poller, clock=self.clock, log=self._log, warn=self._warn)
        return Site(
            client,
            backups=poller(client.backups.backups_by_id, BACKUP_STATES),
            deletions=poller(client.backups.backups_by_id, DELETION_STATES),
            restorations=poller(client.restorations.restorations_by_id, RESTORATION_STATES),
            jobs=poller(client.jobs.jobs_by_id, JOB_STATES, fraction=lambda job: job.fraction),
            jobs_named=Lookup(client.jobs.jobs_named, self.clock),
            clock=self.clock,
        )

    def _connect(self) -> Transport:
        if self._transport is None:
            from wix_data_provider.client.auth import (
                ApiKeyAuth,
                Auth,
                OAuthAuth,
            )
            from wix_data_provider.client.transport import Transport

            credentials = self.config.require_credentials()
            auth: Auth
            if isinstance(credentials, ApiKey):
                auth = ApiKeyAuth(credentials.key)
            else:
                auth = OAuthAuth(
                    credentials.app_id,
                    credentials.app_secret,
                    credentials.instance_id,
                    self.clock,
                )
            self._transport = Transport(
                self.config.endpoint,
                auth,
                self.clock,
                requests_per_minute=self.config.requests_per_minute,
                log=self._log,
            )
        return self._transport
