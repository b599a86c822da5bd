"""tools/bench: every benchmark at a size that takes seconds; no figure is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.not_run_here import missing, on_path
from tools import engine, node
from tools.bench.__main__ import QUICK, benchmarks, main
from tools.bench.contestants import ALL
from tools.engine import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from tools.bench.report import Section, Table

RUNS = benchmarks(QUICK)
(JOBS,) = QUICK.jobs


@pytest.fixture(autouse=True)
def _engine() -> None:
    try:
        engine.cli()
    except EngineError as error:
        missing("the Pulumi engine", str(error))


def figures(table: Table) -> dict[str, list[str]]:
    """The cells of each row by its first one."""
    return {row[0]: list(row[1:]) for row in table.rows}


def found(section: Section) -> dict[str, str]:
    """What decides each target."""
    return {target.text: target.found for target in section.targets}


@pytest.mark.usefixtures("proc")
def test_every_contestant_runs_the_jobs_and_is_in_both_tables() -> None:
    try:
        node.find(print)
    except EngineError as error:
        missing("node", str(error))
    jobs, used = RUNS["operations"]().tables
    names = [contestant.name for contestant in ALL]
    assert list(figures(jobs)) == names
    for name in names:
        count, succeeded, over_s, requests, _, too_many, told = figures(jobs)[name]
        assert (count, succeeded, too_many) == (str(JOBS), str(JOBS), "0")
        assert int(requests) > JOBS
        assert float(over_s.removesuffix(" s")) > 0
        assert told.count(" s") == len(["median", "longest"])
    assert {row[0] for row in used.rows} == {"", *(f"{name}, {JOBS}" for name in names)}
    plugins = [row for row in used.rows if row[1] == "pulumi-resource-wix-data"]
    assert all(row[2] != "0.00 s" and row[3] != "0 MiB" for row in plugins)
    assert len(plugins) == 1


def test_the_end_of_one_job_is_seen_before_it_is_told() -> None:
    (table,) = RUNS["lag"]().tables
    assert len(table.rows) == len(["progress not shown", "progress shown"])
    for seen, told, _ in figures(table).values():
        assert 0 <= float(seen.removesuffix(" s")) <= float(told.removesuffix(" s"))


def test_backups_of_many_sites_are_timed() -> None:
    section = RUNS["sites"]()
    (told,) = figures(section.tables[0])["last backup told READY"]
    assert float(told.removesuffix(" s")) > QUICK.backup_s
    assert found(section)["no answer is 429"] == "0"


def test_a_cancel_is_timed_until_all_waits_are_answered() -> None:
    section = RUNS["cancel"]()
    assert figures(section.tables[0])["waits answered"] == [f"{QUICK.waits} of {QUICK.waits}"]
    assert found(section)["every ID is in the state"] == f"{QUICK.waits} of {QUICK.waits}"


@pytest.mark.usefixtures("proc")
def test_files_go_up_and_down_through_curl_and_through_the_plugin() -> None:
    on_path("curl")
    (table,) = RUNS["transfers"]().tables
    assert list(figures(table)) == ["upload", "download"]
    for _, _, ratio, peak, _ in figures(table).values():
        assert float(ratio) > 0
        assert peak != "0 MiB"


def test_a_page_has_the_machine_and_what_was_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--quick", "--only", "startup", "--output", str(tmp_path / "docs" / "page.md")])
    page = (tmp_path / "docs" / "page.md").read_text(encoding="utf-8")
    assert page.startswith("# Benchmarks\n")
    assert "pulumi-wix-data 0." in page
    assert "| bare servicer " in page
    assert "## Start-up" in capsys.readouterr().out
