"""examples/pipelines/github/preview.yml, run on pull requests that change something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.emulator import eventually
from tests.pipelines.conftest import PASSPHRASE, paint_over, propose, start_anew
from tests.pipelines.emulators import is_quiet
from tests.pipelines.files import PREVIEW, load
from tests.pipelines.github import Job
from tools.local.loopback import unused_port

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.engine.emulator import Emulator
    from tests.engine.site import Site
    from tests.pipelines.machine import Machine


def job(
    name: str,
    machine: Machine,
    repository: Path,
    port: int,
    context: Mapping[str, str] | None = None,
) -> Job:
    return Job(
        machine,
        PREVIEW,
        name,
        context=context or {},
        repository=(repository, "merged"),
        caches=machine.temp,
        replaced={"8765": str(port)},
    )


def spoil(repository: Path) -> None:
    """A file that is no CSV."""
    (repository / "data" / "street-art.csv").write_bytes(b'title,ID\n"never closed,1\n')


@pytest.mark.usefixtures("states")  # the settings are encrypted with another passphrase
def test_a_pull_request_shows_what_it_changes_and_leaves_nothing_behind(
    proposed: Path, runner: Machine
) -> None:
    summary = previewed(proposed, runner)
    says = " ".join(summary.split())
    assert "street-art replace [diff: ~source]" in says
    assert "16 rows, 6 columns → street-art (OVERWRITE)" in says
    assert "pre-deploy update [diff: ~triggers]" in says
    assert "warning" not in says
    assert summary.count("```") == 2
    assert "pulumi-wix-data[emulator]" in runner.installed()
    assert not (runner.home / ".pulumi" / "wix-data").exists(), "a deploy's journal is there"


def test_a_runner_of_ones_own_previews_again(proposed: Path, runner: Machine) -> None:
    for _ in range(2):
        assert "16 rows, 6 columns → street-art (OVERWRITE)" in previewed(proposed, runner)


def previewed(repository: Path, machine: Machine) -> str:
    """The summary of a pull request that is all green; nothing is left running."""
    port = unused_port()
    preview = job("emulator", machine, repository, port)
    for name, run in preview.run():
        assert run.code == 0, f"{name}\n{run.output}"
    eventually(lambda: is_quiet(port), "the end of the emulator", limit_s=15)
    return preview.summary


def test_a_pull_request_whose_file_wix_would_refuse_is_red_and_says_why(
    repository: Path, runner: Machine
) -> None:
    propose(repository, spoil)
    port = unused_port()
    preview = job("emulator", runner, repository, port)
    ended = {name: run.code for name, run in preview.run()}
    assert ended["Preview the pull request"] != 0
    assert "Rehearse the deploy" not in ended
    assert ended["Stop the emulator"] == 0
    assert "line 2" in preview.summary
    eventually(lambda: is_quiet(port), "the end of the emulator", limit_s=15)


def test_the_first_pull_request_of_all_has_nothing_to_compare_with(
    repository: Path, runner: Machine
) -> None:
    start_anew(repository)
    assert "+ 3 to create" in previewed(repository, runner)


def test_a_branch_of_the_repository_is_also_previewed_against_the_site(
    repository: Path, runner: Machine, states: str, production: Site, emulator: Emulator
) -> None:
    propose(repository, paint_over)
    context = {
        "vars.PULUMI_BACKEND_URL": states,
        "secrets.PULUMI_ACCESS_TOKEN": "",
        "secrets.PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "secrets.WIX_API_KEY": emulator.api_key,
    }
    preview = job("site", runner, repository, unused_port(), context)
    for name, run in preview.run():
        assert run.code == 0, f"{name}\n{run.output}"
    assert "16 rows, 6 columns → street-art (OVERWRITE)" in preview.summary
    assert production.requests(), "the site was not asked"
    assert production.submits == 0


def test_no_fork_and_not_dependabot_reach_the_job_that_has_the_key() -> None:
    jobs = load(PREVIEW)["jobs"]
    assert "secrets." not in str(jobs["emulator"])
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    assert jobs["site"]["if"] == f"{own} && github.actor != 'dependabot[bot]'"
    assert jobs["site"]["environment"] == "preview"
