"""Files into a collection: each write policy, rejects, a broken file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.wix.moving import load, logged, upload
from wix_data_provider.errors import ApiError

if TYPE_CHECKING:
    from tools.wix.site import Site
    from wix_data_provider.client import Job

NEW = "_id,title\na,New\nb,Also new\n"
TWICE = "_id,title\na,First\na,Second\nb,Third\n"
LINES = '{"_id": "a", "title": "Newest"}\n'
BROKEN = '{"_id": "a"\n'


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken."""
    own = await site.collection("imports", {"title": "TEXT"})
    await site.insert(own, {"_id": "a", "title": "Old"}, {"_id": "x", "title": "Own"})
    await _skip(site, own)
    await _default_policy(site, own)
    await _truncate(site, own)
    await _duplicates(site, own)
    await _bad_file(site, own)


async def _skip(site: Site, own: str) -> None:
    file_id = await upload(site, NEW, "new.csv")
    named = file_id == f"temporary-files/{site.made.name('new.csv')}.dat"
    site.seen.note("import.file-id", "by its name" if named else _shape(site, file_id))
    job = await load(site, "skip", {"fileId": file_id}, own, "SKIP_EXISTING")
    file = job.source.file if job.source else None
    site.seen.note("import.format", (file and file.format) or "not shown")
    site.seen.note("import.skip-status", job.status)
    found = await site.titles(own)
    left = found == {"a": "Old", "b": "Also new", "x": "Own"}
    site.seen.note("import.skip", "left and added" if left else str(found))
    logs = await logged(site, job)
    site.seen.note("import.skips-logged", ", ".join(code for _, code in logs) or "no log")
    _note_names(site, logs, "a")


async def _default_policy(site: Site, own: str) -> None:
    file_id = await upload(site, LINES)
    number = file_id.removeprefix("temporary-files/").removesuffix(".dat")
    site.seen.note("import.file-id", "by a number" if number.isdigit() else _shape(site, file_id))
    job = await load(site, "default", {"fileId": file_id, "format": "JSONL"}, own)
    into = job.destination.wix_data_collection if job.destination else None
    replaced = (await site.titles(own)).get("a") == "Newest"
    policy = (into and into.write_policy) or "no policy"
    site.seen.note("import.default-policy", f"{policy}, {'' if replaced else 'not '}replaced")


async def _truncate(site: Site, own: str) -> None:
    file_id = await upload(site, NEW, "new.csv")
    await load(site, "truncate", {"fileId": file_id, "format": "CSV"}, own, "TRUNCATE_BEFORE")
    found = await site.titles(own)
    only = found == {"a": "New", "b": "Also new"}
    site.seen.note("import.truncate", "the moved items only" if only else str(found))


async def _duplicates(site: Site, own: str) -> None:
    file = {"fileId": await upload(site, TWICE, "twice.csv"), "format": "CSV"}
    job = await load(site, "duplicates", file, own, "TRUNCATE_BEFORE")
    options = job.partially_successful_options
    cause = "a cause" if options and options.cause else "no cause"
    logs = await logged(site, job)
    codes = ", ".join(code for _, code in logs) or "no log"
    site.seen.note("import.duplicates", f"{job.status} with {cause}, {codes}")
    _note_names(site, logs, "a")


async def _bad_file(site: Site, own: str) -> None:
    file = {"fileId": await upload(site, BROKEN, "broken.jsonl"), "format": "JSONL"}
    try:
        job = await load(site, "broken", file, own, "OVERWRITE")
    except ApiError as error:
        site.seen.note("import.bad-file", f"refused with {error.status} {error.code}")
    else:
        site.seen.note("import.bad-file", _ending(job))


def _ending(job: Job) -> str:
    return f"{job.status} {job.error.code if job.error else 'without an error'}"


def _note_names(site: Site, logs: list[tuple[str, str]], expected: str) -> None:
    for item, _ in logs:
        site.seen.note("import.log-names", "the ID" if item == expected else item)


def _shape(site: Site, file_id: str) -> str:
    """A file ID without what is only of this run."""
    return file_id.replace(site.made.prefix, "…")
