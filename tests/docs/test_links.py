"""Every link inside the repository leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.markdown import PAGES, anchors, links, links_in
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OURS = "https://github.com/pulumi-wix-data/pulumi-wix-data/blob/main/"
"""The pages that the registry shows name the repository."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_and_headings_that_there_are(page: Path) -> None:
    for link in links(page):
        if link.startswith(OURS):
            base, path = ROOT, link.removeprefix(OURS)
        elif ":" in link:
            continue
        else:
            base, path = page.parent, link
        file, _, anchor = path.partition("#")
        target = (base / file).resolve() if file else page
        assert target.exists(), f"{link}: no such file"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    waiting = list(reached)
    while waiting:
        page = waiting.pop()
        for link in links(page):
            path = link.removeprefix(OURS).partition("#")[0]
            target = ((ROOT if link.startswith(OURS) else page.parent) / path).resolve()
            if target.suffix == ".md" and target.exists() and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert [page for page in PAGES if page not in reached] == []


def test_the_readme_at_pypi_has_the_links_of_ours_into_the_repository() -> None:
    """The build makes that page by the substitutions of pyproject.toml."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    page = readme
    for pattern, new in re.findall(r"pattern = '(.+)'\nreplacement = '(.+)'", project):
        page = re.sub(pattern, new, page)
    ours = [f"README.md{link}" if link.startswith("#") else link for link in links_in(readme)]
    assert list(links_in(page)) == [link if ":" in link else OURS + link for link in ours]
    assert len(ours) > 20
