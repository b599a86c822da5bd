"""Fixtures for tests of the functions: the emulator in this process, and calls of functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.functions.calls import Calls
from tests.resources.conftest import wix

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

__all__ = ["calls", "wix"]


@pytest.fixture
def calls(wix: Wix, clock: FakeClock) -> Calls:
    """Calls of functions by a provider that has a site and a key."""
    return Calls(clock)
