"""Scripted faults: the next requests that match get no answer, another one, or a late one."""

from __future__ import annotations

import re
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wix_data_emulator.settings import read_seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wix_data_emulator.fields import Fields

BEFORE, AFTER = "before", "after"
DROP, STATUS, DELAY = "drop", "status", "delay"
ANY = "*"
MOST_TIMES = 10**9
LOWEST_STATUS, HIGHEST_STATUS = 400, 599


@dataclass(frozen=True)
class Fault:
    """What happens to the next `times` requests of a method and path.

    `phase` after: the request takes effect, and then its answer is lost, replaced or late.
    """

    method: str
    path: str
    times: int
    phase: str
    action: str
    status: int
    headers: Mapping[str, str]
    seconds: float

    def matches(self, method: str, path: str) -> bool:
        """Whether it is meant for a request; `*` stands for any text, slashes too."""
        pattern = ".*".join(re.escape(part) for part in self.path.split(ANY))
        return self.method in (ANY, method) and re.fullmatch(pattern, path, re.DOTALL) is not None

    @property
    def label(self) -> str:
        """What the journal calls it."""
        return f"{self.action} {self.phase}"

    def to_json(self) -> dict[str, object]:
        """As `GET /_emulator/faults` shows it."""
        return {**vars(self), "headers": dict(self.headers)}


class Faults:
    """Faults still to come, first come first served."""

    def __init__(self) -> None:
        self._waiting: deque[Fault] = deque()
        self.forgotten: Future[None] = Future()
        """Done once the requests that came until now are forgotten."""

    def add(self, faults: Sequence[Fault]) -> None:
        """Script more of them."""
        self._waiting.extend(faults)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this request, used up once."""
        for at, fault in enumerate(self._waiting):
            if fault.matches(method, path):
                if fault.times > 1:
                    self._waiting[at] = replace(fault, times=fault.times - 1)
                else:
                    del self._waiting[at]
                return fault
        return None

    def list(self) -> Sequence[Fault]:
        """Those still to come."""
        return tuple(self._waiting)

    def clear(self) -> None:
        """None of them comes."""
        self._waiting.clear()

    def forget(self) -> None:
        """Nor do the requests go on that are held."""
        self.clear()
        forgotten, self.forgotten = self.forgotten, Future()
        forgotten.set_result(None)


def read_fault(given: Fields) -> Fault:
    """A checked fault; everything but `path` and `action` has a default.

    Raises: ValidationError.
    """
    given.required_text("action", longest=16)
    return Fault(
        method=(given.text("method", longest=16) or ANY).upper(),
        path=given.required_text("path", longest=2048),
        times=given.integer("times", default=1, low=1, high=MOST_TIMES),
        phase=given.choice("phase", (BEFORE, AFTER)) or BEFORE,
        action=given.choice("action", (DROP, STATUS, DELAY)) or DROP,
        status=given.integer("status", default=503, low=LOWEST_STATUS, high=HIGHEST_STATUS),
        headers={name: str(value) for name, value in given.child("headers").values.items()},
        seconds=read_seconds(given, "seconds", 0.0),
    )
