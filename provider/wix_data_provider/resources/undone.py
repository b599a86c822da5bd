"""restoreOnFailure in an import's inputs and state: its form, and what became of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.config import is_guid
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.resources.job_verdict import pending, touched
from wix_data_provider.resources.movement_ends import WritePolicy
from wix_data_provider.waiter.states import GONE, RESTORATION_STATES, Outcome

if TYPE_CHECKING:
    from wix_data_provider.resources.import_job import ImportJobState


def undo_key(urn: str) -> str:
    """Whose the restoration is in the journal."""
    return f"{urn}#restoreOnFailure"


def check_restore(backup_id: str | None) -> Checked:
    """The form of a `restoreOnFailure`; None where it is absent, or not known yet."""
    if backup_id is None:
        return Checked()
    if is_guid(backup_id):
        return Checked({"restoreOnFailure": backup_id.lower()})
    reason = f"`restoreOnFailure` must be the GUID of a backup, not {backup_id!r}"
    return Checked(problems=[Problem("restoreOnFailure", reason)])


def restoring(state: ImportJobState) -> bool:
    """Whether the collection was being restored when that was last seen."""
    status = state.restoration_status
    return status is not None and RESTORATION_STATES.outcome(status) is Outcome.PENDING


def to_restore(state: ImportJobState) -> bool:
    """Whether the job may have changed the collection, and has surely ended."""
    truncates = state.write_policy is WritePolicy.TRUNCATE_BEFORE
    return not pending(state) and state.status != GONE and touched(state, truncates=truncates)


def account(state: ImportJobState) -> str:
    """What became of the collection, after a failure; empty where nothing was to be restored."""
    if state.undo_backup_id is None or pending(state):
        return ""
    source = f"backup {state.undo_backup_id} (restoreOnFailure)"
    if state.restoration_id is None:
        return f". {_not_restored(state, source)}" if state.status != GONE else ""
    name = f"restoration {state.restoration_id}"
    if restoring(state):
        return (
            f". {state.collection_id} is being restored from {source}: {name} is "
            f"{state.restoration_status}; the next `pulumi up` waits for it"
        )
    if RESTORATION_STATES.outcome(state.restoration_status or "") is Outcome.SUCCEEDED:
        return (
            f". {state.collection_id} was restored from {source}, and is as it was then: {name} "
            f"is {state.restoration_status}"
        )
    return (
        f". {state.collection_id} could not be restored from {source}: {name} is "
        f"{state.restoration_status}; look at its content"
    )


def _not_restored(state: ImportJobState, source: str) -> str:
    if not to_restore(state):
        return f"Nothing was written, so {state.collection_id} was not restored"
    return (
        f"{state.collection_id} was not restored from {source}, and will not be by itself. To do "
        "it, add this to the program:\n"
        "  type: wix-data:Restoration\n"
        f"  properties: {{siteId: {state.site_id}, backupId: {state.undo_backup_id}, "
        f"collections: [{{collectionId: {state.collection_id}}}], acknowledgeDataLoss: true}}"
    )
