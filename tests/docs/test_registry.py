"""The two pages that the Pulumi registry takes, in its form.

Source: https://github.com/pulumi/registry/blob/master/.github/pull_request_template.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from tests.docs.markdown import links
from tools.docs.choosers import LANGUAGES, overview_example
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "docs" / name for name in ("_index.md", "installation-configuration.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_the_front_matter_of_the_registry(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front.keys() == {"title", "meta_desc", "layout"}
    assert front["layout"] == "package"
    assert all(front.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_links_work_outside_the_repository(page: Path) -> None:
    found = list(links(page))
    assert found
    assert [link for link in found if not link.startswith(("https://", "#"))] == []


def test_the_overview_has_its_example_in_every_language() -> None:
    assert list(overview_example(PAGES[0].read_text(encoding="utf-8"))) == list(LANGUAGES)


def test_installation_shows_both_ways_to_configure() -> None:
    text = PAGES[1].read_text(encoding="utf-8")
    assert "pulumi config set wix-data:siteId" in text
    assert "export WIX_API_KEY=" in text
    assert "wix-data install-plugin" in text
