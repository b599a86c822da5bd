"""Translations: export them, edit the file, import it, read them by language.

The file of a site holds the texts of all its collections. Only rows of this run are imported
again: those with the marker that every text of it has.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, TypeAlias

from tools.wix.moving import download, ended, submit, upload, url_of
from tools.wix.site import ITEMS
from tools.wix.stopped import Broken, Skipped
from wix_data_provider.errors import ApiError

if TYPE_CHECKING:
    from tools.wix.site import Site
    from wix_data_provider.client import Job

    Json: TypeAlias = dict[str, Any]

NOT_ENABLED = "WDE0161"


async def run(site: Site) -> None:
    """Raises: WixDataError, Broken, Skipped."""
    plugin = {
        "type": "MULTILINGUAL",
        "multilingualOptions": {"translatableFieldKeys": ["title"]},
    }
    original = f"{site.made.prefix} Cup"
    try:
        own = await site.collection("texts", {"title": "TEXT"}, plugins=[plugin])
        await site.insert(own, {"_id": "a", "title": original})
        job = await _move(site, "texts-out", _languages(site), {"file": {"format": "CSV"}})
    except ApiError as error:
        raise _skipped(site, f"{error.status} {error.code}") or error from None
    header, rows = await _exported(site, job)
    await _import(site, own, header, _translated(site, header, rows, original))


async def _exported(site: Site, job: Job) -> tuple[list[str], list[list[str]]]:
    """The header, and the rows of this run."""
    raw = await download(site, url_of(job))
    header, *rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))) or [[]]
    main, second, *_ = site.settings.languages
    names = {main.casefold(): "<main>", second.casefold(): "<second>"}
    shown = [names.get(name.casefold(), name) for name in header]
    site.seen.note("texts.columns", ",".join(shown))
    own = [row for row in rows if any(site.made.prefix in cell for cell in row)]
    if not own:
        raise Broken("the file of translations has no row of the collection that was just made")
    return header, own


def _translated(
    site: Site, header: list[str], rows: list[list[str]], original: str
) -> list[list[str]]:
    """The rows with a translation in the column of the second language."""
    main, second, *_ = site.settings.languages
    places = {name.casefold(): at for at, name in enumerate(header)}
    at_main, at_second = places.get(main.casefold()), places.get(second.casefold())
    if at_main is None or at_second is None:
        raise Broken(f"the file of translations has no column {main}, or none {second}")
    found = next((row for row in rows if row[at_main] == original), None)
    empty = "empty" if found and not found[at_second] else "something"
    site.seen.note("texts.original", f"original and {empty}" if found else "no original")
    return [
        [translation(site) if at == at_second else cell for at, cell in enumerate(row)]
        for row in rows
    ]


async def _import(site: Site, own: str, header: list[str], rows: list[list[str]]) -> None:
    edited = io.StringIO(newline="")
    csv.writer(edited).writerows([header, *rows])
    file = {"fileId": await upload(site, edited.getvalue(), "texts.csv"), "format": "CSV"}
    job = await _move(site, "texts-in", {"file": file}, _languages(site))
    read = await _title(site, own, site.settings.languages[1])
    main = await _title(site, own)
    told = [
        job.status,
        "translated" if read == translation(site) else "not translated",
        "main text kept" if main == f"{site.made.prefix} Cup" else "main text changed",
    ]
    site.seen.note("texts.import", ", ".join(told))


async def _move(site: Site, what: str, source: Json, destination: Json) -> Job:
    job = await ended(site, await submit(site, what, source, destination))
    if job.status == "FAILED":
        code = job.error.code if job.error else "no error"
        languages = ",".join(site.settings.languages)
        raise _skipped(site, f"FAILED {code}") or Broken(
            f"a job of translations FAILED ({code}); does the site have the languages {languages}? "
            "Name its own in WIX_TEST_LANGUAGES, the main one first"
        )
    return job


def _skipped(site: Site, told: str) -> Skipped | None:
    """The end of the flow, if it is that the site has no Multilingual."""
    if NOT_ENABLED not in told:
        return None
    site.seen.note("texts.not-enabled", told)
    return Skipped(f"Wix Multilingual is not enabled on this site ({told})")


async def _title(site: Site, own: str, language: str = "") -> str:
    params = {"dataCollectionId": own, "consistentRead": "true"}
    more = {"language": language} if language else {}
    answer = await site.ask("GET", f"{ITEMS}/a", params={**params, **more})
    return str(answer["dataItem"]["data"].get("title"))


def translation(site: Site) -> str:
    """The text that this run translates to."""
    return f"{site.made.prefix} Tasse"


def _languages(site: Site) -> Json:
    return {"localization": {"languages": list(site.settings.languages)}}
