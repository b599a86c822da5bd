"""Submit at most once: what an earlier run began is gone on with, a lost answer is looked up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from asyncio import CancelledError
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from wix_data_provider.errors import (
    ApiError,
    LostAnswer,
    Operation,
    ProtocolError,
    Refused,
    ServerError,
    TransportError,
)
from wix_data_provider.journal import Note
from wix_data_provider.lifecycle.wording import iso
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from datetime import datetime

    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.session import Session

    Again = Callable[[], Awaitable[bool]]

Op = TypeVar("Op", bound=Operation)

LOOKS_AFTER_S = (1, 2, 4, 8)
"""Looks for an operation whose answer was lost: Wix may take a moment to list it."""
LISTED_AFTER = timedelta(seconds=sum(LOOKS_AFTER_S))
ABOUT = timedelta(minutes=10)
"""How far apart the clocks of Wix and of this machine may be, where a later run looks."""
SUBMITS = 3
"""Of an operation that may run twice without harm, where its answers are lost and no look finds
it."""


class Submission(ABC, Generic[Op]):
    """One operation to be begun, and how it is found at Wix when its answer is lost.

    `noun` names the kind ("import job"), `what` this one, `look_at` where a user would see it,
    `token` is the resource's type, `subject` and `mark` are those of the journal's note. `caution`
    is what to say of one that was found by comparing lists, `else_then` what the next run does
    where a look for a lost one finds nothing.
    """

    by_mark: ClassVar[bool]
    """Whether it carries the mark, so that what is found is surely this resource's own."""

    def __init__(
        self,
        *,
        noun: str,
        what: str,
        look_at: str,
        token: str,
        site_id: str,
        mark: str,
        else_then: str | None = None,
    ) -> None:
        self.noun = noun
        self.what = what
        self.look_at = look_at
        self.caution = ""
        self.else_then = else_then or "submits anew if there is nothing"
        self.token = token
        self.site_id = site_id
        self.mark = mark

    @property
    @abstractmethod
    def subject(self) -> str:
        """By what it can be told from others."""

    @abstractmethod
    async def prepare(self) -> Collection[str]:
        """Everything before the submit; the IDs of the operations that Wix lists by now."""

    @abstractmethod
    async def send(self) -> Op:
        """Submit it."""

    @abstractmethod
    async def by_id(self, id: str) -> Op | None:
        """The operation of that ID, if Wix shows it."""

    @abstractmethod
    async def running(self) -> list[Op]:
        """Those that are surely this very operation, and that have not ended."""

    @abstractmethod
    async def candidates(self, note: Note) -> list[Op]:
        """Those that may be the one of the note: ended or not, and listed since."""

    def requested(self, op: Op) -> datetime | None:  # noqa: ARG002 - for those without a mark
        """When Wix took it up, for those that are told by it; None where Wix does not say."""
        return None

    def repeats(self, op: Op) -> bool:  # noqa: ARG002 - for the kinds that do
        """Whether this one ended, and is to be run again because that does no harm."""
        return False

    async def harmless(self) -> bool:
        """Whether it may run a second time, should the lost one have begun after all."""
        return False

    async def lacking(self) -> bool:
        """Whether one that began, and that Wix does not show any more, is to be run again."""
        return await self.harmless()

    async def supersede(self, op: Op) -> None:
        """An earlier run submitted this one, with other inputs, and it never was in the state."""


class Begun(Record, Generic[Op]):
    """An operation at Wix. `listed`: those that Wix listed before it. `compared`: it was found
    by comparing these with what came later, and might be a stranger's. `earlier`: an earlier run
    submitted it."""

    operation: Op
    listed: tuple[str, ...] = ()
    compared: bool = False
    earlier: bool = False


class Submitter(Generic[Op]):
    """One submission of the resource `urn`."""

    def __init__(
        self, submission: Submission[Op], session: Session, urn: str, report: Report
    ) -> None:
        self._it = submission
        self._journal = session.journal
        self._clock = session.clock
        self._urn = urn
        self._report = report
        self._lost_one: Note | None = None

    async def begin(self) -> Begun[Op]:
        """The operation that an earlier run began, else a new one.

        Raises LostAnswer where it may have begun and is not to be seen, or several might be it;
        and what the client raises.
        """
        earlier = await self.resume()
        if earlier is not None:
            return earlier
        await self._refuse_unsure()
        for _ in range(SUBMITS - 1):
            begun = await self._submit(again=self._it.harmless)
            if begun is not None:
                return begun
        begun = await self._submit(again=_never)
        assert begun is not None  # noqa: S101 - it raises rather than asking to go on
        return begun

    # What an earlier run began

    async def resume(self) -> Begun[Op] | None:
        """The operation that an earlier run began, if there is one. Submits nothing."""
        note = self._journal.open_note(self._urn)
        if note is not None and note.mark != self._it.mark:
            await self._supersede(note)
            note = None
        found = await (self._it.running() if note is None else self._noted(note))
        if not found:
            if note is not None and note.id is not None and not await self._it.lacking():
                raise self._gone(note)
            return None
        if note is not None and note.id is None and not self._requested_then(note, found[0]):
            if await self._it.harmless():
                return None
            raise self._refusal(
                found,
                f"an earlier run submitted at {note.submitted}",
                ", though requested at another time by the clock of Wix",
            )
        one = self._only(found, "an earlier run submitted")
        if self._it.repeats(one):
            self._report.info(
                f"{self._it.noun} {one.id} of an earlier run ended as {one.status}: runs again"
            )
            return None
        when = f" at {note.submitted}" if note else ""
        self._report.info(
            f"goes on with {self._it.noun} {one.id}, which an earlier run submitted{when}; "
            "nothing is submitted. Should the engine warn of pending operations, `pulumi refresh "
            "--clear-pending-creates` clears them"
        )
        if note is None:
            note = self._note(())
            self._journal.open(note)
        self._journal.resumed(self._urn)
        compared = not self._it.by_mark and (note.id is None or note.compared)
        if compared and self._it.caution:
            self._report.warning(f"{self._it.noun} {one.id} {self._it.caution}")
        return self._reached(one, note, compared=compared).evolve(earlier=True)

    async def _noted(self, note: Note) -> list[Op]:
        """What the note tells of. A fresh one is looked for as long as a lost answer is."""
        found = await self._once_noted(note)
        for wait_s in LOOKS_AFTER_S:
            if found or abs(self._clock.utc() - note.at) > LISTED_AFTER:
                break
            self._report.status(f"looking for the {self._it.noun} that an earlier run submitted")
            await self._clock.sleep(wait_s)
            found = await self._once_noted(note)
        return found

    async def _once_noted(self, note: Note) -> list[Op]:
        if note.id is None:
            since = await self._candidates(note)
            return [op for op in since if self._requested_then(note, op)] or since
        found = await self._it.by_id(note.id)
        return [] if found is None else [found]

    def _requested_then(self, note: Note, op: Op) -> bool:
        """Whether it was requested about the time of the note. The clocks of Wix and of this
        machine may differ, and Wix may have taken a while."""
        requested = self._it.requested(op)
        return requested is None or abs(requested - note.at) <= ABOUT

    async def _supersede(self, note: Note) -> None:
        if note.site_id != self._it.site_id:
            self._report.warning(
                f"an earlier run submitted {note.id or self._it.noun} at {note.submitted} on site "
                f"{note.site_id}, and its end was not saved: look at that site"
            )
            self._journal.close(self._urn)
            return
        for op in await self._noted(note):
            await self._it.supersede(op)
        self._journal.close(self._urn)

    async def _refuse_unsure(self) -> None:
        """The same was submitted in a run that ended, and the engine does not show whether it
        was saved. Raises Refused where it must not run twice."""
        note = self._journal.ended_note(self._urn)
        same = note is not None and (note.mark, note.site_id) == (self._it.mark, self._it.site_id)
        if note is None or note.id is None or not same:
            return
        op = await self._it.by_id(note.id)
        if op is None or self._it.repeats(op) or await self._it.lacking():
            return
        raise Refused(
            f"an earlier run submitted {self._it.noun} {op.id} ({op.status}) at {note.submitted}, "
            "and the engine does not show whether the stack has it. It is not submitted again. "
            "Where the stack has it, `pulumi refresh` shows that, and then a forced replacement "
            "goes on; a change of `triggers` runs it anew. Where it could not be saved, take it "
            f"over:\n{self._line(op)}"
        )

    # Submitting

    async def _submit(self, again: Again) -> Begun[Op] | None:
        """None where it is to be submitted again."""
        note = self._note(await self._it.prepare())
        if self._lost_one is not None and await self._candidates(self._lost_one):
            lost, self._lost_one = self._lost_one, None
            self._journal.open(lost)
            found = await self.resume()  # it was listed meanwhile
            if found is not None:
                return found
        self._journal.open(note)
        try:
            return self._reached(await self._it.send(), note)
        except (TransportError, ServerError, ProtocolError) as error:
            if not isinstance(error, ServerError) and not error.sent:
                self._never_began()
                raise
            return await self._after_lost(note, str(error), again)
        except (ApiError, CancelledError):
            self._never_began()  # refused, or it never left
            raise

    def _never_began(self) -> None:
        """One that was lost before this one may have."""
        if self._lost_one is None:
            self._journal.close(self._urn)
        else:
            self._journal.open(self._lost_one)

    async def _after_lost(self, note: Note, cause: str, again: Again) -> Begun[Op] | None:
        try:
            found = await self._look_up(note)
            if found:
                one = self._only(found, f"{self._it.what} was submitted, its answer was lost")
                self._report.warning(
                    f"the answer to the submit was lost ({cause}); it is {self._it.noun} {one.id}"
                    + (f", which {self._it.caution}" if self._it.caution else "")
                )
                return self._reached(one, note, compared=not self._it.by_mark)
            if await again():
                self._report.warning(
                    f"the answer to the submit was lost ({cause}), and Wix shows no such "
                    f"{self._it.noun}: submitting once more"
                )
                self._lost_one = note
                return None
        except (CancelledError, TransportError, ApiError, ProtocolError) as error:
            raise self._lost(cause) from error
        raise self._lost(cause)

    async def _look_up(self, note: Note) -> list[Op]:
        for wait_s in LOOKS_AFTER_S:
            self._report.status("the answer was lost; looking for what was submitted")
            await self._clock.sleep(wait_s)
            found = await self._candidates(note)
            if found:
                return found
        return []

    async def _candidates(self, note: Note) -> list[Op]:
        """Those that no other resource is known to have."""
        found = await self._it.candidates(note)
        others = set() if self._it.by_mark else self._journal.of_others(self._urn)
        return [op for op in found if op.id not in others]

    def _reached(self, operation: Op, note: Note, *, compared: bool = False) -> Begun[Op]:
        self._journal.reached(self._urn, operation.id, compared=compared)
        return Begun(operation, note.listed, compared)

    def _note(self, listed: Collection[str]) -> Note:
        return Note(
            self._urn,
            self._it.mark,
            self._it.subject,
            iso(self._clock.utc()) or "",
            tuple(listed),
            site_id=self._it.site_id,
        )

    def _only(self, found: Sequence[Op], what: str) -> Op:
        if len(found) == 1:
            return found[0]
        raise self._refusal(found, what)

    def _refusal(self, found: Sequence[Op], what: str, though: str = "") -> Refused:
        lines = "\n".join(f"{self._line(op)}    ({op.status})" for op in found)
        first = ""
        if self._journal.in_state(self._urn):  # `pulumi import` takes nothing that is there already
            first = f"`pulumi state delete '{self._urn}'` and then "
        return Refused(
            f"{what}, and {len(found)} at Wix might be it{though}. Nothing is submitted. If one "
            f"is, run {first}its line; if none is, change `triggers`:\n{lines}"
        )

    def _line(self, op: Op) -> str:
        name = self._urn.rsplit("::", 1)[-1]
        return f"  pulumi import {self._it.token} {name} {self._it.site_id}/{op.id}"

    def _gone(self, note: Note) -> LostAnswer:
        return LostAnswer(
            f"an earlier run began {self._it.noun} {note.id} at {note.submitted}, and Wix does not "
            f"show it. It is not submitted again. Look at {self._it.look_at}. The next `pulumi up` "
            "looks again; a change of `triggers` runs it anew"
        )

    def _lost(self, cause: str) -> LostAnswer:
        return LostAnswer(
            f"{self._it.what} was submitted, but the answer was lost ({cause}), and Wix does not "
            "show it. It may have begun all the same, so it is not submitted again now. Look at "
            f"{self._it.look_at}. The next `pulumi up` looks again: it goes on with what it "
            f"finds, and {self._it.else_then}"
        )


async def _never() -> bool:
    return False
