"""lifecycle/submit.py: a request that begins an operation is awaited to its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from wix_data_provider.errors import (
    ApiError,
    LostAnswer,
    PermissionDenied,
    ProtocolError,
    ServerError,
    TransportError,
)
from wix_data_provider.lifecycle.submit import GRACE_S, submit

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


class Call:
    """A request on its way: the answer, or the error, comes after some time."""

    def __init__(
        self, clock: FakeClock, answer: str | Exception = "id", after_s: float = 0
    ) -> None:
        self.clock = clock
        self.answer = answer
        self.after_s = after_s
        self.ended = ""

    async def send(self) -> str:
        try:
            await self.clock.sleep(self.after_s)
        except asyncio.CancelledError:
            self.ended = "cut off"
            raise
        if isinstance(self.answer, Exception):
            raise self.answer
        self.ended = "answered"
        return self.answer

    async def submitted(self) -> str:
        answer = await submit(
            self.send(), what="A backup of site s1", look_at="the backups", clock=self.clock
        )
        await asyncio.sleep(0)  # a cancel that was held back strikes here
        return answer


async def test_the_answer_of_a_submit(clock: FakeClock) -> None:
    assert await Call(clock).submitted() == "id"


async def test_a_cancel_before_the_answer_waits_for_it_and_strikes_after(clock: FakeClock) -> None:
    call = Call(clock, after_s=GRACE_S - 0.1)
    seen: list[str] = []

    async def work() -> None:
        seen.append(await submit(call.send(), what="A backup", look_at="the backups", clock=clock))
        await asyncio.sleep(0)
        seen.append("went on")

    task = asyncio.create_task(work())
    await clock.advance(0.5)
    task.cancel()
    async with clock.running():
        await asyncio.wait({task})
    assert seen == ["id"]
    assert task.cancelled()


async def test_an_answer_that_takes_too_long_is_lost(clock: FakeClock) -> None:
    call = Call(clock, after_s=60)
    task = asyncio.create_task(call.submitted())
    await clock.advance(10)
    task.cancel()
    await clock.advance(GRACE_S)
    with pytest.raises(LostAnswer, match="canceled before Wix had answered"):
        await task
    assert call.ended == "cut off"
    assert clock.sleeping == 0


@pytest.mark.parametrize(
    "error",
    [
        TransportError("the connection broke"),
        ServerError("fault", status=503),
        ProtocolError("id: Field required"),
    ],
    ids=["connection", "5xx", "an answer that cannot be read"],
)
@pytest.mark.parametrize("cancel", [False, True], ids=["", "canceled meanwhile"])
async def test_an_unknown_outcome_is_a_lost_answer(
    clock: FakeClock, error: Exception, *, cancel: bool
) -> None:
    task = asyncio.create_task(Call(clock, error, after_s=1).submitted())
    await clock.advance(0.5)
    if cancel:
        task.cancel()
    await clock.advance(1)
    with pytest.raises(LostAnswer) as lost:
        await task
    assert str(lost.value) == (
        f"A backup of site s1 was submitted, but the answer was lost ({error}). Wix may be working "
        "on it, so it is not submitted again now. Look at the backups; once you know, run `pulumi "
        "up` again: if it is there, `pulumi import` it first, else it will be submitted anew"
    )


@pytest.mark.parametrize(
    "error",
    [
        TransportError("no route", sent=False),
        PermissionDenied("not permitted", status=403),
        ApiError("bad request", status=400),
    ],
    ids=str,
)
async def test_what_provably_had_no_effect_is_no_lost_answer(
    clock: FakeClock, error: Exception
) -> None:
    with pytest.raises(type(error)) as same:
        await Call(clock, error).submitted()
    assert same.value is error
