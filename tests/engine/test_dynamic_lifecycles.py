"""Two ways in, one behaviour: the same lifecycles through the plugin and `pulumi.dynamic`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.lifecycles import LIFECYCLES, Lifecycle, Step

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site


@pytest.fixture(params=["project", "dynamic_project"], ids=["plugin", "dynamic"])
def either(request: pytest.FixtureRequest) -> Project:
    found: Project = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=list(LIFECYCLES))
def test_a_lifecycle_is_the_same_either_way(
    emulator: Emulator, site: Site, either: Project, lifecycle: Lifecycle
) -> None:
    site.add_collection("archive", "name", translated=["name"])
    site.add_item("archive", _id="a", name="Apple")
    site.forget_requests()
    emulator.settings(**lifecycle.settings)
    for step in lifecycle.steps:
        take(step, emulator, either)
        assert operations(site) == step.submits, step
    either.destroy("--skip-preview")
    assert either.state() == {}
    assert site.backups() == []
    assert tuple(item["name"] for item in site.items("products")) == lifecycle.items


def take(step: Step, emulator: Emulator, project: Project) -> None:
    for name, content in step.files.items():
        project.write(name, content)
    if step.program is not None:
        project.program(step.program)
    emulator.advance(step.advance_s)
    project.deploy(ok=step.ok).says(*step.says)
    state = project.state()
    for name, expected in step.outputs.items():
        assert {key: state[name].outputs.get(key) for key in expected} == expected


def operations(site: Site) -> int:
    return site.backups_submitted + site.jobs_submitted + site.restorations_submitted
