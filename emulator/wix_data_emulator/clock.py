"""The emulator's clock: the computer's time plus what tests advanced it by."""

from __future__ import annotations

import time
from collections.abc import Callable

Wall = Callable[[], float]
"""Seconds since 1970; tests give one that stands still."""


class Clock:
    """Time of jobs, backups, expiry and limits; it moves on its own and by `advance`."""

    def __init__(self, wall: Wall = time.time, offset_ms: int = 0) -> None:
        self._wall = wall
        self.offset_ms = offset_ms

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self._wall() * 1000) + self.offset_ms

    def advance(self, seconds: float) -> None:
        """Move ahead; whatever falls due in between happens with the next request."""
        self.offset_ms += int(seconds * 1000)
