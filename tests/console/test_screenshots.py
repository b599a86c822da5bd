"""Pictures for people: build/screenshots/, each area by day, by night and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.screen import NARROW, SCREENSHOTS, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.screen import Screen
    from tests.emulator.running import Emulator

AREAS = ("collections", "backups", "restorations", "jobs", "requests", "faults", "settings")
LOOKS = {"light": ("light", WIDE), "dark": ("dark", WIDE), "narrow": ("light", NARROW)}


@pytest.mark.parametrize("look", LOOKS)
def test_pictures_of_every_area(
    filled: Emulator, open_screen: Callable[..., Screen], look: str
) -> None:
    scheme, width = LOOKS[look]
    screen = open_screen(color_scheme=scheme, width=width, reduced_motion="reduce")
    for area in AREAS:
        screen.look(area)
        if area == "jobs":
            screen.page.get_by_role("button", name="6 log entries").click()
            screen.sees("WDE0074", "WDE0134")
        screen.shoot(f"{area}-{look}")
    screen.look("collections", collection="products")
    screen.sees("mug-000")
    screen.shoot(f"items-{look}")
    screen.button("Reset …").click()
    screen.shoot(f"reset-{look}", whole=False)
    assert all((SCREENSHOTS / f"{area}-{look}.png").stat().st_size > 0 for area in AREAS)


def test_a_picture_of_the_beginning(emulator: Emulator, screen: Screen) -> None:
    screen.sees("A site appears when")
    screen.shoot("beginning-light")
    assert (SCREENSHOTS / "beginning-light.png").stat().st_size > 0
