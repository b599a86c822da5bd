"""Fixtures of all tests."""

from __future__ import annotations

import pytest

from tests.fake_clock import FakeClock

pytest_plugins = ["tests.not_run_here"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
