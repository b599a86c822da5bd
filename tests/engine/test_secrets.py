"""No credential and no signed URL is anywhere that somebody else may read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.lifecycles import resource
from tests.engine.programs import THREE, after, backup, import_job
from tests.engine.site import BACKUPS
from tests.engine.wiretap import Wiretap, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.engine.emulator import Emulator
    from tests.engine.project import Project, Run
    from tests.engine.site import Site

    SignIn = Callable[[Emulator, Site, Project], str]

EVERYTHING = ("-v=9", "--logtostderr", "--logflow")
APP_SECRET = "appsecret/4e1c+9b=7a"  # which a URL spells in another way
TOKEN = "OauthNG.JWS."  # how the emulator's access tokens begin
SECRET_MARK = "4dabf18193072939515e22adb298388d"  # how the engine marks a value as secret
BACKUP = f"POST {BACKUPS}"
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
    """What was printed, every file of project and state, and what the emulator shows."""
    files = [path for path in project.folder.parent.rglob("*") if path.is_file()]
    console = f"/_emulator/console/state?site={site.id}&job=1&job=2&job=3&job=4"
    return {
        **{f"output {number}": run.output for number, run in enumerate(runs)},
        **{str(path): path.read_text(encoding="utf-8", errors="replace") for path in files},
        "journal": emulator.ask("GET", "/_emulator/requests").text,
        "console": emulator.ask("GET", console).text,
        "its log": (emulator._folder / "log").read_text(encoding="utf-8"),
    }


def journal(project: Project) -> dict[str, str]:
    """The provider's own notes on this machine."""
    folder = Path(project.environment["PULUMI_HOME"], "wix-data", "journal")
    return {str(path): path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize("sign_in", [use_key, use_app])
def test_credentials_and_upload_urls_are_nowhere_even_with_all_logs_on(
    emulator: Emulator, site: Site, project: Project, sign_in: SignIn
) -> None:
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


@pytest.fixture
def tap(emulator: Emulator, project: Project) -> Iterator[Wiretap]:
    """On the way from the provider to the emulator, so that it knows what must not be told."""
    emulator.settings(rateLimit=10_000)
    with Wiretap(emulator.url) as tap:
        project.environment["WIX_API_URL"] = tap.url
        yield tap


def prepared(site: Site, project: Project) -> Path:
    """Site and folder have what `ALL` moves; the file where the engine writes its calls."""
    site.add_collection("gifts", "name", "price")
    site.add_item("products", _id="z", name="Zucchini")
    project.write("products.csv", THREE)
    calls = project.folder.parent / "calls"
    project.environment["PULUMI_DEBUG_GRPC"] = str(calls)
    return calls


def told(tap: Wiretap, everywhere: dict[str, str]) -> list[str]:
    """Where a secret is that went through, in whatever spelling."""
    ways = {way for secret in tap.secrets for way in spellings(secret)}
    return [
        f"{way} in {place}" for place, text in everywhere.items() for way in ways if way in text
    ]


def unmarked(value: Any) -> Any:
    """A value of the engine's, less what is marked as secret, which it encrypts and masks."""
    if isinstance(value, dict):
        marked = SECRET_MARK in value
        return None if marked else {name: unmarked(part) for name, part in value.items()}
    return [unmarked(part) for part in value] if isinstance(value, list) else value


def calls(file: Path) -> dict[str, str]:
    """What went between engine and plugin: requests, answers and statuses."""
    lines = file.read_text(encoding="utf-8").splitlines()
    file.unlink()
    return {f"call {n}": json.dumps(unmarked(json.loads(line))) for n, line in enumerate(lines)}


FILE = {"file": {"format": "CSV"}}
PRODUCTS = {"wixDataCollection": {"collectionId": "products"}}
GIFTS: dict[str, Any] = {"collectionId": "gifts", "format": "CSV"}
ALL = {
    "before": backup(),
    "art": import_job(options=after("before"), restoreOnFailure="${before.backupId}"),
    "out": resource("ExportJob", collectionId="products", downloadTo="out.csv"),
    "gifts": import_job(None, sourcePath="${out.path}", **GIFTS),
    "move": resource("DataMovementJob", source=PRODUCTS, destination=FILE),
}
JOBS_NOW: Any = {"fn::invoke": {"function": "wix-data:getJobs", "arguments": {}}}


@pytest.mark.parametrize("sign_in", [use_key, use_app])
def test_nothing_that_passed_the_wire_is_in_clear_anywhere(
    emulator: Emulator, site: Site, project: Project, tap: Wiretap, sign_in: SignIn
) -> None:
    """With our log (`--debug`), not the engine's of every value (`-v=9`)."""
    secret = sign_in(emulator, site, project)
    seen = prepared(site, project)
    traces = f"--otel-traces=file://{project.folder.parent / 'traces'}"
    project.program(ALL, outputs={"jobs": JOBS_NOW})
    runs = [project.deploy("--debug", traces)]
    runs += [project.up("--debug", "--diff", "--refresh", traces), project.run("stack export")]
    runs[0].says("PUT temporary-files/products.csv.dat: ", "POST /data-mover/v1/jobs 200")
    assert (project.folder / "out.csv").exists()
    assert "ciphertext" in project.state()["out"].outputs["url"]
    runs.append(project.destroy("--debug", traces))
    passed = [known for known in tap.secrets if known != secret]
    assert secret in tap.secrets
    assert len(passed) >= 6, "upload URLs and download URLs"

    everywhere = {**calls(seen), **journal(project), **places(emulator, site, project, *runs)}
    assert told(tap, everywhere) == []


@pytest.mark.parametrize("sign_in", [use_key, use_app])
def test_nothing_of_an_answer_that_betrays_its_request_is_told(
    emulator: Emulator, site: Site, project: Project, tap: Wiretap, sign_in: SignIn
) -> None:
    """Errors whose body repeats the request: its headers, its URL and its body."""
    secret = sign_in(emulator, site, project)
    seen = prepared(site, project)
    project.program({name: ALL[name] for name in ("before", "out", "move")} | {"art": import_job()})
    failures: dict[str, dict[str, int]] = {
        "the server for uploads answered 400": {"PUT /_files/.*": 400, ".*/jobs": 428, BACKUP: 403},
        "the upload URL is no longer valid (403)": {"PUT /_files/.*": 403, "GET /_files/.*": 400},
        "Wix does not accept the credentials": {"(GET|POST|DELETE) .*": 401},
    }
    runs = []
    for says, betrayed in failures.items():
        tap.betray(betrayed)
        runs.append(project.deploy("--debug", "--continue-on-error", ok=False))
        runs[-1].says(says)
    assert secret in tap.secrets
    runs += [project.refresh("--debug", ok=False), project.run("stack export")]
    everywhere = {**calls(seen), **journal(project), **places(emulator, site, project, *runs)}
    assert "[hidden]" in "".join(run.output for run in runs)
    assert told(tap, everywhere) == []


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
