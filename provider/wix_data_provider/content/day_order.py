"""Dates such as 03/04/2024: March 4, or April 3?

Wix documents that it takes both `MM/DD/YYYY` and `DD/MM/YYYY`, and not which where both fit.
Formats: https://support.wix.com/en/article/cms-formatting-your-csv-file-to-import-content
"""

from __future__ import annotations

from wix_data_provider.content.cells import orders_of
from wix_data_provider.content.findings import Lines
from wix_data_provider.lifecycle.wording import count


class DayOrder:
    """The dates of one column of a CSV.

    >>> dates = DayOrder()
    >>> for line, text in enumerate(["03/04/2024", "31/05/2024"], start=2):
    ...     dates.add(line, text)
    >>> dates.warning().split(":")[0]
    '1 of 2 sampled values is MM/DD or DD/MM (line 2), and another is surely DD/MM (line 3)'
    """

    def __init__(self) -> None:
        self._count = 0
        self._either, self._month_first, self._day_first = Lines(), Lines(), Lines()

    def add(self, line: int, text: str) -> None:
        """A cell; what is no date, or says itself which it is, counts for nothing else."""
        self._count += 1
        month_first, day_first = orders_of(text)
        if month_first and day_first:
            self._either.add(line)
        elif month_first:
            self._month_first.add(line)
        elif day_first:
            self._day_first.add(line)

    def warning(self) -> str | None:
        """None where no date can be read in both ways."""
        if not self._either:
            return None
        are = "is" if self._either.count == 1 else "are"
        sure = [
            f"{'another is' if lines.count == 1 else 'others are'} surely {order} ({lines})"
            for order, lines in (("MM/DD", self._month_first), ("DD/MM", self._day_first))
            if lines
        ]
        return (
            f"{self._either.count:,} of {count(self._count, 'sampled value')} {are} MM/DD or DD/MM "
            f"({self._either}){''.join(f', and {words}' for words in sure)}: Wix does not document "
            "which of them it takes, so write dates as 2024-05-31"
        )
