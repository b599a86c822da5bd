"""Which site and which credentials: of the resource, the provider, the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.programs import THREE, backup, import_job

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site


def provider(**properties: Any) -> dict[str, Any]:
    return {"type": "pulumi:providers:wix-data", "properties": properties}


def test_one_provider_serves_a_fleet_and_a_resource_names_its_site(
    emulator: Emulator, site: Site, project: Project
) -> None:
    second, third = emulator.new_site(), emulator.new_site()
    project.program(
        {
            "default": backup(),
            "second": backup(siteId=second.id),
            "third": backup(siteId=third.id.upper()),
        }
    )
    project.up()
    assert [s.backups_submitted for s in (site, second, third)] == [1, 1, 1]
    state = project.state()
    assert state["default"].inputs["siteId"] == site.id
    assert state["third"].outputs["siteId"] == third.id
    project.program(
        {
            "default": backup(siteId=site.id),
            "second": backup(siteId=second.id),
            "third": backup(siteId=third.id),
        }
    )
    project.up().says("4 unchanged")


def test_an_explicit_provider_brings_all_that_the_environment_lacks(
    emulator: Emulator, site: Site, project: Project
) -> None:
    given = {
        "apiKey": project.environment.pop("WIX_API_KEY"),
        "endpoint": project.environment.pop("WIX_API_URL"),
        "siteId": project.environment.pop("WIX_SITE_ID"),
        "requestsPerMinute": 150,
    }
    project.write("products.csv", THREE)
    options = {"provider": "${wix}"}
    resources = {"before": backup(options=options), "art": import_job(options=options)}
    project.program({"wix": provider(**given), **resources})
    project.up()
    assert (site.backups_submitted, site.jobs_submitted) == (1, 1)
    project.program({"wix": provider(**{**given, "requestsPerMinute": 100}), **resources})
    project.up().says("1 updated", "3 unchanged")
    assert (site.backups_submitted, site.jobs_submitted) == (1, 1)
    project.destroy()
    assert site.backups() == []


def test_the_stacks_configuration_serves_the_default_provider(
    emulator: Emulator, site: Site, project: Project
) -> None:
    given = {
        "wix-data:apiKey": project.environment.pop("WIX_API_KEY"),
        "wix-data:endpoint": project.environment.pop("WIX_API_URL"),
        "wix-data:siteId": project.environment.pop("WIX_SITE_ID"),
        "wix-data:requestsPerMinute": "150",
    }
    for name, value in given.items():
        secret = ["--secret"] if name == "wix-data:apiKey" else []
        project.run("config set", *secret, name, value)
    project.program({"before": backup()})
    project.up()
    project.refresh()
    project.preview("--expect-no-changes")
    assert site.backups_submitted == 1


def test_an_oauth_app_acts_on_its_own_site_and_on_no_other(
    emulator: Emulator, site: Site, project: Project
) -> None:
    instance = emulator.new_site().id
    emulator.settings(instances={instance: site.id})
    del project.environment["WIX_API_KEY"]
    project.environment |= {
        "WIX_APP_ID": "an-app",
        "WIX_APP_SECRET": "its-secret",
        "WIX_INSTANCE_ID": instance,
    }
    project.program({"before": backup()})
    project.up()
    assert site.backups_submitted == 1
    other = emulator.new_site()
    project.program({"before": backup(siteId=other.id)})
    refused = project.up(ok=False)
    refused.says(f"the provider's OAuth app acts on {site.id} only")
    assert other.requests() == []
    project.program({"before": backup(triggers={"commit": 2})})
    project.up()
    assert site.backups_submitted == 2
