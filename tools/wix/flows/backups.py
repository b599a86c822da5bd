"""A backup before an update; restore from the newest READY one; free its slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.wix.made import to_the_end
from tools.wix.site import SLOTS, in_order, refusal
from tools.wix.waiting import BACKUP_S, until
from wix_data_provider.errors import ApiError

if TYPE_CHECKING:
    from tools.wix.site import Site
    from wix_data_provider.client import Backup

OLD = {"a": "Old", "b": "Also old"}
GONE_LOOKS = 3
"""Looks in a row at a list without a backup, until it counts as no longer listed."""


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken, Skipped."""
    own = await site.collection("restored", {"title": "TEXT"})
    other = await site.collection("spared", {"title": "TEXT"})
    await site.insert(own, *({"_id": id, "title": title} for id, title in OLD.items()))
    await site.insert(other, {"_id": "s", "title": "Before"})
    backup = await _take(site, own)
    await _update(site, own, other)
    await _restore(site, backup.id, own, other)
    if site.settings.whole_site:
        await _restore_whole_site(site, backup.id, own)
    await _lists(site, backup.id)
    await _evict(site, backup.id)
    await _delete(site)


async def _take(site: Site, own: str) -> Backup:
    backup = await site.take_backup()
    site.seen.note("backup.created", f"{backup.status} {backup.type}")
    await _restore_too_early(site, backup.id, own)
    ready = await site.ready(backup.id)
    told = {
        "startedDate": ready.started_date,
        "finishedDate": ready.finished_date,
        "sizeInBytes": ready.size_in_bytes is not None,
        "our collection": any(held.id == own for held in ready.collections),
    }
    site.seen.note("backup.ready", ", ".join(name for name, value in told.items() if value))
    return ready


async def _restore_too_early(site: Site, backup_id: str, own: str) -> None:
    """Only what was answered while the backup was PENDING."""
    try:
        started = await site.restore(backup_id, own)
    except ApiError as error:
        answer = f"{error.status} {error.code}"
    else:
        answer = "accepted"
    found = (await site.client.backups.backups_by_id([backup_id])).get(backup_id)
    if found is not None and found.status == "PENDING":
        site.seen.note("refused.restore-pending", answer)
    if answer == "accepted":
        await site.restored(started.id)


async def _update(site: Site, own: str, other: str) -> None:
    await site.save(own, {"_id": "a", "title": "Broken"})
    await site.insert(own, {"_id": "late", "title": "Late"})
    await site.save(other, {"_id": "s", "title": "After"})


async def _restore(site: Site, backup_id: str, own: str, other: str) -> None:
    nowhere = site.made.name("nowhere")
    not_held = await refusal(lambda: site.restore(backup_id, nowhere))
    site.seen.note("refused.restore-not-held", not_held)

    started = await site.restore(backup_id, own)
    site.seen.note("restoration.started", started.status)
    restoration = await site.restored(started.id)
    named = restoration.backup is not None and restoration.backup.id == backup_id
    asked = [one.data_collection_id for one in restoration.restoration_collections] == [own]
    told = [*(["backup"] if named else []), *(["collections"] if asked else [])]
    site.seen.note("restoration.tells", ", ".join(told))
    await _note_content(site, "restoration.replaces", own)
    spared = await site.titles(other) == {"s": "After"}
    site.seen.note("restoration.spares", "untouched" if spared else "changed")

    beside = site.made.name("beside")
    await site.restored((await site.restore(backup_id, own, beside)).id)
    made = await site.client.collections.get_collection(beside)
    told = [
        *(["items"] if await site.titles(beside) == OLD else []),
        *(["fields"] if any(field.key == "title" for field in made.fields) else []),
        *(["display name"] if made.display_name == f"{beside}, old" else []),
    ]
    site.seen.note("restoration.beside", f"made: {', '.join(told)}")


async def _restore_whole_site(site: Site, backup_id: str, own: str) -> None:
    await site.save(own, {"_id": "a", "title": "Broken again"})
    site.made.restores = True
    started = await to_the_end(site.client.restorations.restore_backup(backup_id))
    await site.restored(started.id)
    await _note_content(site, "restoration.whole", own)


async def _note_content(site: Site, statement: str, own: str) -> None:
    found = await site.titles(own)
    site.seen.note(statement, "as in the backup" if found == OLD else str(found))


async def _lists(site: Site, backup_id: str) -> None:
    backups = [backup async for backup in site.client.backups.list_backups()]
    site.seen.note("backup.order", in_order([backup.requested_date for backup in backups]))
    asked = {"status": ["READY", "PENDING"], "type": ["ON_DEMAND"]}
    chosen = [one async for one in site.client.backups.list_backups(**asked)]
    fits = all(one.status in asked["status"] and one.type == "ON_DEMAND" for one in chosen)
    ours = any(one.id == backup_id for one in chosen)
    site.seen.note("backup.filters", "obeyed" if fits and ours else "not obeyed")
    restorations = [one async for one in site.client.restorations.list_restorations()]
    order = in_order([restoration.requested_date for restoration in restorations])
    site.seen.note("restoration.order", order)


async def _evict(site: Site, oldest: str) -> None:
    """One backup more than there are slots, if all that are there are of this run."""
    if {backup.id for backup in await site.live_backups()} != {oldest}:
        site.say("  eviction not looked at: somebody else's on-demand backups are there")
        return
    for _ in range(SLOTS):
        await site.ready((await site.take_backup()).id)
    live = [backup.id for backup in await site.live_backups()]
    others = [id for id in site.made.backups if id not in live and id != oldest]
    words = "another" if others else "none"
    site.seen.note("backup.evicts", words if oldest in live or others else "the oldest")
    if oldest not in live:
        site.seen.note("backup.evicted", await _gone(site, oldest))
        site.made.backups.remove(oldest)


async def _delete(site: Site) -> None:
    backup_id = site.made.backups[-1]
    await site.client.backups.delete_backup(backup_id)
    now = (await site.client.backups.backups_by_id([backup_id])).get(backup_id)
    site.seen.note("backup.delete-takes-time", now.status if now else "not listed")
    site.seen.note("backup.deleted", await _gone(site, backup_id))
    site.made.backups.remove(backup_id)
    again = await refusal(lambda: site.client.backups.delete_backup(backup_id))
    site.seen.note("refused.backup-deleted", again)


async def _gone(site: Site, backup_id: str) -> str:
    """How the list shows it once it is gone."""
    absent = 0

    async def look() -> str | None:
        nonlocal absent
        found = (await site.client.backups.backups_by_id([backup_id])).get(backup_id)
        absent = 0 if found else absent + 1
        if found is None:
            return "no longer listed" if absent >= GONE_LOOKS else None
        date = "with deletedDate" if found.deleted_date else "without deletedDate"
        return f"DELETED {date}" if found.status == "DELETED" else None

    what = f"the deletion of the backup {backup_id}"
    return await until(look, site.clock, within_s=BACKUP_S, what=what)
