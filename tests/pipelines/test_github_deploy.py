"""examples/pipelines/github/deploy.yml, run on pushes to main, and on what comes in between."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

import pytest

from tests.engine.emulator import eventually
from tests.engine.site import BACKUPS
from tests.pipelines.conftest import PASSPHRASE, commit
from tests.pipelines.files import DEPLOY, load
from tests.pipelines.github import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engine.emulator import Emulator
    from tests.engine.project import Run
    from tests.engine.site import Site
    from tests.pipelines.machine import Machine

STOPS_WITHIN_S = 7.5  # then the runner sends SIGTERM, and kills after another 2.5


class Pipeline:
    """Runs of the workflow, each on a machine of its own."""

    def __init__(
        self, folder: Path, repository: Path, new_machine: Callable[..., Machine], states: str
    ) -> None:
        self._caches = folder / "caches"
        self._caches.mkdir()
        self._repository = repository
        self._new_machine = new_machine
        self._states = states
        self._runs = 0

    def job(self, key: str, *, unlock: bool = False) -> Job:
        self._runs += 1
        context = {
            "inputs.unlock": "true" if unlock else "",
            "github.run_id": f"{self._runs:04}",
            "github.run_attempt": "1",
            "vars.PULUMI_BACKEND_URL": self._states,
            "secrets.PULUMI_ACCESS_TOKEN": "",
            "secrets.PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "secrets.WIX_API_KEY": key,
        }
        return Job(
            self._new_machine(f"runner-{self._runs}"),
            DEPLOY,
            "prod",
            context=context,
            repository=(self._repository, "main"),
            caches=self._caches,
            replaced={},
        )

    def cached(self) -> dict[str, str]:
        """What is in all caches, by path."""
        files = [file for file in self._caches.rglob("*") if file.is_file()]
        return {
            str(file.relative_to(self._caches)): file.read_text(encoding="utf-8") for file in files
        }


@pytest.fixture
def pipeline(
    tmp_path: Path, repository: Path, new_machine: Callable[..., Machine], states: str
) -> Pipeline:
    return Pipeline(tmp_path, repository, new_machine, states)


def last(ended: list[tuple[str, Run]]) -> Run:
    """The deploy; what comes before it went well."""
    for name, run in ended[:-1]:
        assert run.code == 0, f"{name}\n{run.output}"
    assert ended[-1][0] == "Deploy"
    return ended[-1][1]


def test_a_push_backs_up_and_imports_and_the_same_commit_does_nothing_more(
    pipeline: Pipeline, repository: Path, emulator: Emulator, production: Site
) -> None:
    assert last(pipeline.job(emulator.api_key).run()).code == 0
    assert len(production.backups("READY")) == 1
    assert len(production.items("street-art")) == 16
    submits = production.submits

    assert last(pipeline.job(emulator.api_key).run()).says("3 unchanged")
    assert production.submits == submits

    commit(repository, "a commit that changes no file of the site")
    assert last(pipeline.job(emulator.api_key).run()).code == 0
    assert production.backups_submitted == 2
    assert production.jobs_submitted == 1


def test_a_deploy_without_its_secret_is_red_and_says_why(
    pipeline: Pipeline, production: Site
) -> None:
    run = last(pipeline.job("").run())
    assert run.code != 0
    assert run.says("WIX_API_KEY")
    assert production.submits == 0


def test_a_cancelled_deploy_stops_in_time_and_the_next_run_submits_nothing_again(
    pipeline: Pipeline, emulator: Emulator, production: Site
) -> None:
    emulator.settings(backupSeconds=300)
    cancelled = pipeline.job(emulator.api_key)
    deploy = cancelled.start(cancelled.before("Deploy"))
    deploy.until("PENDING")
    os.kill(deploy.pid, signal.SIGINT)  # the step's first process alone, as a runner does it
    assert deploy.end(STOPS_WITHIN_S).code != 0
    cancelled.after()

    emulator.advance(301)
    assert last(pipeline.job(emulator.api_key).run()).code == 0
    assert production.backups_submitted == 1
    assert production.jobs_submitted == 1


def test_after_a_killed_deploy_a_run_that_unlocks_goes_on_by_the_journal(
    pipeline: Pipeline, emulator: Emulator, production: Site
) -> None:
    emulator.faults(
        {"method": "POST", "path": BACKUPS, "phase": "after", "action": "delay", "seconds": 20}
    )
    killed = pipeline.job(emulator.api_key)
    deploy = killed.start(killed.before("Deploy"))
    eventually(production.backups, "the backup whose answer is lost")
    deploy.kill()
    killed.after()
    assert emulator.api_key not in str(pipeline.cached())
    assert [re.sub(r"[0-9a-f]{32}", "…", path) for path in pipeline.cached()] == [
        "wix-data-journal-prod-0001-1/….json"
    ]

    locked = last(pipeline.job(emulator.api_key).run())
    assert locked.code != 0
    assert locked.says("locked")
    unlocked = pipeline.job(emulator.api_key, unlock=True).run()
    assert last(unlocked).code == 0, last(unlocked).output
    assert len(production.backups()) == 1
    assert production.jobs_submitted == 1


def test_deploys_of_a_stack_queue_up_and_none_is_cancelled() -> None:
    workflow = load(DEPLOY)
    assert workflow["concurrency"]["cancel-in-progress"] == "false"
    assert workflow["jobs"]["prod"]["environment"] == "production"


def test_a_deploy_that_is_started_by_hand_is_of_main() -> None:
    workflow = load(DEPLOY)
    assert "workflow_dispatch" in workflow["on"]
    assert workflow["jobs"]["prod"]["if"] == "github.ref == 'refs/heads/main'"
