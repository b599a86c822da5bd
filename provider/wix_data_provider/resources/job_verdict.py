"""What a recorded job means: good or not, why, and what the next `up` does. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.lifecycle.wording import count
from wix_data_provider.record import Record
from wix_data_provider.resources.job_outcome import by_reason, described, too_many
from wix_data_provider.waiter.states import GONE, JOB_STATES, Outcome

if TYPE_CHECKING:
    from wix_data_provider.resources.job_state import JobState

_NOTHING_WRITTEN = "WDH0001"  # Wix: validation failed during initialization


class Terms(Record):
    """By what a job is judged. `max_rejected` as in the program, of `rows` where they are known;
    None for jobs that must move everything.

    `runs_again`: a failed one is run again by the next `up`, as that can do no harm; else `stays`
    says why not. `skips_are_fine`: items that exist already are no rejects. `into_file`: no
    destination can reject an item, so that COMPLETED alone says that nothing was left out.
    `for_good`: no other `max_rejected` makes it good.
    """

    stays: str
    max_rejected: int | str | None = None
    rows: int | None = None
    runs_again: bool = False
    skips_are_fine: bool = False
    into_file: bool = False
    for_good: bool = False


def pending(state: JobState) -> bool:
    """Whether Wix was still working when it was last seen."""
    return JOB_STATES.outcome(state.status) is Outcome.PENDING


def failed(state: JobState) -> bool:
    """Whether Wix gave it up; a job that rejected too much has ended all the same."""
    return JOB_STATES.outcome(state.status) is Outcome.FAILED


def left_out(state: JobState, terms: Terms) -> bool:
    """Whether a job that must move everything, and may run again, did not."""
    if pending(state) or terms.max_rejected is not None or not terms.runs_again:
        return False
    if state.items_rejected is None and state.status == "COMPLETED":
        return False  # not counted: the next `up` does it, or nothing can have been left out
    return too_many(state.items_rejected, None, terms.rows) is not None


def whole(state: JobState, terms: Terms) -> bool:
    """Whether the status alone says that nothing was left out, where no number says otherwise."""
    return terms.into_file and not state.items_rejected and state.status == "COMPLETED"


def wrote_nothing(state: JobState) -> bool:
    """Whether Wix told that not one item was written; a number not given is no 0, and that of
    a job under way is not the last one."""
    if pending(state):
        return False
    refused = bool(state.error and _NOTHING_WRITTEN in state.error)
    return state.items_successful == 0 or (state.items_successful is None and refused)


def touched(state: JobState, *, truncates: bool) -> bool:
    """Whether the collection may be another one than before the job."""
    if truncates:
        return not (state.error and _NOTHING_WRITTEN in state.error)
    return not wrote_nothing(state)


def complaint(state: JobState, terms: Terms, noun: str, verb: str) -> str | None:
    """Why the resource is red; None where the job did what it should."""
    job = f"{noun} {state.job_id}"
    if pending(state):
        if not state.available:
            return f"{job} was {state.status} when last seen, and Wix does not show it any more"
        return f"{job} is still {state.status}; the next `pulumi up` waits for it"
    if failed(state):
        ended = "vanished from Wix" if state.status == GONE else state.status
        again = f"The next `pulumi up` {verb}s again"
        then = again if terms.runs_again else terms.stays
        return _sentence(f"{job} {ended}{_because(state)}", state, then)
    excess = too_many(state.items_rejected, terms.max_rejected, terms.rows)
    if excess is None or whole(state, terms):
        return None
    then = terms.stays if terms.max_rejected is None or terms.for_good else _STAYS
    then = f"The next `pulumi up` {verb}s again" if left_out(state, terms) else then
    return _sentence(f"{job} is {state.status}: {excess}{_because(state)}", state, then)


def remark(state: JobState, terms: Terms) -> str | None:
    """What somebody should look at although the job is good enough."""
    if state.items_rejected is None and not pending(state) and not whole(state, terms):
        return "Wix does not tell how many rows were rejected"
    if not state.items_rejected:
        return None
    return (
        f"{count(state.items_rejected, 'row')} rejected (maxRejected is {terms.max_rejected}): "
        f"{_rejects(state)}"
    )


def summary(state: JobState) -> str:
    """The end of a job that is good enough, in a few words."""
    told = {"written": state.items_successful, "rejected": state.items_rejected}
    counts = [f"{number:,} {word}" for word, number in told.items() if number is not None]
    return f"{state.status}: {', '.join(counts)}" if counts else state.status


_STAYS = (
    "It stays failed until an operation input or `triggers` changes, or `maxRejected` allows it"
)


def _because(state: JobState) -> str:
    return f" ({state.error})" if state.error else ""


def _sentence(what: str, state: JobState, then: str) -> str:
    written = "" if state.items_successful is None else f"{state.items_successful:,} written. "
    rejects = f"Rejected: {_rejects(state)}. " if state.rejected else ""
    return f"{what}. {written}{rejects}{then}"


def _rejects(state: JobState) -> str:
    """How many for which reason, the first of them, and how to see the rest."""
    first = described([(row.item, row.code, row.reason) for row in state.rejected])
    counts = f"{by_reason(state.rejected_by_code)}: " if state.rejected_by_code else ""
    more = (state.items_rejected or 0) - len(state.rejected)
    rest = f"for the rest, `{_logs_of(state)}`" if more > 0 else ""
    return "; ".join(part for part in (f"{counts}{first}", rest) if part)


def _logs_of(state: JobState) -> str:
    return f"pulumi do wix-data:getJobLogs --site-id {state.site_id} --job-id {state.job_id}"
