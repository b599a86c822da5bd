"""tools/sdk_extras/python/_misspelt.py: the SDK names the argument that is meant."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Mocks of pulumi take the current event loop, and Python 3.12 warns where a program has made none.
MOCKED = """
import asyncio
import pulumi

asyncio.set_event_loop(asyncio.new_event_loop())

class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args): return args.name, args.inputs
    def call(self, args): return {}

pulumi.runtime.set_mocks(Mocks())
import pulumi_wix_data as wix
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", MOCKED + code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("wix.Backup('b', kep=1)", "`Backup` has no argument `kep`; did you mean `keep`?"),
        ("wix.ExportJob('b', collectionId='c')", "`ExportJob` has no argument `collectionId`; did"),
        (
            "import pulumi_wix_data.dynamic as wix; wix.Backup('b', trigers={})",
            "`Backup` has no argument `trigers`; did you mean `triggers`?",
        ),
        ("wix.Provider('p', forever=1)", "`Provider` has no argument `forever`; there are: "),
    ],
    ids=["close", "camel case", "dynamic", "not close"],
)
def test_a_misspelt_argument_ends_in_the_one_that_is_meant(code: str, told: str) -> None:
    done = run(code)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"TypeError: {told}")


@pytest.mark.parametrize(
    "code",
    [
        "wix.Backup('b', keep=1, opts=pulumi.ResourceOptions(protect=True))",
        "wix.Backup('b', wix.BackupArgs(keep=1), pulumi.ResourceOptions(protect=True))",
        "wix.Backup('b', args=wix.BackupArgs(keep=1), opts=pulumi.ResourceOptions())",
        "wix.Backup('b', pulumi.ResourceOptions(protect=True), {}, 'retain')",
        "wix.Backup.get('b', 'an ID')",
    ],
)
def test_what_is_spelt_right_goes_through(code: str) -> None:
    assert run(f"{code}\nprint('made')").stdout == "made\n"
