"""What a recorded import means: good or not, why, and what the next `up` does. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.lifecycle.wording import count
from wix_data_provider.resources.import_outcome import described, too_many
from wix_data_provider.waiter.states import GONE, JOB_STATES, Outcome

if TYPE_CHECKING:
    from wix_data_provider.resources.import_job import ImportJobState

_NOTHING_WRITTEN = "WDH0001"  # Wix: validation failed during initialization


def pending(state: ImportJobState) -> bool:
    """Whether Wix was still working when it was last seen."""
    return JOB_STATES.outcome(state.status) is Outcome.PENDING


def uncounted(state: ImportJobState) -> bool:
    """Whether the job ended, and its rejects are not known: its logs may tell."""
    return not pending(state) and state.items_rejected is None and complaint(state) is not None


def complaint(state: ImportJobState) -> str | None:
    """Why the resource is red; None where the import worked well enough."""
    job = f"import job {state.job_id}"
    if pending(state):
        if not state.available:
            return f"{job} was {state.status} when last seen, and Wix does not show it any more"
        return f"{job} is still {state.status}; the next `pulumi up` waits for it"
    if JOB_STATES.outcome(state.status) is Outcome.FAILED:
        ended = "vanished from Wix" if state.status == GONE else state.status
        return _sentence(f"{job} {ended}{_because(state)}", state, _next(state))
    excess = too_many(state.items_rejected, state.max_rejected, state.rows)
    if excess is None:
        return None
    return _sentence(f"{job} is {state.status}: {excess}{_because(state)}", state, _STAYS)


def remark(state: ImportJobState) -> str | None:
    """What somebody should look at although the import is good enough."""
    if not state.items_rejected:
        return None
    return (
        f"{count(state.items_rejected, 'row')} rejected (maxRejected is {state.max_rejected}): "
        f"{_rejects(state)}"
    )


def summary(state: ImportJobState) -> str:
    """The end of an import that is good enough, in a few words."""
    told = {"written": state.items_successful, "rejected": state.items_rejected}
    counts = [f"{number:,} {word}" for word, number in told.items() if number is not None]
    return f"{state.status}: {', '.join(counts)}" if counts else state.status


def runs_again(state: ImportJobState) -> bool:
    """Whether a failed import is run again by the next `up`, because that can do no harm.

    Too many rejects would be the same ones again; a truncation is never repeated by itself.
    """
    if JOB_STATES.outcome(state.status) is not Outcome.FAILED or state.write_policy == _TRUNCATE:
        return False
    return wrote_nothing(state) or state.rows_without_id == 0


def wrote_nothing(state: ImportJobState) -> bool:
    """Whether Wix told that not one item was written; a number not given is no 0, and that of
    a job under way is not the last one."""
    if pending(state):
        return False
    refused = bool(state.error and _NOTHING_WRITTEN in state.error)
    return state.items_successful == 0 or (state.items_successful is None and refused)


_TRUNCATE = "TRUNCATE_BEFORE"
_STAYS = (
    "It stays failed until the source, another operation input or `triggers` changes, or "
    "`maxRejected` allows it"
)


def _next(state: ImportJobState) -> str:
    if runs_again(state):
        return "The next `pulumi up` imports again"
    if state.write_policy == _TRUNCATE:
        return (
            "It may have emptied the collection, so it stays failed until an operation input or "
            "`triggers` changes"
        )
    return (
        "It may have written rows that nothing identifies, so it stays failed until an operation "
        "input or `triggers` changes"
    )


def _because(state: ImportJobState) -> str:
    return f" ({state.error})" if state.error else ""


def _sentence(what: str, state: ImportJobState, then: str) -> str:
    written = "" if state.items_successful is None else f"{state.items_successful:,} written. "
    rejects = f"First rejects: {_rejects(state)}. " if state.rejected else ""
    return f"{what}. {written}{rejects}{then}"


def _rejects(state: ImportJobState) -> str:
    return described([(row.item, row.code, row.reason) for row in state.rejected])
