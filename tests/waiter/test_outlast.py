"""waiter/outlast.py: what is asked right behind a wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wix_data_provider.deadline import LOOK_S, until
from wix_data_provider.errors import NotFound, TransportError, WixDataError
from wix_data_provider.waiter.outlast import outlast

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio

CUT = TransportError("no connection")


class Wix:
    """Answers from `back` on."""

    def __init__(self, clock: FakeClock, back: float, error: WixDataError = CUT) -> None:
        self.clock = clock
        self.back = back
        self.error = error

    async def ask(self) -> str:
        if self.clock.now() < self.back:
            raise self.error
        return "answer"


async def test_wix_may_be_away_for_as_long_as_there_is_time(clock: FakeClock) -> None:
    async with clock.running():
        with until(600):
            assert await outlast(Wix(clock, back=580).ask, clock) == "answer"


@pytest.mark.parametrize("deadline", [0, 120])
async def test_at_the_deadline_the_trouble_is_told(clock: FakeClock, deadline: float) -> None:
    async with clock.running():
        with until(deadline), pytest.raises(TransportError, match="no connection"):
            await outlast(Wix(clock, back=9999).ask, clock)
    ends = max(deadline, LOOK_S)
    assert ends - 30 <= clock.now() <= ends


async def test_a_refusal_is_final(clock: FakeClock) -> None:
    gone = NotFound("gone", status=404)
    with pytest.raises(NotFound):
        await outlast(Wix(clock, back=1, error=gone).ask, clock)
