"""What became of the rows of an import, and whether that is good enough. Pure.

Numbers that Wix does not give are None, never 0.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from wix_data_provider.lifecycle.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wix_data_provider.client.job_models import Job, MovementLog

SHOWN = 10  # rejected rows that are kept and shown
COUNTED = 1000  # rejected rows that are counted by reason, where their number is known otherwise
ALREADY_EXISTS = "WDE0074"  # the item is there already: what SKIP_EXISTING skips, and no reject
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")


class Tally:
    """The job's logs, counted as they come in."""

    def __init__(self, *, skips_are_fine: bool) -> None:
        self.skips_are_fine = skips_are_fine
        self.failed = 0
        self.skipped = 0
        self.by_code: Counter[str] = Counter()
        self.first: list[MovementLog] = []

    def add(self, log: MovementLog) -> None:
        if log.failure is None:
            return
        if self.skips_are_fine and log.failure.code == ALREADY_EXISTS:
            self.skipped += 1
            return
        self.failed += 1
        self.by_code[log.failure.code or "without a code"] += 1
        if len(self.first) < SHOWN:
            self.first.append(log)


def needs_logs(job: Job, *, skips_are_fine: bool) -> bool:
    """Whether all pages of logs must be read to know how many rows were rejected."""
    told = job.progress.items_rejected if job.progress else None
    if not told and job.status == "PARTIALLY_SUCCESSFUL":
        return True
    if told is None:
        return job.logs_recorded != 0
    succeeded = job.status in ("COMPLETED", "PARTIALLY_SUCCESSFUL")
    if succeeded and job.logs_recorded and _neither_moved_nor(told, job) != 0:
        return True  # these counts are not the last ones, or not all that there is to tell
    return told > 0 and skips_are_fine


def rejected(job: Job, tally: Tally | None) -> int | None:
    """How many rows were rejected; None where nobody can tell.

    A job that is only partly successful left out rows that its logs need not name: they are those
    that were neither moved nor skipped, where Wix counts that.
    """
    told = job.progress.items_rejected if job.progress else None
    if tally is None:
        return 0 if told is None and job.logs_recorded == 0 else told
    found = max(tally.failed, (told or 0) - tally.skipped)
    if job.status != "PARTIALLY_SUCCESSFUL":
        return found
    if not found or tally.skipped or not tally.skips_are_fine:  # skips may be silent, and no moves
        found = max(found, _neither_moved_nor(tally.skipped, job) or 0)
    return None if found == 0 and tally.skipped == 0 else found


def _neither_moved_nor(others: int, job: Job) -> int | None:
    """How many rows are left once `others` are told of; None where Wix does not count them."""
    progress = job.progress
    if progress is None or progress.total is None or progress.items_successful is None:
        return None
    return max(0, progress.total - progress.items_successful - others)


def problem_of(max_rejected: int | str) -> str | None:
    """What is wrong with a `maxRejected`.

    >>> problem_of("5%"), problem_of(3), problem_of(-1) is None
    (None, None, False)
    """
    if isinstance(max_rejected, int):
        return None if max_rejected >= 0 else f"`maxRejected` must not be negative: {max_rejected}"
    share = _PERCENT.fullmatch(max_rejected)
    if share and float(share[1]) <= 100:  # noqa: PLR2004 - percent
        return None
    return (
        "`maxRejected` must be a count such as 3 or a percentage such as '2.5%', not "
        f"{max_rejected!r}"
    )


def too_many(found: int | None, max_rejected: int | str | None, rows: int | None) -> str | None:
    """Why the rejects are beyond `max_rejected` (None: none may be), for a sentence; None if
    they are not.

    >>> too_many(3, 2, 100)
    '3 rows rejected, maxRejected is 2'
    >>> too_many(3, "5%", 100) is None
    True
    """
    share = _PERCENT.fullmatch(max_rejected) if isinstance(max_rejected, str) else None
    anything_goes = share is not None and float(share[1]) == 100  # noqa: PLR2004 - percent
    if anything_goes or found == 0:
        return None
    if found is None:
        return "Wix does not tell how many rows were rejected, only that some were left out"
    if max_rejected is None:
        return f"{count(found, 'item')} rejected"
    if share and rows is None:
        return f"{count(found, 'row')} rejected, of a number of rows that Wix does not tell"
    limit = _share_of(rows or 0, share[1]) if share else int(max_rejected)
    if found <= limit:
        return None
    return f"{count(found, 'row')} rejected, maxRejected is {max_rejected}"


def _share_of(rows: int, percent: str) -> int:
    """Whole rows, worked out exactly: as a float, 2.3 % of 1000 rows would be 22.

    >>> _share_of(1000, "2.3"), _share_of(40, "2.5"), _share_of(10, "9")
    (23, 1, 0)
    """
    whole, _, decimals = percent.partition(".")
    scale: int = 100 * 10 ** len(decimals)
    return rows * int(whole + decimals) // scale


def by_reason(counts: Mapping[str, int]) -> str:
    """How often what happened, the most frequent first.

    >>> by_reason({"WDE0009": 1, "WDE0074": 130})
    'WDE0074 130 times, WDE0009 once'
    """
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(
        f"{code} {'once' if number == 1 else f'{number:,} times'}" for code, number in ordered
    )


def described(logs: Sequence[tuple[str | None, str | None, str | None]]) -> str:
    """The first rejects (item, code, reason) in one line each.

    >>> described([("7", "WDE0009", "too large")])
    'row or item 7: WDE0009 too large'
    """
    return "; ".join(
        f"row or item {item or '?'}: {' '.join(part for part in (code, reason) if part)}"
        for item, code, reason in logs
    )
