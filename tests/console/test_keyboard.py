"""Everything can be reached and done without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.content import take_backup

if TYPE_CHECKING:
    from tests.console.screen import Screen
    from tests.emulator.running import Emulator

AREAS = ("collections", "backups", "restorations", "jobs", "requests", "faults", "settings")
MOST_STOPS = 150
CONTROLS = """
() => [...document.querySelectorAll('#app :is(a[href], button, input, select, [tabindex="0"])')]
  .filter((e) => !e.disabled && e.tabIndex >= 0 && e.getClientRects().length)
  .map((e, at) => { e.dataset.stop = at; return String(at) })
"""
HERE = "() => document.activeElement.dataset.stop ?? ''"
OUTLINE = """
() => { const style = getComputedStyle(document.activeElement)
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 }
"""


@pytest.mark.parametrize("area", AREAS)
def test_tab_reaches_every_control_and_shows_where_it_is(
    filled: Emulator, screen: Screen, area: str
) -> None:
    screen.look(area)
    screen.polled()
    wanted = screen.page.evaluate(CONTROLS)
    reached = []
    for _ in range(MOST_STOPS):
        screen.page.keyboard.press("Tab")
        stop = screen.page.evaluate(HERE)
        if not stop:
            break
        assert screen.page.evaluate(OUTLINE), f"no visible focus on {screen.focused()}"
        reached.append(stop)
    assert reached == wanted


def test_every_control_has_a_name(filled: Emulator, screen: Screen) -> None:
    nameless = """
    () => [...document.querySelectorAll('#app :is(a, button, input, select, progress)')]
      .filter((e) => !e.getAttribute('aria-label') && !e.innerText)
      .filter((e) => !e.closest('label')?.innerText)
      .map((e) => e.outerHTML)
    """
    for area in AREAS:
        screen.look(area)
        assert screen.page.evaluate(nameless) == []


def test_the_skip_link_comes_first_and_skips(emulator: Emulator, screen: Screen) -> None:
    screen.page.keyboard.press("Tab")
    assert screen.focused() == "Skip to content"
    screen.page.keyboard.press("Enter")
    assert screen.page.evaluate("document.activeElement.id") == "main"
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.activeElement.id") == "tab-collections"


def test_arrows_home_and_end_move_between_tabs(emulator: Emulator, screen: Screen) -> None:
    screen.tab("collections").focus()
    for key, expected in (
        ("ArrowRight", "backups"),
        ("ArrowRight", "restorations"),
        ("ArrowLeft", "backups"),
        ("End", "settings"),
        ("ArrowRight", "collections"),
        ("ArrowLeft", "settings"),
        ("Home", "collections"),
    ):
        screen.page.keyboard.press(key)
        assert screen.page.evaluate("document.activeElement.id") == f"tab-{expected}"
        assert screen.tab(expected).get_attribute("aria-selected") == "true"
        assert screen.panel().get_attribute("aria-labelledby") == f"tab-{expected}"
    assert screen.page.locator("[role=tab][tabindex='0']").count() == 1


def test_a_reset_by_keyboard(emulator: Emulator, screen: Screen) -> None:
    take_backup(emulator)
    screen.page.get_by_role("heading", name="c0ffee00").wait_for()
    screen.button("Reset …").focus()
    screen.page.keyboard.press("Enter")
    assert screen.focused() == "Keep everything"
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Tab")
    assert screen.focused() == "Reset the emulator"
    screen.page.keyboard.press("Enter")
    screen.sees("A site appears when")


def test_a_fault_by_keyboard(emulator: Emulator, screen: Screen) -> None:
    screen.tab("faults").click()
    screen.button("503 three times").focus()
    screen.page.keyboard.press("Space")
    screen.button("Add this fault").focus()
    screen.page.keyboard.press("Enter")
    screen.page.locator(".faults li").wait_for()
    assert screen.focused() == "Add this fault"
