"""The Pulumi CLI of this machine: whether there is one, and whether it is new enough."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from wix_data_provider.adapters.oldest import HOW, OLDEST

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIMIT_S = 60


def version_on_path(environ: Mapping[str, str]) -> str | None:
    """What `pulumi version` says, "" where that is nothing; None where PATH has no `pulumi`."""
    pulumi = shutil.which("pulumi", path=environ.get("PATH"))
    if pulumi is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the user's own
            [pulumi, "version"],
            env={**environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def advice(version: str | None) -> str:
    """What to do about a CLI of that version; nothing where it will do, or is of no known version.

    >>> advice("v3.259.0"), advice("v4.0.1"), advice("")
    ('', '', '')
    >>> advice("v3.99.0").split(",")[0]
    'the Pulumi CLI is v3.99.0: install 3.259.0 or newer'
    >>> advice(None).split(",")[0]
    'there is no `pulumi` on PATH: install the Pulumi CLI'
    """
    if version is None:
        return f"there is no `pulumi` on PATH: install the Pulumi CLI, {OLDEST} or newer; {HOW}"
    if (0,) < _numbers(version) < _numbers(OLDEST):
        return f"the Pulumi CLI is {version}: install {OLDEST} or newer, {HOW}"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", version)
    return tuple(map(int, found.groups())) if found else ()
