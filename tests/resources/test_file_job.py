"""resources/file_job.py: a source is read once, and it is what was read that is imported."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.resources.programs import csv, importing
from tests.resources.stack import IMPORT_JOB, Stack
from tests.resources.wix import SUBMIT
from wix_data_provider.content import rows
from wix_data_provider.content.source import Content
from wix_data_provider.errors import ContentError
from wix_data_provider.lifecycle.values import UNKNOWN, Asset

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

TWO = csv("_id,title", "1,One", "2,Two")
THREE = csv("_id,title", "1,One", "2,Two", "3,Three")
REMOTE = Asset(THREE.sha256, uri="https://files.test/products.csv")


@pytest.fixture
def web(wix: Wix) -> list[str]:
    """The addresses that are fetched from the web; all of them have three rows."""
    fetched: list[str] = []

    async def serve(request: httpx.Request) -> httpx.Response:
        if request.url.host != "files.test":
            return await wix.handle(request)
        fetched.append(str(request.url))
        await wix.clock.sleep(1)
        return httpx.Response(200, text=THREE.text)

    wix.wire = serve
    return fetched


async def test_a_preview_fetches_a_remote_source_once(job: Stack, web: list[str]) -> None:
    await job.up(**importing(TWO))
    outputs = await job.preview(**importing(REMOTE))
    assert web == ["https://files.test/products.csv"]
    assert "source changed: 2 → 3 rows" in job.report.infos[0]
    assert (outputs["rows"], outputs["sourceSha256"]) == (3, THREE.sha256)


async def test_resources_that_are_previewed_together_fetch_it_once(
    job: Stack, clock: FakeClock, web: list[str]
) -> None:
    jobs = [job, *(Stack(clock, IMPORT_JOB, name=f"job{n}") for n in range(4))]
    for one in jobs:
        one.attached, one.process = True, job.process
    await asyncio.gather(*(one.preview(**importing(REMOTE)) for one in jobs))
    assert len(web) == 1


async def test_a_changed_remote_source_is_previewed_as_far_as_it_can_be_without_credentials(
    job: Stack, web: list[str]
) -> None:
    await job.up(**importing(TWO))
    job.config = job.config.evolve(credentials=None)
    await job.preview(**importing(REMOTE))
    assert job.report.infos[0] == "imports again: source changed"
    assert web == []


@pytest.mark.parametrize("text", ["3,Three", "9,Ninth"], ids=["longer", "as long"])
async def test_a_local_file_is_hashed_once_until_it_changes(
    wix: Wix, job: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    hashed: list[str] = []
    sha256 = Content.sha256

    def counted(content: Content) -> str:
        hashed.append(content.name)
        return sha256(content)

    monkeypatch.setattr(Content, "sha256", counted)
    file = tmp_path / "products.csv"
    program = importing(TWO, source=None, sourcePath=str(file), format="CSV")
    file.write_text("_id,title\n1,First\n2,Two\n", encoding="utf-8")
    job.attached = True
    await job.up(**program)
    await job.up(**program)
    assert len(hashed) == 1
    new = f"_id,title\n{text}\n2,Two\n"
    file.write_text(new if text[0] == "9" else f"{new}1,First\n", encoding="utf-8")
    await job.up(**program)
    assert len(hashed) == 2
    assert wix.count(SUBMIT) == 2


async def test_a_file_that_is_swapped_while_it_is_read_is_not_imported(
    wix: Wix, job: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "products.csv"
    file.write_text("_id,title\n1,One\n", encoding="utf-8")
    read = rows.survey

    async def swapped(*args: Any, **named: Any) -> rows.Survey:
        found = await read(*args, **named)
        other = tmp_path / "other.csv"
        other.write_text("title\nTwo\nThree\n", encoding="utf-8")
        other.replace(file)
        return found

    monkeypatch.setattr(rows, "survey", swapped)
    with pytest.raises(ContentError, match="changed since it was previewed"):
        await job.up(**importing(TWO, source=None, sourcePath=str(file)))
    assert wix.count(SUBMIT) == 0


async def test_what_a_path_leads_to_may_be_another_file_by_then(job: Stack, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("_id,title\n1,One\n", encoding="utf-8")
    outputs = await job.preview(**importing(TWO, source=None, sourcePath=str(file)))
    assert job.report.infos[-1] == "1 row, 2 columns → products (OVERWRITE)"
    assert (outputs["rows"], outputs["sourceSha256"]) == (UNKNOWN, UNKNOWN)


async def test_an_asset_that_the_engine_made_no_hash_of_is_imported(wix: Wix, job: Stack) -> None:
    await job.up(**importing(Asset("", text=TWO.text)))
    assert await wix.titles("products") == ["One", "Two"]
    assert job.outputs["sourceSha256"] == TWO.sha256


async def test_a_name_that_begins_like_a_home_is_a_name(
    wix: Wix, job: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~$products.csv").write_text(TWO.text or "", encoding="utf-8")
    await job.up(**importing(TWO, source=None, sourcePath="~$products.csv"))
    assert await wix.titles("products") == ["One", "Two"]
