"""What was seen of each statement, in a few words, and in which request first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tools.wix.stated import Statement

LONGEST = 120
"""Characters of one thing seen."""


@dataclass
class Sight:
    """One thing seen: how often, and the ID of the request before its first time."""

    value: str
    request_id: str | None
    times: int = 1


@dataclass
class Seen:
    """All that was seen in one run. Notes are words of ours, codes and bits of our own content:
    never a signed URL or anything of somebody else's; `hide` takes the key out of them."""

    statements: Iterable[Statement]
    hide: Callable[[str], str] = str
    requests: int = 0
    request_id: str | None = None
    _sights: dict[str, dict[str, Sight]] = field(init=False)

    def __post_init__(self) -> None:
        self._sights = {statement.id: {} for statement in self.statements}

    def note(self, statement: str, value: str) -> None:
        """Something was seen of a statement, named by its ID."""
        value = " ".join(self.hide(value).split())[:LONGEST] or "nothing"
        known = self._sights[statement]
        if value in known:
            known[value].times += 1
        else:
            known[value] = Sight(value, self.request_id)

    def of(self, statement: Statement) -> list[Sight]:
        """Everything different that was seen of it, in order."""
        return list(self._sights[statement.id].values())
