"""Dark and light, narrow and wide, with and without motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.screen import NARROW, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.screen import Screen
    from tests.emulator.running import Emulator

AREAS = ("collections", "backups", "restorations", "jobs", "requests", "faults", "settings")
READABLE = 4.5
"""Contrast of text, by WCAG 2.2, level AA."""
COLOURS = """
() => { const style = getComputedStyle(document.documentElement)
  const probe = document.body.appendChild(document.createElement('i'))
  const found = {}
  for (const name of %s) { probe.style.color = style.getPropertyValue('--' + name)
    found[name] = getComputedStyle(probe).color.match(/[0-9.]+/g).slice(0, 3).map(Number) }
  probe.remove()
  return found }
"""
INKS = {
    "text": ("page", "card", "sunk", "raised"),
    "quiet": ("page", "card", "sunk", "gone-soft", "accent-soft"),
    "accent": ("page", "card", "accent-soft"),
    "on-accent": ("accent",),
    "good": ("good-soft", "card"),
    "busy": ("busy-soft", "card"),
    "warn": ("warn-soft", "card"),
    "bad": ("bad-soft", "card", "raised"),
    "gone": ("gone-soft", "card"),
}


def luminance(colour: list[float]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[float], other: list[float]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_readable(
    emulator: Emulator, open_screen: Callable[..., Screen], scheme: str
) -> None:
    screen = open_screen(color_scheme=scheme)
    names = sorted({*INKS, *(paper for papers in INKS.values() for paper in papers)})
    colours = screen.page.evaluate(COLOURS % names)
    pairs = [(ink, paper) for ink, papers in INKS.items() for paper in papers]
    weak = {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in pairs
        if contrast(colours[pair[0]], colours[pair[1]]) < READABLE
    }
    assert weak == {}


def test_the_system_s_colours_count_until_one_chooses(
    emulator: Emulator, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(color_scheme="dark")
    page_colour = "() => getComputedStyle(document.body).backgroundColor"
    dark = screen.page.evaluate(page_colour)
    screen.page.emulate_media(color_scheme="light")
    light = screen.page.evaluate(page_colour)
    assert dark != light
    screen.button("Colours: as the system. Change.").click()
    screen.button("Colours: light. Change.").click()
    assert screen.page.evaluate(page_colour) == dark
    screen.page.reload()
    screen.button("Colours: dark. Change.").click()
    assert screen.page.evaluate(page_colour) == light


@pytest.mark.parametrize("width", [NARROW, 640, 900, WIDE])
def test_nothing_hangs_over_the_edge(
    filled: Emulator, open_screen: Callable[..., Screen], width: int
) -> None:
    screen = open_screen(width=width)
    for area in AREAS:
        screen.look(area)
        assert screen.fits(), area
    screen.look("collections", collection="products")
    screen.sees("mug-000")
    assert screen.fits()


def test_on_a_narrow_screen_the_chosen_tab_is_in_sight(
    filled: Emulator, open_screen: Callable[..., Screen]
) -> None:
    screen = open_screen(width=NARROW)
    for area in AREAS:
        screen.look(area)
        box = screen.tab(area).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW


def test_who_wants_no_motion_gets_none(
    filled: Emulator, open_screen: Callable[..., Screen]
) -> None:
    moving = "() => document.getAnimations().length"
    screen = open_screen()
    screen.look("backups")
    assert screen.page.evaluate(moving) > 0
    still = open_screen(reduced_motion="reduce")
    still.look("backups")
    still.sees("PENDING")
    assert still.page.evaluate(moving) == 0


def test_a_status_is_never_told_by_colour_alone(filled: Emulator, screen: Screen) -> None:
    for area in ("backups", "restorations", "jobs"):
        screen.look(area)
        badges = screen.page.locator(".badge").all()
        assert badges
        for badge in badges:
            assert badge.inner_text().isupper()
            assert badge.locator("svg").count() == 1
