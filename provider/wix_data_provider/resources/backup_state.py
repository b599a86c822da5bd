"""What a Backup is asked, and what is known of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.diff import Change, changes, reasons
from wix_data_provider.lifecycle.fields import Choice, Inputs, echo, field
from wix_data_provider.lifecycle.wording import iso
from wix_data_provider.resources.site import SiteInputs
from wix_data_provider.waiter.states import BACKUP_STATES, GONE, Outcome

if TYPE_CHECKING:
    from wix_data_provider.client.backups import Backup
    from wix_data_provider.resources.restore_points import Taken


class WhenFull(Choice):
    """What to do when the site's three slots for on-demand backups are taken."""

    FAIL = "fail", "Refuse, and name the backup that Wix would delete."
    EVICT_OLDEST = "evictOldest", "Go on with a warning; Wix deletes the oldest one."


class DeletionPolicy(Choice):
    """What becomes of the backups when the resource is deleted."""

    DELETE = "delete", "Delete the backups that this resource made."
    RETAIN = "retain", "Leave them at Wix."


class BackupArgs(SiteInputs):
    triggers: dict[str, Any] | None = field(
        "Any values; a change of any of them takes a new backup, in place. The commit that is "
        "being deployed is a good one.",
        default=None,
        rerun=True,
    )
    keep: int = field(
        "How many backups of this resource to keep, 1 to 3. Once a new one is READY, the oldest "
        "beyond this number are deleted.",
        default=2,
    )
    when_full: WhenFull = field(
        "What to do when a new backup would make Wix delete one that is not this resource's own.",
        default=WhenFull.FAIL,
    )
    deletion_policy: DeletionPolicy = field(
        "What becomes of this resource's backups when it is deleted.",
        default=DeletionPolicy.DELETE,
    )


class BackupCollection(Inputs):
    """A collection whose content is in a backup."""

    id: str = field("The collection's ID.")
    display_name: str | None = field("Its name at the time of the backup.", default=None)


class BackupState(BackupArgs):
    backup_id: str = field("The newest backup's ID at Wix: what a restoration takes.")
    status: str = field(
        "READY: usable. PENDING: in progress. FAILED, CANCELED, DELETED: not usable. GONE: it "
        "vanished from Wix before it was READY."
    )
    available: bool = field("Whether Wix still has the newest backup, as of the last look.")
    requested_date: str | None = field("When it was asked for (ISO 8601, UTC).", default=None)
    started_date: str | None = field("When Wix began it (ISO 8601, UTC).", default=None)
    finished_date: str | None = field("When it was finished (ISO 8601, UTC).", default=None)
    size_in_bytes: float | None = field("Its size, once finished.", default=None)
    collections: list[BackupCollection] | None = field(
        "The collections whose content is in it.", default=None
    )
    previous_backup_ids: list[str] = field(
        "Older backups of this resource that are kept, newest first."
    )
    evicted_backup_id: str | None = field(
        "The backup that Wix deleted to make room for the newest one, if it did.", default=None
    )
    adopted: bool | None = field(
        "True where the answer to the submit was lost, and the newest backup was found by "
        "comparing what Wix lists: it might be somebody else's, and is never deleted by this "
        "resource.",
        default=None,
    )
    imported: bool | None = field(
        "True from `pulumi import` until a program's `triggers` are taken over.", default=None
    )

    @property
    def own(self) -> list[str]:
        """Newest first."""
        return [self.backup_id, *self.previous_backup_ids]

    @property
    def deletable(self) -> list[str]:
        """Those that are surely this resource's own, newest first."""
        return self.previous_backup_ids if self.adopted else self.own


def state_of(args: BackupArgs, backup: Backup, previous: list[str], **computed: Any) -> BackupState:
    """The state of a backup before the first look at it."""
    return echo(
        args,
        BackupState,
        backup_id=backup.id,
        status=backup.status,
        available=True,
        previous_backup_ids=previous,
        **computed,
    )


def state_taken(args: BackupArgs, taken: Taken, previous: list[str]) -> BackupState:
    """The state with one that was just taken; `previous` are the IDs of older ones."""
    state = state_of(
        args,
        taken.backup,
        previous,
        evicted_backup_id=taken.victim,
        adopted=taken.adopted or None,
    )
    return seen(state, taken.backup)


def seen(state: BackupState, backup: Backup | None) -> BackupState:
    """The state after a look. A record that vanished, or that was deleted after it had been
    READY, keeps what is known of it: it is no longer available, and that is all."""
    was_ready = BACKUP_STATES.outcome(state.status) is Outcome.SUCCEEDED
    if backup is None or (was_ready and backup.status != state.status):
        return state.evolve(available=False)
    return state.evolve(
        status=backup.status,
        available=BACKUP_STATES.outcome(backup.status) is not Outcome.FAILED,
        requested_date=iso(backup.requested_date),
        started_date=iso(backup.started_date),
        finished_date=iso(backup.finished_date),
        size_in_bytes=backup.size_in_bytes,
        collections=[
            BackupCollection(id=item.id, display_name=item.display_name)
            for item in backup.collections or []
        ],
    )


def might_be_anothers(backup_id: str) -> str:
    """For messages: why it is not deleted."""
    return (
        f"backup {backup_id} was found after a lost answer and might be somebody else's; delete it "
        "yourself once it is not needed"
    )


def not_ready(state: BackupState) -> str:
    """For messages: what became of it, and what the next `up` does."""
    if pending(state):
        return (
            f"backup {state.backup_id} is still {state.status}; the next `pulumi up` waits for it"
        )
    ended = "vanished from Wix" if state.status == GONE else f"ended as {state.status}"
    return (
        f"backup {state.backup_id} {ended}: there is nothing to restore from; the next "
        "`pulumi up` takes a new one"
    )


def pending(state: BackupState) -> bool:
    """Whether it is still in progress."""
    return BACKUP_STATES.outcome(state.status) is Outcome.PENDING


def why_it_runs(inputs: BackupArgs, state: BackupState) -> str | None:
    """Why a new backup is taken, if it is."""
    if BACKUP_STATES.outcome(state.status) is Outcome.FAILED:
        return f"the last one ended as {state.status}"
    return None if state.imported else reasons(changes(inputs, state)) or None


def taken_over(change: Change) -> Change:
    """What an imported record does not show is the program's to say, and runs nothing."""
    return change.evolve(runs=False, unknown=False)
