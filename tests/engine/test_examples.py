"""Every example runs: preview, up, up again with no change, destroy."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import in_our_python, make_stack
from tests.engine.dynamic_project import DynamicProject
from tests.engine.project import STACK, Project
from tests.engine.site import Site
from tools.local import paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engine.emulator import Emulator

EXAMPLES = paths.ROOT / "examples"
ALL = sorted(path.parent.relative_to(EXAMPLES) for path in EXAMPLES.glob("*/*/Pulumi.yaml"))
ELSEWHERE = {"typescript", "go", "java"}
"""The languages of tests/sdks."""
PROGRAMS = [program for program in ALL if program.name not in ELSEWHERE]


@dataclass(frozen=True)
class Story:
    """What its user sets, and what is on the site before and afterwards, and in its folder."""

    settings: dict[str, str]
    before: Callable[[Site], object] = lambda _: None
    afterwards: Callable[[Site, Path], object] = lambda _, __: None


def backed_up(site: Site) -> None:
    site.add_item("street-art", name="There Is Always Hope")
    site.take_backup()
    site.add_item("street-art", name="Painted over")


def only_test_data(site: Site, _: Path) -> None:
    assert sorted(item["_id"] for item in site.items("products")) == ["t1", "t2"]


def rolled_back(site: Site, _: Path) -> None:
    assert [item["name"] for item in site.items("street-art")] == ["There Is Always Hope"]
    assert site.backups() == []


def exported(_: Site, story: Path) -> None:
    lines = (story / "exported" / "xmas.csv").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == [
        "_id,name,price,holidays",
        'p1,Candle,9.5,"[""xmas"", ""easter""]"',
        'p2,Paper star,4,"[""xmas""]"',
    ]


def promoted(site: Site, _: Path) -> None:
    prices = {item["name"]: item["price"] for item in site.items("products")}
    assert prices == {"Candle": 9.5, "Paper star": 4, "Egg cup": 6.25, "Mug": 8}


def translated(site: Site, _: Path) -> None:
    texts = {
        language: [item["text"].split()[0] for item in site.items("posts", language)]
        for language in ("en", "de", "fr")
    }
    assert texts == {
        "en": ["Welcome", "From"],
        "de": ["Willkommen", "Von"],
        "fr": ["Welcome", "De"],  # an empty cell of the file
    }


STORIES = {
    "per-environment": Story({}, afterwards=only_test_data),
    "export-collection": Story({"day": "2026-12-01"}, afterwards=exported),
    "pre-deploy-backup": Story({"commit": "a1b2c3"}),
    "promote-content": Story({"release": "7"}, afterwards=promoted),
    "rollback": Story({"incident": "painted over"}, backed_up, rolled_back),
    "translations": Story({"round": "spring"}, afterwards=translated),
}


APART = {"fleet", "pipelines"}
"""Of another form: tests/docs/test_fleet.py and tests/pipelines run them."""


def test_no_example_is_left_out() -> None:
    stories = [folder.name for folder in EXAMPLES.iterdir() if folder.name not in APART]
    assert sorted(stories) == sorted(STORIES)
    assert {str(program) for program in PROGRAMS} == {
        *(f"{story}/{language}" for story in stories for language in ("python", "yaml")),
        "pre-deploy-backup/dynamic",
    }


@pytest.mark.parametrize("program", PROGRAMS, ids=str)
def test_an_example_runs_and_its_outputs_are_as_promised(
    emulator: Emulator, surroundings: dict[str, str], tmp_path: Path, program: Path
) -> None:
    shutil.copytree(EXAMPLES / program.parent, tmp_path / program.parent)
    run_as_promised(emulator, tmp_path / program, in_our_python(surroundings))


def run_as_promised(emulator: Emulator, folder: Path, environment: dict[str, str]) -> None:
    """The program of a folder, with its story around it, through all that a user does with it."""
    story = folder.parent
    states = story.parent / f"states-{folder.name}"
    states.mkdir()
    make_stack(folder, states, environment)
    way = DynamicProject if folder.name == "dynamic" else Project
    project = way(folder, states, environment, name=name_of(folder))
    site = emulator.new_site()
    own = (folder / f"Pulumi.{STACK}.yaml").read_text(encoding="utf-8")
    for seed in (story / "seed").iterdir():
        of_the_stack = f"wix-data:siteId: {seed.name}" in own
        bring_in(site if of_the_stack else Site(site.ask, seed.name), seed)
    told = STORIES[story.name]
    told.before(site)
    for setting, value in {"wix-data:siteId": site.id, **told.settings}.items():
        project.run("config set", setting, value)

    submits = site.submits
    project.preview()
    assert site.submits == submits, "preview submitted something"
    project.up()
    told.afterwards(site, story)
    expected = json.loads((story / "expected.json").read_text(encoding="utf-8"))
    outputs = project.outputs()
    assert {name: outputs[name] for name in expected} == expected
    submits = site.submits
    project.up().says(f"{len(project.state()) + 1} unchanged")
    assert site.submits == submits
    project.destroy()
    assert site.backups() == []


def bring_in(site: Site, seed: Path) -> None:
    """A site as its folder of the seed has it."""
    for schema in seed.glob("*.schema.json"):
        definition = json.loads(schema.read_text(encoding="utf-8"))
        site.ask("POST", "/wix-data/v2/collections", definition, site=site.id)
    for items in seed.glob("*.jsonl"):
        for line in items.read_text(encoding="utf-8").splitlines():
            site.add_item(items.stem, **json.loads(line))


def name_of(folder: Path) -> str:
    first, *_ = (folder / "Pulumi.yaml").read_text(encoding="utf-8").splitlines()
    return first.removeprefix("name: ")


@pytest.mark.parametrize("program", ALL, ids=str)
def test_an_example_holds_no_key_and_the_settings_of_each_environment(program: Path) -> None:
    for stack in (STACK, "prod"):
        text = (EXAMPLES / program / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
        assert "wix-data:siteId" in text
        assert "apiKey" not in text
