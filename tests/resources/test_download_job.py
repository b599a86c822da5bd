"""resources/download_job.py: the exported file on this machine, and what brings it there again."""

from __future__ import annotations

import asyncio
import hashlib
from threading import current_thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import THREE, fill
from tests.resources.stack import EXPORT_JOB, LOCALIZATION_EXPORT_JOB, Report, Stack
from tests.resources.wix import SUBMIT
from wix_data_provider.errors import ResourceInitFailed
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

PROGRAMS: dict[str, dict[str, Any]] = {
    EXPORT_JOB: {"collectionId": "products"},
    LOCALIZATION_EXPORT_JOB: {"languages": ["en", "de"]},
}
FILES = "GET /_files/*"
HOUR_S = 3600


@pytest.fixture(params=PROGRAMS, ids=lambda token: token.rsplit(":", 1)[-1])
async def export(request: pytest.FixtureRequest, wix: Wix, clock: FakeClock) -> Stack:
    """An export of each kind, in no stack yet; `products` has three items."""
    await fill(wix, "products", *THREE)
    return Stack(clock, request.param)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def program(stack: Stack, to: Path | None = None, **others: Any) -> dict[str, Any]:
    target = {"downloadTo": str(to)} if to else {}
    return {**PROGRAMS[stack.token], **target, **others}


async def test_the_file_is_downloaded_counted_and_hashed(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "a.csv"
    await export.up(**program(export, file))
    found = {name: export.outputs[name] for name in ("path", "sha256", "rows")}
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert found == {"path": str(file), "sha256": sha256, "rows": 3}
    assert any(line.startswith("downloading a.csv: ") for line in export.report.statuses)
    assert names(file.parent) == ["a.csv"]


async def test_what_another_thread_wrote_is_reported_by_the_loops(
    wix: Wix, export: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = set()
    monkeypatch.setattr(Report, "status", lambda *_: threads.add(current_thread()))
    await export.up(**program(export, tmp_path / "a.csv"))
    assert threads == {current_thread()}


async def test_a_second_up_asks_wix_nothing(wix: Wix, export: Stack, tmp_path: Path) -> None:
    await export.up(**program(export, tmp_path / "a.csv"))
    wix.asked.clear()
    await export.up(**program(export, tmp_path / "a.csv"))
    assert wix.asked == []


@pytest.mark.parametrize("what", ["edited", "removed"])
async def test_a_local_file_is_the_users_own(
    wix: Wix, export: Stack, tmp_path: Path, what: str
) -> None:
    file = tmp_path / "a.csv"
    await export.up(**program(export, file))
    if what == "edited":
        file.write_text("mine", encoding="utf-8")
    else:
        file.unlink()
    wix.asked.clear()
    await export.refresh()
    assert (await export.diff(**program(export, file))).changes == []
    await export.up(**program(export, file))
    assert (wix.count(SUBMIT), wix.count(FILES), export.red) == (0, 0, [])


async def test_a_url_that_ran_out_is_no_change(wix: Wix, export: Stack, tmp_path: Path) -> None:
    await export.up(**program(export, tmp_path / "a.csv"))
    before = dict(export.outputs)
    await wix.clock.sleep(2 * HOUR_S)
    await export.refresh()
    assert (export.outputs, export.red) == (before, [])


async def test_another_spelling_of_a_path_is_no_change(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    await export.up(**program(export, tmp_path / "a.csv"))
    spelt = f"{tmp_path}/.//./a.csv"
    assert (await export.diff(**{**program(export), "downloadTo": spelt})).changes == []


async def test_a_new_path_downloads_again_and_submits_nothing(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    await export.up(**program(export, first))
    foreseen = await export.preview(**program(export, second))
    assert export.report.infos == [f"downloads the exported file → {second}"]
    assert (foreseen["path"], foreseen["sha256"]) == (UNKNOWN, UNKNOWN)
    assert foreseen["jobId"] == export.outputs["jobId"]
    assert not second.exists()
    await export.up(**program(export, second))
    assert second.read_bytes() == first.read_bytes()
    assert (wix.count(SUBMIT), wix.count(FILES)) == (1, 2)
    assert export.outputs["path"] == str(second)


async def test_without_a_path_any_more_the_file_is_left_and_forgotten(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    await export.up(**program(export, file))
    foreseen = await export.preview(**program(export))
    await export.up(**program(export))
    assert foreseen == export.outputs
    assert not {"path", "sha256", "rows", "downloadTo"} & export.outputs.keys()
    assert file.exists()
    assert wix.count(SUBMIT) == 1


@pytest.mark.parametrize("change", [{"name": "x"}, {"fileName": "y.csv"}], ids=str)
async def test_other_inputs_only_update_the_state(
    wix: Wix, export: Stack, tmp_path: Path, change: dict[str, Any]
) -> None:
    file = tmp_path / "a.csv"
    await export.up(**program(export, file))
    wix.asked.clear()
    foreseen = await export.preview(**program(export, file, **change))
    await export.up(**program(export, file, **change))
    assert foreseen == export.outputs
    assert wix.asked == []
    assert export.outputs.items() >= change.items()


async def test_a_new_path_after_the_url_ran_out_says_what_to_do(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    await export.up(**program(export, tmp_path / "a.csv"))
    await wix.clock.sleep(2 * HOUR_S)
    late = tmp_path / "late.csv"
    with pytest.raises(ResourceInitFailed) as error:
        await export.up(**program(export, late))
    assert f"can no longer be downloaded to {late}" in str(error.value)
    assert "change `triggers` to export again" in str(error.value)
    assert "signature" not in str(error.value)
    assert not late.exists()
    await export.up(**program(export, tmp_path / "a.csv"))
    assert (export.red, wix.count(SUBMIT)) == ([], 1)
    await export.up(**program(export, late, triggers={"run": 2}))
    assert (export.red, wix.count(SUBMIT), late.exists()) == ([], 2, True)


async def test_a_broken_download_is_begun_anew(wix: Wix, export: Stack, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    await wix.fault(FILES, action="drop")
    await wix.fault(FILES, action="status", status=503)
    await wix.fault(FILES, action="status", status=429)
    await export.up(**program(export, file))
    assert file.read_text(encoding="utf-8").count("\n") == 4
    assert wix.count(FILES) == 4


async def test_a_download_that_always_breaks_is_red_and_leaves_the_older_file(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("older", encoding="utf-8")
    await wix.fault(FILES, action="drop", times=4)
    with pytest.raises(ResourceInitFailed, match="could not download the exported file"):
        await export.up(**program(export, file))
    assert (file.read_text(encoding="utf-8"), names(tmp_path)) == ("older", ["a.csv"])
    assert export.outputs["status"] == "COMPLETED"
    await export.up(**program(export, file))
    assert (export.red, export.outputs["rows"], wix.count(SUBMIT)) == ([], 3, 1)


async def test_a_refresh_leaves_red_what_was_not_downloaded_and_the_next_up_does_it(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    await wix.fault(FILES, action="drop", times=4)
    with pytest.raises(ResourceInitFailed):
        await export.up(**program(export, file))
    assert (await export.refresh()).changes == []
    [reason] = export.red
    assert f"{export.outputs['jobId']} was not downloaded to {file}; the next" in reason
    export.red = []  # as an older version left it
    diff = await export.diff(**program(export, file))
    assert [(one.path, one.replace) for one in diff.changes] == [("status", False)]
    await export.up(**program(export, file))
    assert (export.outputs["path"], wix.count(SUBMIT)) == (str(file), 1)
    await export.refresh()
    assert export.red == []


async def test_the_path_of_an_export_that_runs_again_is_not_known_in_preview(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    await export.up(**program(export, file))
    foreseen = await export.preview(**program(export, file, triggers={"run": 2}))
    assert [foreseen[name] for name in ("path", "sha256", "rows")] == [UNKNOWN] * 3


async def test_a_path_that_cannot_be_written_is_named(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    file = tmp_path / "taken" / "a.csv"
    with pytest.raises(ResourceInitFailed, match=r"taken/a\.csv cannot be written: "):
        await export.up(**program(export, file))
    await export.up(**program(export, tmp_path / "a.csv"))
    assert (export.red, wix.count(SUBMIT)) == ([], 1)


async def test_a_cancel_during_the_download_resumes_without_a_submit(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    wix.slow = {FILES: 60}
    up = asyncio.create_task(export.up(**program(export, file)))

    def strike(_: int) -> None:
        if wix.count(FILES):
            up.cancel()

    wix.arrives = strike
    with pytest.raises(ResourceInitFailed, match=r"canceled after .* had ended; the next"):
        await up
    assert names(tmp_path) == []
    assert export.outputs["status"] == "COMPLETED"
    assert "path" not in export.outputs
    wix.arrives = lambda _: None
    await export.preview(**program(export, file))
    assert export.report.infos == [f"downloads the exported file → {file}"]
    await export.up(**program(export, file))
    assert (export.red, export.outputs["rows"], wix.count(SUBMIT)) == ([], 3, 1)


async def test_a_file_without_a_url_says_so(wix: Wix, export: Stack, tmp_path: Path) -> None:
    wix.words = {"url": "link"}
    with pytest.raises(ResourceInitFailed, match=r"Wix shows no URL .*; change `triggers`"):
        await export.up(**program(export, tmp_path / "a.csv"))


async def test_deleting_the_resource_leaves_the_file(
    wix: Wix, export: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    await export.up(**program(export, file))
    wix.asked.clear()
    await export.destroy()
    assert (wix.asked, file.exists()) == ([], True)
