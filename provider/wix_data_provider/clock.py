"""Time, injected: the real clock here, a fake one in the tests."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timezone
from typing import Protocol


class Clock(Protocol):
    """What the provider may know of time."""

    def now(self) -> float:
        """Seconds on a clock that never goes back; deadlines are points on it. For any thread."""

    def utc(self) -> datetime:
        """The time of day, aware, for comparing with the dates of Wix."""

    async def sleep(self, seconds: float) -> None:
        """Let others run for that long."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        return time.monotonic()

    def utc(self) -> datetime:
        return datetime.now(timezone.utc)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
