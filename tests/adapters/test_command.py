"""adapters/command.py: `wix-data install-plugin`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.adapters.test_cli import machine
from wix_data_provider import __version__
from wix_data_provider.adapters import command
from wix_data_provider.adapters.launcher import this_python

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Of Pulumi, on a machine with a CLI that is new enough."""
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", machine(tmp_path, "echo v3.260.0")["PATH"])
    return tmp_path / "home"


def wix_data(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["wix-data", *words])
    return command.main()


def test_it_says_what_it_did_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    assert wix_data(monkeypatch, "install-plugin") == 0
    (plugin,) = home.glob("plugins/*/pulumi-resource-wix-data")
    first = capsys.readouterr()
    assert first.out == (
        f"The plugin wix-data {__version__} of {this_python()} is installed:\n  {plugin}\n"
        "It needs that environment: after moving or removing it, run this again.\n"
    )
    assert first.err == ""


def test_a_second_time_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    for _ in range(2):
        assert wix_data(monkeypatch, "install-plugin") == 0
    assert "was installed already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cli", "told"),
    [("echo v3.100.0", "the Pulumi CLI is v3.100.0: install "), (None, "there is no `pulumi`")],
    ids=["old", "missing"],
)
def test_a_cli_that_will_not_do_is_a_warning(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    home: Path,
    cli: str | None,
    told: str,
) -> None:
    if cli is None:
        monkeypatch.setenv("PATH", str(home))
    else:
        machine(home.parent, cli)
    assert wix_data(monkeypatch, "install-plugin") == 0
    warning = capsys.readouterr().err
    assert warning.startswith(f"warning: {told}")
    assert "https://www.pulumi.com/docs/install/" in warning


def test_a_home_that_cannot_be_written_to_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    home.write_text("a file", encoding="utf-8")
    assert wix_data(monkeypatch, "install-plugin") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("wix-data install-plugin: the plugin's launcher cannot be written")
    assert len(told.err.splitlines()) == 1


def test_its_version_is_the_plugins(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        wix_data(monkeypatch, "--version")
    assert capsys.readouterr().out == f"wix-data {__version__}\n"


def test_without_a_command_it_tells_which_there_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        wix_data(monkeypatch)
    assert "install-plugin" in capsys.readouterr().err
