"""tools/bench/__main__.py: a page says which command its figures are of."""

from __future__ import annotations

import pytest

from tools.bench.__main__ import head, parser

TOLD = {
    "": "Written by `make bench`: everything in one run",
    "--output page.md": "Written by `make bench`: everything in one run",
    "--patience 30": "Written by `python -m tools.bench --patience 30`: everything in one run",
    "--patience 2.5 --sizes 1,10": " --sizes 1,10 --patience 2.5`: everything in one run",
    "--only lag --only sites": " --only lag --only sites`: lag, sites in one run",
    "--quick": "`python -m tools.bench --quick`: everything in one run",
}


@pytest.mark.parametrize(("options", "told"), TOLD.items())
def test_a_page_says_what_differs_from_the_defaults(options: str, told: str) -> None:
    assert told in head(parser().parse_args(options.split()))


def test_every_option_that_changes_figures_is_told() -> None:
    usual = vars(parser().parse_args([]))
    assert usual.keys() - {"output"} == {"quick", "only", "sizes", "patience"}
