"""No credential and no signed URL is anywhere that somebody else may read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.lifecycles import resource
from tests.engine.programs import THREE, after, backup, import_job

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project, Run
    from tests.engine.site import Site

EVERYTHING = ("-v=9", "--logtostderr", "--logflow")
APP_SECRET = "appsecret-4e1c9b7a"
TOKEN = "OauthNG.JWS."  # how the emulator's access tokens begin
SIGNATURE = "signature="  # what makes its upload URLs secret


def use_key(emulator: Emulator, site: Site, project: Project) -> str:
    assert project.environment["WIX_API_KEY"] == emulator.api_key
    return emulator.api_key


def use_app(emulator: Emulator, site: Site, project: Project) -> str:
    emulator.settings(instances={site.id: site.id})
    del project.environment["WIX_API_KEY"]
    app = {"WIX_APP_ID": "an-app", "WIX_APP_SECRET": APP_SECRET, "WIX_INSTANCE_ID": site.id}
    project.environment.update(app)
    return APP_SECRET


def places(emulator: Emulator, site: Site, project: Project, *runs: Run) -> dict[str, str]:
    files = [path for path in project.folder.parent.rglob("*") if path.is_file()]
    return {
        **{f"output {number}": run.output for number, run in enumerate(runs)},
        **{str(path): path.read_text(encoding="utf-8", errors="replace") for path in files},
        "journal": emulator.ask("GET", "/_emulator/requests").text,
        "console": emulator.ask("GET", f"/_emulator/console/state?site={site.id}").text,
    }


def journal(project: Project) -> dict[str, str]:
    """The provider's own notes on this machine."""
    folder = Path(project.environment["PULUMI_HOME"], "wix-data", "journal")
    return {str(path): path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("sign_in", [use_key, use_app])
def test_credentials_and_upload_urls_are_nowhere_even_with_all_logs_on(
    emulator: Emulator, site: Site, project: Project, sign_in: object
) -> None:
    assert callable(sign_in)
    secret = sign_in(emulator, site, project)
    project.write("products.csv", THREE)
    art = import_job(
        options=after("before"), restoreOnFailure="${before.backupId}", maxRejected="5%"
    )
    project.program({"before": backup(), "art": art})
    up = project.up(*EVERYTHING)
    notes = journal(project)
    assert project.state()["before"].outputs["status"] == "READY", "the secret was not accepted"
    assert (site.backups_submitted, site.uploads, site.jobs_submitted) == (1, 1, 1)
    up.says("POST /wix-data/v2/backups 200", "PUT temporary-files/products.csv.dat")

    emulator.faults({"method": "*", "path": "*", "action": "status", "status": 401, "times": 9})
    refused = project.refresh(*EVERYTHING, ok=False)
    refused.says("Wix does not accept the credentials")
    emulator.ask("DELETE", "/_emulator/faults")
    destroyed = project.destroy(*EVERYTHING)

    everywhere = {**notes, **places(emulator, site, project, up, refused, destroyed)}
    for place, text in everywhere.items():
        for word in (secret, TOKEN, SIGNATURE):
            assert word not in text, f"{word} is in {place}"


def test_the_signed_url_of_an_export_is_nowhere_in_clear(
    emulator: Emulator, site: Site, project: Project
) -> None:
    """Without the engine's own log of every value (-v=9)."""
    project.program({"out": resource("ExportJob", collectionId="products", downloadTo="out.csv")})
    up, refresh = project.up(), project.refresh()
    assert "ciphertext" in project.state()["out"].outputs["url"]
    everywhere = {**journal(project), **places(emulator, site, project, up, refresh)}
    assert [place for place, text in everywhere.items() if SIGNATURE in text] == []


def test_a_key_in_the_program_is_encrypted_in_the_state_and_not_shown_when_it_is_wrong(
    emulator: Emulator, site: Site, project: Project
) -> None:
    del project.environment["WIX_API_KEY"]
    provider = {"type": "pulumi:providers:wix-data", "properties": {"apiKey": emulator.api_key}}
    resources = {"wix": provider, "before": backup(options={"provider": "${wix}"})}
    project.program(resources)
    up = project.up()
    assert project.state()["before"].outputs["status"] == "READY"
    kept = next(
        entry
        for entry in json.loads(project.state_text())["checkpoint"]["latest"]["resources"]
        if entry["type"] == "pulumi:providers:wix-data" and entry["urn"].endswith("::wix")
    )
    assert "ciphertext" in kept["inputs"]["apiKey"]
    provider["properties"] = {"apiKey": emulator.api_key, "appId": "an-app"}
    project.program(resources)
    refused = project.up(ok=False)
    refused.says("give either `apiKey` or an OAuth app")
    for text in (up.output, refused.output, project.state_text()):
        assert emulator.api_key not in text


def test_secret_triggers_run_it_again_and_stay_secret(site: Site, project: Project) -> None:
    shown = []
    for word in ("hush-hush-1", "hush-hush-2"):
        project.program({"before": backup(triggers={"build": {"fn::secret": word}})})
        shown += [project.preview("--diff").output, project.up().output, project.state_text()]
    assert site.backups_submitted == 2
    project.refresh()
    project.preview("--expect-no-changes")
    assert not any("hush-hush" in text for text in [*shown, project.state_text()])
