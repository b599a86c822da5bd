"""Each whole program of a page goes through the engine's preview; nothing is submitted."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.markdown import PAGES, Block, blocks
from tests.docs.saying import hold, said_in
from tools.docs.choosers import examples, overview_example
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.docs.conftest import Shop
    from tests.engine.site import Site

SCHEMA = json.loads((ROOT / "provider/wix_data_provider/schema.json").read_text("utf-8"))
FOR_THE_ENGINE = ("python", "yaml")
DESCRIBED = {**SCHEMA["resources"], **SCHEMA["functions"]}
EXAMPLES = {
    **{
        f"{token.rsplit(':')[-1]}-{number}": example
        for token, spec in DESCRIBED.items()
        for number, example in enumerate(examples(spec["description"]), 1)
    },
    "overview": overview_example((ROOT / "docs/_index.md").read_text("utf-8")),
}
BY_HAND = [
    block
    for page in PAGES
    if page.parent.name not in ("resources", "functions") and page.name != "_index.md"
    for block in blocks(page, "python")
    if "import pulumi_wix_data" in block.text and not block.is_shown_file
]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_in_yaml_previews(shop: Shop, site: Site, name: str) -> None:
    submits = site.submits
    assert "error" not in shop.run(EXAMPLES[name]["yaml"], "yaml")
    assert site.submits == submits


@pytest.mark.parametrize("block", BY_HAND, ids=str)
def test_a_program_in_python_previews(shop: Shop, site: Site, block: Block) -> None:
    submits = site.submits
    assert "error" not in shop.run(block.text, "python")
    assert site.submits == submits


def test_the_overview_runs_in_python_as_it_does_in_yaml_and_prints_what_it_says(
    shop: Shop,
) -> None:
    printed = [shop.run(EXAMPLES["overview"][language], language) for language in FOR_THE_ENGINE]
    for output in printed:
        hold(said_in("_index.md"), [output])


def test_there_are_programs_to_run() -> None:
    assert len(EXAMPLES) >= 15
    assert len(BY_HAND) >= 4


def test_every_example_in_python_is_taken_by_the_sdk(tmp_path: Path) -> None:
    file = tmp_path / "programs.json"
    file.write_text(json.dumps([one["python"] for one in EXAMPLES.values()]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.docs.under_mocks", file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "all ran\n", done.stderr
