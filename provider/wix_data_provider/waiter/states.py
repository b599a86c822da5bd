"""Pure: status → pending | succeeded | failed."""

from __future__ import annotations

from enum import Enum

from wix_data_provider.record import Record


class Outcome(Enum):
    """What a status means for one who waits."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class States(Record):
    """The statuses of one kind of operation, by what they mean."""

    pending: frozenset[str]
    succeeded: frozenset[str]
    failed: frozenset[str]

    def outcome(self, status: str) -> Outcome:
        """What the status means; one that Wix added later is pending, never a success.

        >>> JOB_STATES.outcome("FAILED"), JOB_STATES.outcome("PAUSED")
        (<Outcome.FAILED: 'failed'>, <Outcome.PENDING: 'pending'>)
        """
        if status in self.succeeded:
            return Outcome.SUCCEEDED
        return Outcome.FAILED if status in self.failed else Outcome.PENDING

    def is_known(self, status: str) -> bool:
        """Is the status in the table?

        >>> JOB_STATES.is_known("IN_PROGRESS"), JOB_STATES.is_known("PAUSED")
        (True, False)
        """
        return status in self.pending | self.succeeded | self.failed


GONE = "GONE"
"""Our own word, for an operation that vanished from Wix before it was seen to end."""

BACKUP_STATES = States(
    pending=frozenset({"PENDING"}),
    succeeded=frozenset({"READY"}),
    failed=frozenset({"FAILED", "DELETED", "CANCELED", GONE}),
)
"""Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/backup-object"""

JOB_STATES = States(
    pending=frozenset({"UNINITIALIZED", "INITIALIZING", "IN_PROGRESS"}),
    succeeded=frozenset({"COMPLETED", "PARTIALLY_SUCCESSFUL"}),
    failed=frozenset({"FAILED", GONE}),
)
"""Source: https://dev.wix.com/docs/rest/business-solutions/cms/data-movement-jobs/job-object"""

RESTORATION_STATES = States(
    pending=frozenset({"PENDING"}),
    succeeded=frozenset({"COMPLETED"}),
    failed=frozenset({"FAILED", GONE}),
)
"""Source: https://dev.wix.com/docs/rest/business-solutions/cms/backups/list-restorations"""

DELETION_STATES = States(
    pending=frozenset({"PENDING", "READY"}),
    succeeded=frozenset({"DELETED"}),
    failed=frozenset({"FAILED", "CANCELED"}),
)
"""The statuses of a backup again, for one who waits until it is gone."""
