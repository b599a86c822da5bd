"""tools/bench/report.py and the judgement of operations.py: from figures to a page."""

from __future__ import annotations

from tools.bench.contestants import Dynamic, Ideal
from tools.bench.operations import Measured, section, too_slow
from tools.bench.processes import Usage
from tools.bench.report import MIB, Section, Table, Target, processes


def measured(contestant: str, jobs: int, wall_s: float, **more: object) -> Measured:
    """A run of jobs of 30 s in which nothing went wrong."""
    usual = {"succeeded": jobs, "requests": jobs + 10, "submits": jobs, "too_many": 0}
    lags = {"lags_s": [0.5, 1.0, 9.0], "usages": []}
    given = {**usual, **lags, "over_s": wall_s - 30, **more}
    return Measured(contestant, jobs, wall_s=wall_s, **given)  # type: ignore[arg-type]


def judged(*runs: Measured) -> dict[str, bool]:
    """The targets that a section has, without the number of jobs."""
    targets = section(runs, 30.0).targets
    return {target.text.partition(": ")[2].split(" ")[0]: target.met for target in targets}


def test_ours_is_judged_beside_the_ideal_client_with_as_many_jobs() -> None:
    ideal = measured("ideal client", 200, 91.0)
    good = {"every": True, "no": True, "at": True, "wall": True}
    assert judged(measured("pulumi-wix-data", 200, 100.0), ideal) == good
    slow = measured("pulumi-wix-data", 200, 110.0, too_many=1, requests=260, succeeded=199)
    assert judged(slow, ideal) == dict.fromkeys(good, False)


def test_few_jobs_and_other_contestants_are_not_judged() -> None:
    few = [measured(name, 50, 60.0) for name in ("pulumi-wix-data", "ideal client")]
    others = [measured(name, 200, 60.0) for name in ("dynamic provider", "ideal client")]
    assert judged(*few) == judged(*others) == {}


def test_a_contestant_that_fails_is_named_with_the_reason() -> None:
    failed = measured("dynamic provider", 500, 4.0, succeeded=0, lags_s=[], reason="RecursionError")
    page = str(section([failed], 30.0))
    assert "dynamic provider with 500 jobs: 500 not told as done: `RecursionError`" in page
    assert "With 500 at once: dynamic provider fails." in page


def test_processes_of_one_name_are_one_and_idle_ones_are_left_out() -> None:
    usages = [
        Usage("plugin", 1.0, 10 * MIB),
        Usage("sh", 0.0, MIB),
        Usage("plugin", 2.0, 5 * MIB),
    ]
    assert processes([("ours, 200", usages)]).rows == [["ours, 200", "plugin", "3.00 s", "10 MiB"]]


def test_where_nothing_can_be_measured_the_table_says_so() -> None:
    assert processes([("ours, 200", [])]).rows == [["", "", "not measured", "not measured"]]


def test_a_section_shows_its_tables_targets_and_remarks_in_order() -> None:
    missed = Target("no answer is 429", "29", met=False)
    table = Table(["who", "wall"], [["ours", "1 s"]])
    shown = Section("Title", "About.", [table], [missed], ["Remark."])
    assert str(shown).split("\n\n") == [
        "## Title",
        "About.",
        "| who  | wall |\n|------|-----:|\n| ours |  1 s |",
        "- **missed**: no answer is 429 (29)",
        "Remark.",
    ]
    assert shown.missed == ["no answer is 429"]


def test_a_contestant_that_would_try_the_patience_is_left_out_and_named() -> None:
    assert too_slow(Dynamic(), 200, 30.0, 600) == (
        "dynamic provider with 200 jobs: left out; 4 at a time, it takes 1500 s at least"
    )
    assert too_slow(Dynamic(), 50, 30.0, 600) is None
    assert too_slow(Ideal(), 500, 30.0, 60) is None


def test_what_was_left_out_is_on_the_page() -> None:
    page = str(section([measured("ideal client", 200, 91.0)], 30.0, ["so and so: left out"]))
    assert "so and so: left out" in page
