"""Once Wix has given an ID, no path may lose it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

from wix_data_provider.errors import OperationError, ResourceInitFailed, WixDataError
from wix_data_provider.lifecycle.codec import encode
from wix_data_provider.lifecycle.fields import Inputs

if TYPE_CHECKING:
    from types import TracebackType

S = TypeVar("S", bound=Inputs)


class Checkpoint(Generic[S]):
    """A block after a submit: whatever ends it early, the engine is given `id` and `state`.

        with Checkpoint(id, state) as point:
            done = await poller.wait(..., seen=lambda op: point.reach(state_of(op)))

    A cancel, a timeout, a refused poll or a bug of ours: each becomes ResourceInitFailed.
    `canceled` is what a cancel says; what comes after the wait says it otherwise.
    """

    def __init__(self, id: str, state: S, *, what: str) -> None:
        self.id = id
        self.state = state
        self.canceled = (
            f"canceled while Wix was working on {what}; it goes on there, and the next "
            "`pulumi up` waits for it and submits nothing"
        )
        self._what = what

    def reach(self, state: S) -> None:
        """From here on, this is the state to save."""
        self.state = state

    def __enter__(self) -> Checkpoint[S]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, (ResourceInitFailed, KeyboardInterrupt, SystemExit)):
            return
        raise self.failed([self._reason(error)]) from error

    def failed(self, reasons: list[str]) -> ResourceInitFailed:
        """What to raise where the operation ended, and did not work."""
        return ResourceInitFailed(id=self.id, state=encode(self.state), reasons=reasons)

    def _reason(self, error: BaseException) -> str:
        if isinstance(error, asyncio.CancelledError):
            return self.canceled
        if isinstance(error, OperationError):
            return str(error).replace(error.id, self._what, 1)
        if isinstance(error, WixDataError):
            return str(error)
        return f"{self._what}: internal error, {type(error).__name__}: {error}"
