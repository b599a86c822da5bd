"""Arguments that are words of Wix: one, several, or none for any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wix_data_provider.lifecycle.codec import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    Words = str | list[str] | None


def word_problems(name: str, given: Words, known: Sequence[str]) -> list[Problem]:
    """A problem for each word that Wix does not have.

    >>> word_problems("type", "AUTOMATIC", ["AUTO", "ON_DEMAND"])[0].reason
    "`type` must be `AUTO` or `ON_DEMAND`, not 'AUTOMATIC'"
    """
    *most, last = [f"`{word}`" for word in known]
    expected = f"{', '.join(most)} or {last}"
    return [
        Problem(name, f"`{name}` must be {expected}, not {word!r}")
        for word in words(given)
        if word not in known
    ]


def words(given: Words) -> list[str]:
    """
    >>> words(None), words("READY"), words(["READY", "PENDING"])
    ([], ['READY'], ['READY', 'PENDING'])
    """
    if given is None:
        return []
    return [given] if isinstance(given, str) else given
