"""pulumi_wix_data.dynamic: what only the dynamic way must prove, through the real engine."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.engine.lifecycles import BRIEF, LONG_S, resource
from tests.engine.programs import THREE, after, backup, import_job
from tests.engine.project import Project
from wix_data_provider import __version__

if TYPE_CHECKING:
    from tests.engine.dynamic_project import DynamicProject
    from tests.engine.emulator import Emulator
    from tests.engine.site import Site

ENTRY = 150
"""Bytes of the provider in a state entry; a provider that is pickled by value has 5,000."""


def entries(project: DynamicProject) -> list[dict[str, Any]]:
    kept = json.loads(project.state_text())["checkpoint"]["latest"]["resources"]
    return [entry for entry in kept if entry["type"].startswith(project.types)]


def test_what_is_waited_for_and_warned_of_is_on_the_screen_and_nothing_needs_the_plugin(
    emulator: Emulator, site: Site, dynamic_project: DynamicProject
) -> None:
    emulator.settings(backupSeconds=0.5)
    for _ in range(3):
        site.take_backup()
    emulator.advance(1)
    home = dynamic_project.folder / "home"
    dynamic_project.environment |= {"PULUMI_HOME": str(home)}
    (home / "plugins").mkdir(parents=True)
    plugin = home / "plugins" / f"resource-wix-data-v{__version__}"
    plugin.touch()  # so that the SDK cannot put a plugin there
    dynamic_project.program({"it": backup(whenFull="evictOldest")})
    up = dynamic_project.up()
    up.says("PENDING for", "READY for", "warning: Wix deleted backup", "to make room")
    assert plugin.is_file()
    assert "cannot be written" not in up.output


def test_a_backup_that_outlasts_its_timeout_is_adopted_also_after_a_rotation(
    emulator: Emulator, site: Site, dynamic_project: DynamicProject
) -> None:
    for commit in (1, 2):
        emulator.settings(backupSeconds=LONG_S)
        dynamic_project.program({"it": backup(triggers={"commit": commit}, options=BRIEF)})
        before = dynamic_project.state()
        failed = dynamic_project.deploy(ok=False)
        failed.says("still PENDING after", "the state does not show it", "submits nothing twice")
        assert dynamic_project.state() == before, "green while it is pending"
        emulator.advance(LONG_S)
        dynamic_project.deploy().says("goes on with backup", "nothing is submitted")
        assert site.backups_submitted == commit
        assert dynamic_project.state()["it"].outputs["backupId"] == site.backups("READY")[0]
    dynamic_project.preview("--expect-no-changes")


def test_an_interrupt_waits_for_the_end_and_a_second_one_leaves_it_to_the_next_up(
    emulator: Emulator, site: Site, dynamic_project: DynamicProject
) -> None:
    emulator.settings(jobSeconds=LONG_S)
    dynamic_project.write("products.csv", THREE)
    dynamic_project.program({"it": import_job()})
    up = dynamic_project.start("up", "--yes", "--skip-preview")
    up.until("INITIALIZING for|IN_PROGRESS ")
    up.interrupt()
    up.until("received; cancelling")
    up.interrupt()
    assert up.end().code != 0
    emulator.advance(LONG_S)
    dynamic_project.deploy().says("goes on with import job", "nothing is submitted")
    assert site.jobs_submitted == 1
    assert len(site.items("products")) == 3


def test_secrets_are_not_in_the_state_and_each_entry_has_a_provider_of_few_bytes(
    emulator: Emulator, site: Site, dynamic_project: DynamicProject
) -> None:
    del dynamic_project.environment["WIX_API_KEY"]
    resources = {
        "it": backup(triggers={"build": {"fn::secret": "hush-hush"}}),
        "out": resource("ExportJob", collectionId="products"),
    }
    dynamic_project.program(
        resources, config={"wix-data:siteId": site.id, "wix-data:requestsPerMinute": 120}
    )
    dynamic_project.run("config set", "--secret", "wix-data:apiKey", emulator.api_key)
    outputs = [dynamic_project.deploy().output, dynamic_project.refresh().output]
    state = dynamic_project.state()
    assert state["it"].outputs["status"] == "READY", "the key of the stack was not used"
    assert "ciphertext" in state["out"].outputs["url"]
    for text in (*outputs, dynamic_project.state_text()):
        found = re.findall(rf"hush-hush|signature=|{emulator.api_key}", text)
        assert not found
    for entry in entries(dynamic_project):
        assert len(entry["inputs"]["__provider"]) < ENTRY
        assert len(entry["outputs"]["__provider"]) < ENTRY


def test_what_a_refresh_finds_wrong_fails_it_and_changes_nothing(
    site: Site, dynamic_project: DynamicProject
) -> None:
    dynamic_project.program({"it": backup()})
    dynamic_project.deploy()
    before = dynamic_project.state()
    dynamic_project.environment["WIX_API_KEY"] = "IST.wrong"
    dynamic_project.refresh(ok=False).says("Wix does not accept the credentials")
    assert dynamic_project.state() == before


def test_assets_among_the_triggers_count_by_their_content(
    site: Site, dynamic_project: DynamicProject
) -> None:
    def program(name: str) -> dict[str, Any]:
        return {"it": backup(triggers={"notes": [{"fn::fileAsset": name}]})}

    dynamic_project.write("a.txt", "first")
    dynamic_project.write("b.txt", "first")
    dynamic_project.program(program("a.txt"))
    dynamic_project.deploy()
    dynamic_project.program(program("b.txt"))
    dynamic_project.preview("--expect-no-changes")
    dynamic_project.write("b.txt", "second")
    dynamic_project.deploy().says("1 updated")
    assert site.backups_submitted == 2


MANY = """
import pulumi
import pulumi_wix_data.dynamic as wix

for number in range(500):
    wix.ExportJob(f"out-{number}", collection_id="products", triggers={"number": number})
"""


def test_five_hundred_resources_deploy(
    emulator: Emulator, site: Site, dynamic_project: DynamicProject
) -> None:
    emulator.settings(rateLimit=1_000_000, finalProgress="present")
    dynamic_project.environment |= {
        "PULUMI_EXPERIMENTAL": "true",
        "PULUMI_SKIP_CHECKPOINTS": "true",  # after each resource: half of the time, and not ours
    }
    dynamic_project.code(MANY, config={"wix-data:requestsPerMinute": 1_000_000})
    running = dynamic_project.start("up", "--yes", "--skip-preview", "--parallel", "128")
    done = running.end(limit_s=300)
    assert done.code == 0, done.output
    state = dynamic_project.state()
    assert len(state) == site.jobs_submitted == 500
    assert {recorded.outputs["status"] for recorded in state.values()} == {"COMPLETED"}
    assert site.asked("POST /data-mover/v1/jobs/query") < 150, "each waited alone"


def test_it_moves_on_to_the_plugin_and_nothing_runs(
    site: Site, dynamic_project: DynamicProject
) -> None:
    resources = {
        "before": backup(triggers={"commit": "a1"}),
        "art": import_job(options=after("before")),
    }
    dynamic_project.write("products.csv", THREE)
    dynamic_project.program(resources)
    dynamic_project.deploy()
    made, submits = dynamic_project.state(), site.submits
    for entry in reversed(entries(dynamic_project)):
        dynamic_project.run("state delete", entry["urn"], "--yes")

    folder = dynamic_project.folder
    moved = Project(folder, folder.parent / "states", dynamic_project.environment)
    moved.program(resources)
    ids = {"before": made["before"].outputs["backupId"], "art": made["art"].outputs["jobId"]}
    for name, token in (("before", "Backup"), ("art", "ImportJob")):
        id_ = f"{site.id}/{ids[name]}"
        moved.run("import", f"wix-data:index:{token}", name, id_, "--yes", "--generate-code=false")
    moved.up()
    moved.preview("--expect-no-changes")
    assert (site.submits, site.backups("READY")) == (submits, [ids["before"]])
