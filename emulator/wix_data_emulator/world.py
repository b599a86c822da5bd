"""Everything the emulator knows, behind one thread: the composition root.

All work on the state runs on a single worker thread, one request at a time. So the SQLite
connection needs no lock, requests may come by the hundred, and uploads still stream meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from wix_data_emulator.announcing import announce
from wix_data_emulator.clock import Clock
from wix_data_emulator.faults import Faults
from wix_data_emulator.job_runs import JobRunner
from wix_data_emulator.journal import clear_entries
from wix_data_emulator.limits import RateLimiter
from wix_data_emulator.seed import apply_seed
from wix_data_emulator.settings import Settings
from wix_data_emulator.settling import settle_slice
from wix_data_emulator.signing import make_key
from wix_data_emulator.store import Store
from wix_data_emulator.uploads import Signer
from wix_data_emulator.webhooks import clear_webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Result = TypeVar("Result")

CLOCK_OFFSET, SETTINGS = "clock_offset_ms", "settings"
SIGNING_KEY, WEBHOOK_KEY = "signing_key", "webhook_key"


@dataclass(frozen=True)
class Options:
    """What the command line fixes; `settings` are the defaults that a request may change."""

    state: Path | None = None
    seed: Path | None = None
    api_key: str | None = None
    settings: Settings = field(default_factory=Settings)


class World:
    """State, clock and rules of one emulator. Every method but `run` is for its worker thread."""

    def __init__(self, options: Options, clock: Clock | None = None) -> None:
        self.options = options
        self.store = Store(options.state)
        self.clock = clock or Clock()
        self.faults = Faults()
        self.limiter = RateLimiter()
        self.settings = options.settings
        self.signer = Signer(b"")
        self._runner = JobRunner()
        self._closing = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="state")
        try:
            with self.store.transaction():
                self._load()
                self._seed()
        except BaseException:
            self.close()
            raise

    async def run(self, work: Callable[[], Result]) -> Result:
        """Apply what is due, then do `work` in one transaction."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._settle_and_do, work
        )

    def close(self) -> None:
        """Stop after the slice of work under way."""
        self._closing = True
        self._thread.shutdown(wait=True, cancel_futures=True)
        self.store.close()

    def advance_clock(self, seconds: float) -> None:
        """Move time ahead."""
        self.clock.advance(seconds)
        self.store.set_meta(CLOCK_OFFSET, str(self.clock.offset_ms))

    def change_settings(self, changes: Mapping[str, object]) -> None:
        """Replace the settings that `changes` names; they survive a restart.

        Raises: ValidationError.
        """
        self.settings = self.settings.changed(changes)
        kept = json.loads(self.store.get_meta(SETTINGS) or "{}")
        self.store.set_meta(SETTINGS, json.dumps({**kept, **changes}))

    def webhook_key(self) -> str:
        """The private key of webhooks, made when it is first needed."""
        key = self.store.get_meta(WEBHOOK_KEY) or make_key()
        self.store.set_meta(WEBHOOK_KEY, key)
        return key

    def meet_site(self, site: str) -> None:
        """A site comes to be when it is first named."""
        self.store.db.execute(
            "INSERT OR IGNORE INTO sites VALUES (?, ?)", (site, self.clock.now_ms())
        )

    def reset(self) -> None:
        """As at the first start, seed included."""
        for table in ("sites", "tokens", "requests", "meta"):
            self.store.db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        clear_webhooks(self.store.db)
        self.faults.forget()
        self.limiter.forget()
        self._runner.forget()
        self.clock.offset_ms = 0
        self._load()
        self._seed()

    def reset_site(self, site: str) -> None:
        """One site as at the first start, seed included."""
        self.store.db.execute("DELETE FROM sites WHERE id = ?", (site,))
        clear_entries(self.store.db, site)
        self.limiter.forget(site)
        self._runner.forget()
        self._seed()

    def _settle_and_do(self, work: Callable[[], Result]) -> Result:
        while not self._closing and self._settle_slice():
            pass
        with self.store.transaction() as db:
            result = work()
            announce(db, self.settings, self.clock.now_ms())
            return result

    def _settle_slice(self) -> bool:
        with self.store.transaction() as db:
            did_something = settle_slice(db, self._runner, self.settings, self.clock.now_ms())
            announce(db, self.settings, self.clock.now_ms())
            return did_something

    def _load(self) -> None:
        """Take up what the state file knows, and begin what it does not."""
        offset = self.store.get_meta(CLOCK_OFFSET)
        if offset is not None:
            self.clock.offset_ms = int(offset)
        changes = json.loads(self.store.get_meta(SETTINGS) or "{}")
        self.settings = self.options.settings.changed(changes)
        key = self.store.get_meta(SIGNING_KEY) or secrets.token_hex(32)
        self.store.set_meta(SIGNING_KEY, key)
        self.signer = replace(self.signer, key=key.encode())

    def _seed(self) -> None:
        if self.options.seed is not None:
            apply_seed(self.store.db, self.options.seed, self.clock.now_ms())
