"""Pure: which of two versions is newer."""

from __future__ import annotations

import re

_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?(-\S+|rc\d+|beta\d+)?")


def parse(text: str) -> tuple[int, int, int, bool]:
    """The first version in a text; the last member says that it is a release.

    >>> parse("v3.259.0")
    (3, 259, 0, True)
    >>> parse("go version go1.27rc1 linux/amd64")
    (1, 27, 0, False)

    Raises: ValueError where the text holds none.
    """
    found = _VERSION.search(text)
    if found is None:
        raise ValueError(f"no version in {text!r}")
    major, minor, patch, prerelease = found.groups()
    return int(major), int(minor), int(patch or 0), prerelease is None


def at_least(text: str, oldest: str) -> bool:
    """Whether a version is the oldest one allowed or newer; False where there is none.

    >>> at_least("v3.260.1", "3.259.0"), at_least("v3.259.0-rc.1", "3.259.0"), at_least("", "1.0")
    (True, False, False)
    """
    try:
        return parse(text) >= parse(oldest)
    except ValueError:
        return False
