"""Fixtures for tests of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.client.wix import Wix

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.fake_clock import FakeClock


@pytest.fixture
async def wix(clock: FakeClock) -> AsyncIterator[Wix]:
    """Wix as a test prepares it; time passes by itself."""
    async with clock.running():
        yield Wix(clock)
