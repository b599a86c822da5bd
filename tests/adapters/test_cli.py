"""adapters/cli.py: the Pulumi CLI of this machine, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.engine import pins
from wix_data_provider.adapters.cli import advice, version_on_path
from wix_data_provider.adapters.oldest import OLDEST

if TYPE_CHECKING:
    from pathlib import Path


def machine(folder: Path, script: str) -> dict[str, str]:
    """Where `pulumi` is this script."""
    pulumi = folder / "pulumi"
    pulumi.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    pulumi.chmod(0o755)
    return {"PATH": str(folder)}


def test_the_cli_on_path_says_its_version(tmp_path: Path) -> None:
    there = machine(tmp_path, 'echo "v3.300.1 for $1, $PULUMI_SKIP_UPDATE_CHECK"')
    assert version_on_path(there) == "v3.300.1 for version, true"


def test_no_cli_on_path(tmp_path: Path) -> None:
    assert version_on_path({"PATH": str(tmp_path)}) is None


def test_a_cli_that_does_not_run_has_no_version(tmp_path: Path) -> None:
    assert version_on_path(machine(tmp_path, "exit 1")) == ""
    (tmp_path / "pulumi").write_text("\0\1\2", encoding="utf-8")
    assert version_on_path({"PATH": str(tmp_path)}) == ""


@pytest.mark.parametrize(
    "version", ["v3.259.0", "v3.259.1-alpha.5", "v3.1000.0", "v4.0.0", "", "?"]
)
def test_nothing_is_to_be_done_about_what_is_new_enough_or_unknown(version: str) -> None:
    assert advice(version) == ""


@pytest.mark.parametrize("version", ["v3.258.9", "v3.99.0", "v2.300.0", "3.1.0"])
def test_an_old_one_is_named_with_the_one_to_install(version: str) -> None:
    assert advice(version) == (
        f"the Pulumi CLI is {version}: install 3.259.0 or newer, "
        "https://www.pulumi.com/docs/install/ tells how"
    )


def test_the_oldest_is_the_one_that_the_tests_run_with() -> None:
    assert OLDEST == pins.PULUMI
