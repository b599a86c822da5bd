"""examples/pipelines/gitlab/.gitlab-ci.yml, run on a merge request and on pushes to `main`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.emulator import eventually
from tests.pipelines.conftest import PASSPHRASE
from tests.pipelines.emulators import is_quiet
from tests.pipelines.files import GITLAB, load
from tests.pipelines.gitlab import Job
from tests.pipelines.machine import git
from tools.local.loopback import unused_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engine.emulator import Emulator
    from tests.engine.site import Site
    from tests.pipelines.machine import Machine


@pytest.mark.usefixtures("states")  # the settings are encrypted with another passphrase
def test_a_merge_request_shows_what_it_changes_and_leaves_nothing_behind(
    proposed: Path, runner: Machine
) -> None:
    says = previewed(proposed, runner)
    assert "street-art replace [diff: ~source]" in says
    assert "16 rows, 6 columns → street-art (OVERWRITE)" in says
    assert "warning" not in says
    assert not (runner.home / ".pulumi" / "wix-data").exists(), "a deploy's journal is there"


def test_a_runner_of_ones_own_previews_again(proposed: Path, runner: Machine) -> None:
    for _ in range(2):
        assert "16 rows, 6 columns" in previewed(proposed, runner)


def previewed(repository: Path, machine: Machine) -> str:
    """What a merge request shows, on one line; nothing is left running."""
    port = unused_port()
    project = {  # as many projects have it, for all of their jobs
        "WIX_API_KEY": "the real one",
        "PULUMI_BACKEND_URL": "https://pulumi.example.com",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(repository, "rev-parse", "main"),
    }
    preview = Job(
        machine,
        "preview",
        variables=project,
        repository=(repository, "change"),
        replaced={"8765": str(port)},
    )
    run = preview.run()
    assert run.code == 0, run.output
    assert "pulumi-wix-data[emulator]" in machine.installed()
    eventually(lambda: is_quiet(port), "the end of the emulator", limit_s=15)
    return " ".join(preview.artifacts().split())


@pytest.fixture
def variables(states: str, emulator: Emulator) -> dict[str, str]:
    """What the project's settings have for the environment `production`."""
    return {
        "WIX_API_KEY": emulator.api_key,
        "PULUMI_BACKEND_URL": states,
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
    }


def test_a_push_deploys_and_the_same_commit_does_nothing_more(
    repository: Path,
    new_machine: Callable[..., Machine],
    variables: dict[str, str],
    production: Site,
    tmp_path: Path,
) -> None:
    cache = tmp_path / "cache"
    outputs = []
    for name in ("first", "second"):
        machine = new_machine(name)
        deploy = Job(
            machine,
            "deploy",
            variables=variables,
            repository=(repository, "main"),
            replaced={},
        )
        deploy.restore(cache)
        run = deploy.run()
        assert run.code == 0, run.output
        assert machine.installed() == ["--requirement", "requirements.txt"]
        deploy.save(cache)
        outputs.append(run)
    assert outputs[1].says("3 unchanged")
    assert production.backups_submitted == production.jobs_submitted == 1
    assert len(production.items("street-art")) == 16


def test_deploys_of_a_stack_queue_up_and_none_is_cancelled() -> None:
    deploy = load(GITLAB)["deploy"]
    assert deploy["resource_group"] == deploy["environment"] == "production"
    assert deploy["interruptible"] == "false"
