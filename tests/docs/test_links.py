"""Every link inside the repository leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.markdown import PAGES, anchors, links
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
