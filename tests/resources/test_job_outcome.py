"""resources/job_outcome.py: whether what became of the rows is good enough."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.client.job_models import Job, JobError, MovementLog
from wix_data_provider.resources.job_outcome import (
    Tally,
    described,
    needs_logs,
    problem_of,
    rejected,
    too_many,
)

PARTLY = "PARTIALLY_SUCCESSFUL"


def job(status: str, told: int | None = None, logs: int | None = None, **counts: int) -> Job:
    progress = None if told is None else {"itemsRejected": told, **counts}
    wire = {"id": "j", "status": status, "progress": progress, "logsRecorded": logs}
    return Job.from_wire(wire)


def log(item: str, code: str | None) -> MovementLog:
    failure = None if code is None else JobError(code=code, description="why")
    return MovementLog(source_item_id=item, failure=failure)


@pytest.mark.parametrize(
    ("one", "skips", "needed"),
    [
        (job("COMPLETED", told=0), False, False),
        (job("COMPLETED", told=0), True, False),
        (job("COMPLETED", logs=0), False, False),
        (job("COMPLETED"), False, True),
        (job("COMPLETED", logs=4), False, True),
        (job(PARTLY, told=3), False, False),
        (job(PARTLY, told=3), True, True),
        (job(PARTLY, told=0), False, True),
        (job(PARTLY, logs=0), False, True),
        (job("FAILED"), False, True),
        # it is not the last progress, or not all that there is to tell
        (job("COMPLETED", told=0, logs=20), False, True),
        (job("COMPLETED", told=0, logs=20, total=1000, itemsSuccessful=980), False, True),
        (job("COMPLETED", told=5, logs=20, total=1000, itemsSuccessful=980), False, True),
        (job("COMPLETED", told=0, logs=0, total=1000, itemsSuccessful=980), False, False),
        (job("COMPLETED", told=0, logs=20, total=1000, itemsSuccessful=1000), False, False),
        (job("COMPLETED", told=20, logs=20, total=1000, itemsSuccessful=980), False, False),
        # it stopped midway: what is missing was not tried
        (job("FAILED", told=20, logs=20, total=1000, itemsSuccessful=100), False, False),
    ],
)
def test_logs_are_needed_where_the_number_of_rejects_is_not_known(
    one: Job, *, skips: bool, needed: bool
) -> None:
    assert needs_logs(one, skips_are_fine=skips) is needed


@pytest.mark.parametrize(
    ("one", "codes", "skips", "found"),
    [
        # no logs were read
        (job("COMPLETED", told=0), None, False, 0),
        (job("COMPLETED", logs=0), None, False, 0),
        (job("COMPLETED"), None, False, None),
        # logs tell
        (job("COMPLETED"), "", False, 0),
        (job(PARTLY), "a b", False, 2),
        (job(PARTLY), "- a -", False, 1),  # successes are logged, too
        (job(PARTLY, told=5), "a b", False, 5),  # not all were read
        (job(PARTLY, told=1), "a b", False, 2),
        # skips
        (job(PARTLY, told=3), "WDE0074 WDE0074 a", True, 1),
        (job(PARTLY, told=2), "WDE0074 WDE0074", True, 0),
        (job("COMPLETED"), "WDE0074", True, 0),
        (job("COMPLETED"), "WDE0074", False, 1),
        (job("COMPLETED", told=0, logs=2, total=10, itemsSuccessful=8), "a b", False, 2),
        # rows were left out that no log names
        (job(PARTLY, told=1, total=10, itemsSuccessful=5), "WDE0074", True, 4),
        (job(PARTLY, told=1, total=10, itemsSuccessful=5), "a", False, 5),
        (job(PARTLY, told=1, total=10, itemsSuccessful=5), "a", True, 1),  # the rest was skipped
        (job(PARTLY, told=2, total=10, itemsSuccessful=8), "WDE0074 WDE0074", True, 0),
        (job(PARTLY, told=0, total=10, itemsSuccessful=10), "WDE0074 WDE0074", True, 0),
        (job("COMPLETED", told=0, total=10, itemsSuccessful=5), None, False, 0),
        # nobody tells even how many
        (job(PARTLY), "", False, None),
        (job(PARTLY, told=0), "", False, None),
        (job(PARTLY, told=0, total=10, itemsSuccessful=10), "", False, None),
    ],
)
def test_rejected(one: Job, codes: str | None, *, skips: bool, found: int | None) -> None:
    tally = None
    if codes is not None:
        tally = Tally(skips_are_fine=skips)
        for number, code in enumerate(codes.split()):
            tally.add(log(str(number), None if code == "-" else code))
    assert rejected(one, tally) == found


def test_the_first_ten_rejects_are_kept() -> None:
    tally = Tally(skips_are_fine=True)
    for number in range(12):
        tally.add(log(f"skip{number}", "WDE0074"))
        tally.add(log(f"bad{number}", "WDE0009"))
    assert (tally.failed, tally.skipped) == (12, 12)
    assert [one.source_item_id for one in tally.first] == [f"bad{number}" for number in range(10)]


@pytest.mark.parametrize("good", [0, 3, "0%", "2.5%", "100%", "5 %"])
def test_max_rejected_is_a_count_or_a_percentage(good: int | str) -> None:
    assert problem_of(good) is None


@pytest.mark.parametrize("bad", [-1, "3", "101%", "-5%", "%", "a few", "1e1%", "5%%", ""])
def test_max_rejected_is_nothing_else(bad: int | str) -> None:
    assert "`maxRejected` must" in (problem_of(bad) or "")


@pytest.mark.parametrize(
    ("found", "limit", "rows", "excess"),
    [
        (0, 0, 10, None),
        (1, 0, 10, "1 row rejected, maxRejected is 0"),
        (2, 2, None, None),
        (0, "0%", None, None),
        (1, "10%", 10, None),
        (2, "10%", 10, "2 rows rejected, maxRejected is 10%"),
        (1, "9%", 10, "1 row rejected, maxRejected is 9%"),
        (23, "2.3%", 1000, None),  # as floats, that would be 22
        (24, "2.3%", 1000, "24 rows rejected, maxRejected is 2.3%"),
        (1, "5%", None, "1 row rejected, of a number of rows that Wix does not tell"),
        (None, 0, 10, "Wix does not tell how many rows were rejected"),
        (None, 99, 10, "Wix does not tell how many rows were rejected"),
        (None, "100%", 10, None),
        (10, "100%", None, None),
    ],
)
def test_too_many(
    found: int | None, limit: int | str, rows: int | None, excess: str | None
) -> None:
    told = too_many(found, limit, rows)
    assert told is None if excess is None else (told or "").startswith(excess)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (("7", "WDE0009", "too large"), "row or item 7: WDE0009 too large"),
        ((None, "WDE0009", None), "row or item ?: WDE0009"),
    ],
)
def test_described(row: Any, line: str) -> None:
    assert described([row, row]) == f"{line}; {line}"
