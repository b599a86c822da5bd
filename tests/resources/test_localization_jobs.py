"""resources/localization_export_job.py and localization_import_job.py: translations, there and
back. What all exports share is in test_download_job.py and test_export_records.py."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import THREE, fill, titles
from tests.resources.programs import csv
from tests.resources.stack import (
    LOCALIZATION_EXPORT_JOB,
    LOCALIZATION_IMPORT_JOB,
    Rejected,
    Stack,
)
from tests.resources.wix import JOBS, SITE, SUBMIT
from wix_data_provider.errors import ApiError, ConfigError, ContentError, ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN, Asset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

TAGS = ["en", "de"]
HEADER = "Collection ID,Item ID,Field Key,en,de"
GERMAN = csv(HEADER, "products,1,title,Star,Stern", "products,2,title,Egg,")
OTHER = csv(HEADER, "products,1,title,Star,Sternchen")
ONE_WRONG = csv(HEADER, "products,1,title,Star,Stern", "products,9,title,None,Keins")


@pytest.fixture
async def export(wix: Wix, clock: FakeClock) -> Stack:
    """An export of translations that is in no stack yet."""
    await fill(wix, "products", *THREE)
    return Stack(clock, LOCALIZATION_EXPORT_JOB)


@pytest.fixture
async def job(wix: Wix, clock: FakeClock) -> Stack:
    """An import of translations that is in no stack yet."""
    await fill(wix, "products", *THREE)
    return Stack(clock, LOCALIZATION_IMPORT_JOB)


def importing(content: Asset = GERMAN, /, **others: Any) -> dict[str, Any]:
    given = {"source": content, "languages": TAGS, **others}
    return {name: value for name, value in given.items() if value is not None}


async def test_an_export_is_submitted_as_wix_wants_it(wix: Wix, export: Stack) -> None:
    """Source: docs/wix-api.md, "Jobs"."""
    await export.up(languages=["en", "pt-BR"], fileName="texts.csv")
    [sent] = wix.submitted
    assert sent.pop("name").startswith("it [pulumi:")
    assert sent == {
        "source": {"localization": {"languages": ["en", "pt-BR"]}},
        "destination": {"file": {"format": "CSV", "fileName": "texts.csv"}},
    }


async def test_an_import_is_submitted_as_wix_wants_it(wix: Wix, job: Stack) -> None:
    await job.up(**importing())
    [sent] = wix.submitted
    file_id = sent["source"]["file"]["fileId"]
    assert sent.pop("name").startswith("it [pulumi:")
    assert sent == {
        "source": {"file": {"fileId": file_id, "format": "CSV"}},
        "destination": {"localization": {"languages": TAGS}},
    }
    assert "format" not in job.outputs


async def test_a_file_is_exported_edited_and_imported(
    wix: Wix, export: Stack, clock: FakeClock, tmp_path: Path
) -> None:
    file = tmp_path / "texts.csv"
    await export.up(languages=TAGS, downloadTo=str(file))
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[:2] == [HEADER, "products,1,title,Star,"]
    edited = text.replace("title,Star,", "title,STAR,Stern").replace("title,Egg,", "title,Egg,Ei")
    file.write_text(edited, encoding="utf-8")
    job = Stack(clock, LOCALIZATION_IMPORT_JOB)
    await job.up(**importing(source=None, sourcePath=str(file)))
    assert (job.outputs["status"], job.outputs["rows"]) == ("COMPLETED", 3)
    german = {"1": "Stern", "2": "Ei", "3": "Candle"}  # an empty cell is left alone
    assert await titles(wix, "products", language="de") == german
    assert (await titles(wix, "products", language="en"))["1"] == "Star"  # never written


WRONG: dict[str, tuple[list[str], str]] = {
    "none": ([], "must be 2 to 64 language tags, not 0"),
    "one": (["en"], "must be 2 to 64 language tags, not 1"),
    "too many": ([f"{a}{b}" for a in "abcdefgh" for b in "abcdefghi"], "2 to 64 .*, not 72"),
    "a word": (["en", "german"], "and 'german' is none"),
    "an underscore": (["en", "pt_BR"], "and 'pt_BR' is none"),
    "twice": (["en", "de", "DE"], "must be different languages, and 'de' is there twice"),
}


@pytest.mark.parametrize(("tags", "reason"), WRONG.values(), ids=WRONG.keys())
async def test_bad_languages_are_refused_at_preview(
    wix: Wix, export: Stack, clock: FakeClock, tags: list[str], reason: str
) -> None:
    with pytest.raises(Rejected, match=reason):
        await export.preview(languages=tags)
    with pytest.raises(Rejected, match=reason):
        await Stack(clock, LOCALIZATION_IMPORT_JOB).preview(**importing(languages=tags))
    assert wix.asked == []


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ({"languages": None}, "`languages` is missing"),
        ({"source": None}, "give exactly one of `source`"),
        ({"fileId": "f"}, "not several"),
        ({"maxRejected": "many"}, "a percentage such as '2.5%'"),
        ({"collectionId": "products"}, "there is no property `collectionId`"),
    ],
)
async def test_check_of_an_import_says_what_is_wrong(
    wix: Wix, job: Stack, program: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Rejected) as error:
        await job.up(**importing(**program))
    assert reason in str(error.value)
    assert wix.asked == []


async def test_an_export_is_always_csv(export: Stack) -> None:
    with pytest.raises(Rejected, match=r"going to be CSV, but `downloadTo` is 'a\.jsonl'"):
        await export.up(languages=TAGS, downloadTo="a.jsonl")


async def test_previews_say_what_goes_where(wix: Wix, export: Stack, clock: FakeClock) -> None:
    await export.preview(languages=TAGS, downloadTo="a.csv")
    assert export.report.infos == ["exports translations (en, de) → a.csv"]
    await export.preview(languages=UNKNOWN)
    assert export.report.infos == ["exports translations into languages not known yet"]
    job = Stack(clock, LOCALIZATION_IMPORT_JOB)
    outputs = await job.preview(**importing())
    assert job.report.infos == ["2 rows, 5 columns → translations (en, de)"]
    assert (outputs["rows"], outputs["jobId"]) == (2, UNKNOWN)
    assert wix.asked == []


async def test_a_file_without_rows_is_not_sent(wix: Wix, job: Stack) -> None:
    with pytest.raises(ContentError, match="has a header but no rows"):
        await job.up(**importing(csv(HEADER)))
    assert wix.count(SUBMIT) == 0


async def test_a_site_without_multilingual_is_told_apart(wix: Wix, export: Stack) -> None:
    wix.change(withoutMultilingual=[SITE])
    with pytest.raises(ApiError, match="WDE0161: Wix Multilingual is not enabled"):
        await export.up(languages=TAGS)
    assert export.id == ""


@pytest.mark.parametrize(
    ("change", "path", "more"),
    [
        ({"source": OTHER}, "source", ": 2 → 1 row"),
        ({"languages": ["en", "fr"]}, "languages[1]", ""),
        ({"triggers": {"run": 2}}, "triggers.run", ""),
    ],
)
async def test_a_change_of_an_operation_input_imports_again(
    wix: Wix, job: Stack, change: dict[str, Any], path: str, more: str
) -> None:
    await job.up(**importing(triggers={"run": 1}))
    diff = await job.diff(**importing(**{"triggers": {"run": 1}, **change}))
    assert [(one.path, one.runs, one.replace) for one in diff.changes] == [(path, True, True)]
    assert job.report.infos == [f"imports again: {path} changed{more}"]


async def test_the_same_content_elsewhere_asks_wix_nothing(
    wix: Wix, job: Stack, tmp_path: Path
) -> None:
    await job.up(**importing())
    moved = tmp_path / "moved.csv"
    moved.write_text(GERMAN.text or "", encoding="utf-8")
    wix.asked.clear()
    await job.up(**importing(Asset(GERMAN.sha256, path=str(moved)), name="x"))
    assert wix.asked == []


@pytest.mark.parametrize("progress", ["absent", "present"])
async def test_rejects_stay_red_until_something_changes(
    wix: Wix, job: Stack, progress: str
) -> None:
    wix.change(finalProgress=progress)
    program = importing(ONE_WRONG)
    with pytest.raises(ResourceInitFailed, match="1 row rejected, maxRejected is 0"):
        await job.up(**program)
    assert (job.outputs["rows"], job.outputs["itemsRejected"]) == (2, 1)
    await job.refresh()
    with pytest.raises(ResourceInitFailed, match="It stays failed until an operation input"):
        await job.up(**program)
    assert wix.count(SUBMIT) == 1
    await job.up(**program, maxRejected="50%")
    assert (job.red, wix.count(SUBMIT)) == ([], 1)
    assert "1 row rejected (maxRejected is 50%)" in job.report.warnings[0]


async def test_a_failed_import_stays_red_until_something_changes(wix: Wix, job: Stack) -> None:
    up = asyncio.create_task(job.up(**importing()))
    await wix.clock.sleep(5)
    [running] = await wix.jobs()
    await wix.ask("POST", f"{JOBS}/{running['id']}/terminate", {})
    with pytest.raises(ResourceInitFailed, match="It may have written some translations, so"):
        await up
    await job.refresh()
    assert job.red
    assert (await job.diff(**importing())).changes == []
    with pytest.raises(ResourceInitFailed, match="stays failed until"):
        await job.up(**importing())
    assert wix.count(SUBMIT) == 1
    await job.up(**importing(triggers={"run": 2}))
    assert (job.red, wix.count(SUBMIT)) == ([], 2)


async def test_import_by_id_takes_the_content_over_and_runs_nothing(wix: Wix, job: Stack) -> None:
    program = importing(triggers={"run": 1}, maxRejected=1)
    await job.up(**program)
    await job.take_in(job.id)
    assert job.inputs.items() >= {"languages": TAGS, "siteId": SITE, "name": "it"}.items()
    assert not (await job.diff(**program)).replaces
    await job.up(**program)
    assert job.outputs.items() >= {"sourceSha256": GERMAN.sha256, "rows": 2}.items()
    assert wix.count(SUBMIT) == 1
    await job.up(**{**program, "source": OTHER})
    assert wix.count(SUBMIT) == 2


async def test_import_by_id_of_another_kind_is_refused(export: Stack, clock: FakeClock) -> None:
    await export.up(languages=TAGS)
    with pytest.raises(ConfigError, match="does not import translations from a file"):
        await Stack(clock, LOCALIZATION_IMPORT_JOB).take_in(export.id)
