"""Calls of functions as the engine makes them, and the jobs that they are to find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.resources.stack import CONFIG
from tests.resources.wix import JOBS
from wix_data_provider.functions import FUNCTIONS
from wix_data_provider.lifecycle.function import Functions
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix
    from wix_data_provider.config import Config

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


class Rejected(Exception):
    """The arguments are wrong; all reasons in one line."""


@dataclass
class Calls:
    clock: FakeClock
    config: Config = field(default_factory=lambda: CONFIG)

    async def __call__(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The result of wix-data:index:<name>. Raises Rejected."""
        session = Session(self.config, clock=self.clock)
        functions = Functions(session, FUNCTIONS)
        result, problems = await functions.invoke(f"wix-data:index:{name}", arguments)
        await session.aclose()
        if problems:
            raise Rejected("; ".join(problem.reason for problem in problems))
        return result


async def export_jobs(wix: Wix, count: int) -> list[str]:
    """Jobs that export `products`, a second apart; their IDs, newest first."""
    order = {
        "source": {"wixDataCollection": {"collectionId": "products"}},
        "destination": {"file": {"format": "CSV", "fileName": "all.csv"}},
    }
    ids = []
    for number in range(count):
        made = await wix.ask("POST", JOBS, {"name": f"job {number:03}", **order})
        ids.append(made["job"]["id"])
        await wix.clock.sleep(1)
    return ids[::-1]
