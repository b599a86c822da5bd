"""One sentence of our account of Wix, and what was to be seen if it is so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Basis(Enum):
    """Where a sentence comes from; what is only assumed is the likeliest to differ."""

    DOCS = "Wix's documentation"
    CLIENT = "Wix's client"
    SAMPLE = "Wix's samples"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Statement:
    """`expected` is a pattern for the whole of what is noted in a few words.

    `setting` is what makes the emulator behave as a site does that differs, where it can.
    """

    id: str
    says: str
    basis: Basis
    expected: str
    setting: str = ""

    def holds(self, value: str) -> bool:
        """Is that as stated?

        >>> gone = Statement("job.unknown", "…", Basis.DOCS, r"404\\b.*")
        >>> gone.holds("404 JOB_NOT_FOUND"), gone.holds("403 FORBIDDEN")
        (True, False)
        """
        return re.fullmatch(self.expected, value) is not None
