"""What a Restoration is asked, and what is known of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.config import is_guid
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Inputs, carry_over, echo, field
from wix_data_provider.lifecycle.wording import iso, listing
from wix_data_provider.resources.needed import LATEST
from wix_data_provider.resources.site import SiteInputs
from wix_data_provider.waiter.states import GONE, RESTORATION_STATES, Outcome

if TYPE_CHECKING:
    from wix_data_provider.client.backups import Backup
    from wix_data_provider.client.restorations import Restoration
    from wix_data_provider.lifecycle.resource import UpdateRequest


class RestoreDestination(Inputs):
    """Where a collection's content goes, if not back to where it came from."""

    collection_id: str = field(
        "The collection that gets the content: an existing one has its data replaced, a new one "
        "is made with the schema of the source."
    )
    display_name: str | None = field(
        "The name of a new collection; by default that in the backup.", default=None
    )


class RestoreCollection(Inputs):
    """One collection of a partial restoration."""

    collection_id: str = field("The collection as it is called in the backup.")
    restore_to: RestoreDestination | None = field(
        "Where its content goes; by default back into itself.", default=None
    )


class RestorationArgs(SiteInputs):
    backup_id: str = field(
        "The backup to restore from; it must be READY. `latest` is the newest READY one that was "
        "requested before this run of the provider began; backups that come later are no change.",
        replace=True,
    )
    collections: list[RestoreCollection] | None = field(
        "The collections to restore; all of the backup's by default.", default=None, replace=True
    )
    triggers: dict[str, Any] | None = field(
        "Any values; a change of any of them restores again.", default=None, replace=True
    )
    acknowledge_data_loss: bool = field(
        "Must be true: items added since the backup are lost, and content that is submitted "
        "during the restoration may be."
    )
    delete_backup_after: bool = field(
        "Whether to delete the backup, and so free its slot, once the restoration is COMPLETED.",
        default=False,
    )

    @property
    def needed_backup(self) -> str | None:
        return None if "backup_id" in self.unknown else self.backup_id

    @property
    def frees_backup(self) -> bool:
        return "delete_backup_after" not in self.unknown and self.delete_backup_after


class RestorationState(RestorationArgs):
    restoration_id: str = field("The restoration's ID at Wix.")
    restored_backup_id: str = field("The backup that it restores from.")
    status: str = field(
        "COMPLETED: the content is back. PENDING: in progress. FAILED: it did not work. GONE: it "
        "vanished from Wix before it ended."
    )
    available: bool = field("Whether Wix still shows the restoration, as of the last look.")
    requested_date: str | None = field("When it was asked for (ISO 8601, UTC).", default=None)
    started_date: str | None = field("When Wix began it (ISO 8601, UTC).", default=None)
    finished_date: str | None = field("When it was finished (ISO 8601, UTC).", default=None)
    backup_left: bool | None = field(
        "True as long as `deleteBackupAfter` has not been done yet.", default=None
    )
    imported: bool | None = field(
        "True from `pulumi import` until a program's inputs are taken over.", default=None
    )


def problems(inputs: RestorationArgs) -> list[Problem]:
    known = "backup_id" not in inputs.unknown
    found = []
    if known and inputs.backup_id != LATEST and not is_guid(inputs.backup_id):
        reason = f"`backupId` must be the GUID of a backup, or `latest`, not {inputs.backup_id!r}"
        found.append(Problem("backupId", reason))
    if "acknowledge_data_loss" not in inputs.unknown and not inputs.acknowledge_data_loss:
        reason = (
            "`acknowledgeDataLoss` must be true: a restoration replaces content, and items added "
            "since the backup are lost"
        )
        found.append(Problem("acknowledgeDataLoss", reason))
    targets = [to or id for id, to, _ in wire_of(inputs) or ()]
    twice = sorted({target for target in targets if targets.count(target) > 1})
    if twice:
        reason = f"`collections` restores into {', '.join(twice)} more than once"
        found.append(Problem("collections", reason))
    if inputs.collections == []:
        reason = "`collections` is empty: name at least one, or leave it out to restore all"
        found.append(Problem("collections", reason))
    return found


def scope(inputs: RestorationArgs, backup: Backup | None = None) -> str:
    """What is restored, for a sentence."""
    if "collections" in inputs.unknown:
        return "collections not known yet"
    if inputs.collections is None:
        held = listing([item.id for item in backup.collections]) if backup else ""
        return f"all collections ({held})" if held else "all collections"
    return ", ".join(f"{id} → {to}" if to else id for id, to, _ in wire_of(inputs) or ())


def wire_of(inputs: RestorationArgs) -> list[tuple[str, str | None, str | None]] | None:
    """Collection, destination and its name, for each collection; None for all of them."""
    if inputs.collections is None:
        return None
    return [
        (
            item.collection_id,
            item.restore_to.collection_id if item.restore_to else None,
            item.restore_to.display_name if item.restore_to else None,
        )
        for item in inputs.collections
    ]


def unordered(inputs: RestorationArgs) -> list[tuple[str, str | None, str | None]] | None:
    """The same for all orders that they can be listed in."""
    listed = wire_of(inputs)
    return None if listed is None else sorted(listed, key=str)


def collections_of(restoration: Restoration) -> list[RestoreCollection] | None:
    """The collections as a program would list them; None where they are all of the backup's."""
    listed = restoration.restoration_collections
    held = {item.id for item in restoration.backup.collections} if restoration.backup else set()
    in_place = {item.data_collection_id for item in listed if item.restore_destination is None}
    if len(in_place) == len(listed) and in_place == held:
        return None
    items = [
        RestoreCollection(
            collection_id=item.data_collection_id,
            restore_to=RestoreDestination(
                collection_id=item.restore_destination.data_collection_id,
                display_name=item.restore_destination.display_name or None,
            )
            if item.restore_destination
            else None,
        )
        for item in listed
    ]
    return items or None


def begun_state(
    args: RestorationArgs, restoration: Restoration, backup_id: str, **computed: Any
) -> RestorationState:
    return echo(
        args,
        RestorationState,
        restoration_id=restoration.id,
        restored_backup_id=backup_id,
        status=restoration.status,
        available=True,
        **computed,
    )


def with_inputs(req: UpdateRequest[RestorationArgs, RestorationState]) -> RestorationState:
    """The state with new inputs. A restoration that had ended when it was imported has nothing
    left to do, whatever the program says."""
    old, wanted = req.state, req.inputs.delete_backup_after
    newly = not old.delete_backup_after and not (old.imported and not pending(old))
    left = (wanted and (old.backup_left or newly)) or None
    return carry_over(req.inputs, old, imported=None, backup_left=left)


def slot_to_free(state: RestorationState) -> bool:
    """Whether the content is back, and the backup still to be deleted."""
    return bool(state.backup_left) and not complaint(state)


def seen(state: RestorationState, restoration: Restoration | None) -> RestorationState:
    """The state after a look; a record that vanished keeps what is known of it."""
    if restoration is None:
        return state.evolve(available=False)
    return state.evolve(
        status=restoration.status,
        available=True,
        requested_date=iso(restoration.requested_date),
        started_date=iso(restoration.started_date),
        finished_date=iso(restoration.finished_date),
    )


def pending(state: RestorationState) -> bool:
    return RESTORATION_STATES.outcome(state.status) is Outcome.PENDING


def complaint(state: RestorationState) -> str:
    """Why the resource is red; empty where the content is back."""
    if RESTORATION_STATES.outcome(state.status) is Outcome.SUCCEEDED:
        return ""
    name = f"restoration {state.restoration_id} of backup {state.restored_backup_id}"
    if pending(state):
        return f"{name} is still {state.status}; the next `pulumi up` waits for it"
    ended = "vanished from Wix" if state.status == GONE else state.status
    return (
        f"{name} {ended}: look at the content of the site. It stays failed until an operation "
        "input or `triggers` changes"
    )
