"""What every job shares: its inputs, its outputs, and how a look at the job becomes a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.wording import iso
from wix_data_provider.resources.site import SiteInputs
from wix_data_provider.waiter.states import GONE, JOB_STATES, Outcome

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import Job


class JobInputs(SiteInputs):
    """The inputs of every job."""

    triggers: dict[str, Any] | None = field(
        "Any values; a change of any of them runs the job again.", default=None, replace=True
    )
    name: str | None = field(
        "The job's name at Wix, for people; a short mark is added to it. By default the name of "
        "the resource. A change applies to the next run.",
        default=None,
    )


class RejectedItem(Inputs):
    """An item or row that a job did not move."""

    item: str | None = field("The item's ID, or its row number in a CSV file.", default=None)
    code: str | None = field("Wix's error code, such as WDE0009.", default=None)
    reason: str | None = field("What Wix says of it.", default=None)


class JobState(JobInputs):
    """The outputs of every job."""

    job_id: str = field("The job's ID at Wix.")
    status: str = field(
        "COMPLETED or PARTIALLY_SUCCESSFUL: finished. FAILED: it did not work. UNINITIALIZED, "
        "INITIALIZING, IN_PROGRESS: not finished yet. GONE: it vanished from Wix before it ended."
    )
    available: bool = field("Whether Wix still shows the job, as of the last look.")
    items_successful: int | None = field(
        "How many items were moved, where Wix tells.", default=None
    )
    items_rejected: int | None = field(
        "How many items or rows were rejected; absent where Wix does not tell.", default=None
    )
    rejected: list[RejectedItem] = field("The first rejected items or rows, ten at most.")
    rejected_by_code: dict[str, Any] | None = field(
        "How many items or rows were rejected for each of Wix's error codes, of the first thousand "
        "at least.",
        default=None,
    )
    error: str | None = field("What Wix says of a job that failed or left items out.", default=None)
    started_at: str | None = field("When the job was submitted (ISO 8601, UTC).", default=None)
    finished_at: str | None = field("When it ended (ISO 8601, UTC).", default=None)
    imported: bool | None = field(
        "True from `pulumi import` until a program's inputs are taken over.", default=None
    )


S = TypeVar("S", bound=JobState)


def seen(state: S, job: Job) -> S:
    """The state after a look at the job; counts stay unknown until Wix gives them.

    How many items a job that has ended rejected is not known before its logs were weighed.
    """
    progress = job.progress
    under_way = JOB_STATES.outcome(job.status) is Outcome.PENDING
    return state.evolve(
        status=job.status,
        items_successful=progress.items_successful if progress else None,
        items_rejected=progress.items_rejected if progress and under_way else None,
        error=_error_of(job),
        started_at=iso(job.started_at),
        finished_at=iso(job.finished_at),
    )


def vanished(state: S) -> S:
    """Its last counts were not the final ones: how much it moved, nobody knows."""
    unknown = {"items_successful": None, "items_rejected": None}
    return state.evolve(status=GONE, available=False, **unknown)


def _error_of(job: Job) -> str | None:
    if job.error is not None:
        return " ".join(part for part in (job.error.code, job.error.description) if part)
    partly = job.partially_successful_options
    return partly.cause if partly else None
