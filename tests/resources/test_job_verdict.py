"""resources/job_verdict.py: what a recorded job means, and what the next `up` does."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.config import Config
from wix_data_provider.resources import job_verdict as verdict
from wix_data_provider.resources.import_job import ImportJobResource, ImportJobState
from wix_data_provider.resources.job_state import RejectedItem
from wix_data_provider.resources.movement_ends import WritePolicy
from wix_data_provider.session import Session

IMPORTS = ImportJobResource(Session(Config()))


def state(status: str = "COMPLETED", **others: Any) -> ImportJobState:
    usual: dict[str, Any] = {
        "collection_id": "products",
        "write_policy": WritePolicy.OVERWRITE,
        "job_id": "j1",
        "available": True,
        "rejected": [],
        "items_rejected": 0,
        "rows": 10,
        "rows_without_id": 0,
    }
    return ImportJobState(status=status, **{**usual, **others})


@pytest.mark.parametrize("status", ["UNINITIALIZED", "INITIALIZING", "IN_PROGRESS", "PAUSED"])
def test_what_is_not_known_to_have_ended_is_pending(status: str) -> None:
    assert verdict.pending(state(status))
    told = IMPORTS.complaint(state(status))
    assert told == f"import job j1 is still {status}; the next `pulumi up` waits for it"


def test_a_pending_job_that_is_not_shown_any_more() -> None:
    told = IMPORTS.complaint(state("IN_PROGRESS", available=False)) or ""
    assert told.endswith("was IN_PROGRESS when last seen, and Wix does not show it any more")


def test_complaint_about_rejects_gives_counts_reasons_and_what_to_do() -> None:
    rows = [RejectedItem(item="7", code="WDE0009", reason="too large")]
    bad = state("PARTIALLY_SUCCESSFUL", items_rejected=1, rejected=rows, items_successful=1240)
    assert IMPORTS.complaint(bad) == (
        "import job j1 is PARTIALLY_SUCCESSFUL: 1 row rejected, maxRejected is 0. 1,240 written. "
        "Rejected: row or item 7: WDE0009 too large. It stays failed until an operation "
        "input or `triggers` changes, or `maxRejected` allows it"
    )
    assert IMPORTS.complaint(bad.evolve(max_rejected=1)) is None


FAILED: dict[str, tuple[dict[str, Any], bool]] = {
    "all rows identified": ({}, True),
    "one row is not": ({"rows_without_id": 1}, False),
    "not known": ({"rows_without_id": None}, False),
    "not known, nothing written": ({"rows_without_id": None, "items_successful": 0}, True),
    "refused at the start": ({"rows_without_id": 1, "error": "WDH0001 no such field"}, True),
    "refused, yet written": (
        {"rows_without_id": 1, "error": "WDH0001", "items_successful": 3},
        False,
    ),
    "truncated": ({"write_policy": WritePolicy.TRUNCATE_BEFORE}, False),
    "truncated, nothing written": (
        {"write_policy": WritePolicy.TRUNCATE_BEFORE, "items_successful": 0},
        False,
    ),
}


@pytest.mark.parametrize(("what", "again"), FAILED.values(), ids=FAILED.keys())
def test_a_failed_job_runs_again_only_where_that_does_no_harm(
    what: dict[str, Any], *, again: bool
) -> None:
    failed = state("FAILED", **what)
    assert IMPORTS.runs_again(failed) is again
    told = IMPORTS.complaint(failed) or ""
    assert told.endswith("The next `pulumi up` imports again") is again


@pytest.mark.parametrize("status", ["COMPLETED", "PARTIALLY_SUCCESSFUL", "IN_PROGRESS"])
def test_what_did_not_fail_never_runs_again_by_itself(status: str) -> None:
    assert not IMPORTS.runs_again(state(status, items_successful=0))


@pytest.mark.parametrize(
    ("one", "nothing"),
    [
        (state("FAILED", items_successful=0), True),
        (state("COMPLETED", items_successful=0), True),
        (state("FAILED", items_successful=None), False),
        (state("COMPLETED", items_successful=3), False),
        (state("IN_PROGRESS", items_successful=0), False),  # it may write yet
    ],
)
def test_wrote_nothing(one: ImportJobState, *, nothing: bool) -> None:
    assert verdict.wrote_nothing(one) is nothing


@pytest.mark.parametrize(
    ("one", "uncounted"),
    [
        (state(items_rejected=None), True),
        (state("FAILED", items_rejected=None), True),
        (state(items_rejected=0), False),
        (state("IN_PROGRESS", items_rejected=None), False),
        (state(items_rejected=None, max_rejected="100%"), False),
    ],
)
def test_uncounted(one: ImportJobState, *, uncounted: bool) -> None:
    assert IMPORTS.uncounted(one) is uncounted


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({"items_rejected": None}, "COMPLETED"),
        ({"items_rejected": 0}, "COMPLETED: 0 rejected"),
        ({"items_successful": 1240}, "COMPLETED: 1,240 written, 0 rejected"),
    ],
)
def test_summary(counts: dict[str, Any], line: str) -> None:
    assert verdict.summary(state(**counts)) == line


def test_rejects_within_the_limit_are_a_remark() -> None:
    assert verdict.remark(state(), IMPORTS.terms(state())) is None
    rows = [RejectedItem(item="7", code="WDE0009")]
    some = state(items_rejected=1, rejected=rows, max_rejected="20%")
    assert verdict.remark(some, IMPORTS.terms(some)) == (
        "1 row rejected (maxRejected is 20%): row or item 7: WDE0009"
    )


def test_rejects_that_no_log_names_are_a_remark() -> None:
    some = state("PARTIALLY_SUCCESSFUL", items_rejected=4, max_rejected="50%")
    told = verdict.remark(some, IMPORTS.terms(some)) or ""
    assert told.startswith("4 rows rejected (maxRejected is 50%): for the rest, `pulumi do")


def test_rejects_that_wix_does_not_tell_are_a_remark_where_any_number_is_allowed() -> None:
    silent = state(items_rejected=None, max_rejected="100%")
    assert IMPORTS.complaint(silent) is None
    told = verdict.remark(silent, IMPORTS.terms(silent))
    assert told == "Wix does not tell how many rows were rejected"
