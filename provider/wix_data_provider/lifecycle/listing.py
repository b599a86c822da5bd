"""What exists already, as `pulumi do … list` shows it: the IDs that `pulumi import` takes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from wix_data_provider.deadline import READ_S, until
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.codec import decode
from wix_data_provider.lifecycle.fields import Inputs
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.strict import decode_inputs, hushed
from wix_data_provider.lifecycle.values import has_unknown
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from wix_data_provider.config import Config
    from wix_data_provider.session import Session

A = TypeVar("A", bound=Inputs)

PAGE = 100
"""How many are listed at once where the engine asks for no number."""


class Listed(Record):
    """One thing that exists. Things come newest first: by `moment` (ISO 8601, UTC), so that a
    page can begin behind one of them."""

    id: str
    name: str
    moment: str


class Page(Record):
    """Some of what exists; `continuation` leads on, and is empty on the last page."""

    items: Sequence[Listed]
    continuation: str = ""


class Listing(ABC, Generic[A]):
    """How the resources of one type are found."""

    args: type[A]

    @abstractmethod
    def check(self, args: A, config: Config) -> Checked:
        """Rules beyond types, and what is effective where an argument is left out."""

    @abstractmethod
    def list(self, args: A, session: Session, until: str | None) -> AsyncGenerator[Listed, None]:
        """All of them, newest first; those after the moment `until` may be left out."""


class Listings:
    """All listings over one session."""

    def __init__(self, session: Session, listings: Mapping[str, Listing[Any]]) -> None:
        self._session = session
        self._listings = listings

    async def page(
        self,
        token: str,
        query: Mapping[str, Any],
        *,
        limit: int = 0,
        size: int = 0,
        behind: str = "",
    ) -> Page | None:
        """Resources of a type from the continuation `behind` on, `size` at most (0: PAGE); None
        where the query holds what is not known yet. `limit` (0: none) is what is still wanted:
        where it is reached, nothing is said of more.

        Raises: ConfigError for a type that cannot be listed, or a wrong query.
        """
        listing = self._listing(token)
        if has_unknown(dict(query)):
            return None
        args = self._effective(listing, query)
        mark = _mark_of(behind)
        found: list[Listed] = []
        full = size if size > 0 else PAGE
        most = min(full, limit) if limit > 0 else full
        listed = listing.list(args, self._session, mark[0] if mark else None)
        with until(self._session.clock.now() + READ_S):
            async with aclosing(listed), aclosing(_behind(mark, listed)) as rest:
                async for item in rest:
                    if len(found) == most:
                        return Page(found, f"{found[-1].moment} {found[-1].id}")
                    found.append(item)
                    if len(found) == limit:
                        return Page(found)
        return Page(found)

    def _listing(self, token: str) -> Listing[Any]:
        if token not in self._listings:
            known = ", ".join(sorted(self._listings))
            raise ConfigError(f"{token} cannot be listed; what can is: {known}")
        return self._listings[token]

    def _effective(self, listing: Listing[Any], query: Mapping[str, Any]) -> Any:
        args, found = decode_inputs(listing.args, query)
        checked = Checked() if args is None else listing.check(args, self._session.config)
        problems = [*found, *hushed(checked.problems, query)]
        if problems:
            raise ConfigError("; ".join(problem.reason for problem in problems))
        return decode(listing.args, {**query, **checked.effective})[0]


def _mark_of(continuation: str) -> tuple[str, str] | None:
    if not continuation:
        return None
    moment, _, id = continuation.partition(" ")
    if not moment or not id:
        raise ConfigError(f"{continuation!r} leads to no page of this list; begin it anew")
    return moment, id


async def _behind(
    mark: tuple[str, str] | None, listed: AsyncGenerator[Listed, None]
) -> AsyncGenerator[Listed, None]:
    """Those that come after the mark: older, or as old and listed after it."""
    passed = mark is None
    async for item in listed:
        if mark is None or passed or item.moment < mark[0]:
            passed = True
            yield item
        elif item.id == mark[1]:
            passed = True
