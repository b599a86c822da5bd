"""Why a flow did not run to its end. The texts show nothing secret."""

from __future__ import annotations


class Broken(Exception):
    """It cannot go on."""


class Skipped(Exception):
    """The site is not such that it may be run, or has not what it needs."""
