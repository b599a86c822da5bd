"""What the emulator holds never becomes markup, and the page talks to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.console.content import take_backup

if TYPE_CHECKING:
    from tests.console.screen import Screen
    from tests.emulator.running import Emulator

NASTY = "<img src=x onerror=\"window.bitten='yes'\"><script>window.bitten='yes'</script>"
TWICE = "<img src=x onerror=bitten=1>"
AREAS = ("collections", "backups", "restorations", "jobs", "requests", "faults", "settings")


def test_html_in_content_is_inert(emulator: Emulator, screen: Screen) -> None:
    emulator.add_collection(NASTY, **{NASTY: "TEXT"})
    emulator.add_items({"_id": NASTY, NASTY: NASTY, "more": [NASTY]}, collection=NASTY)
    emulator.add_collection()
    emulator.submit(f"_id,title\n{TWICE},x\n{TWICE},y\n", policy="TRUNCATE_BEFORE", name=NASTY)
    take_backup(emulator)
    emulator.script(path=NASTY, action="drop", method=NASTY[:16])
    emulator.send("GET", f"/{quote(NASTY)}")
    emulator.advance(10)
    for area in AREAS:
        screen.look(area)
        screen.polled()
        if area == "jobs":
            screen.page.get_by_role("button", name="1 log entry").click()
            screen.sees("WDE0074")
    screen.look("collections", collection=NASTY)
    screen.sees(NASTY)
    assert screen.page.evaluate("() => window.bitten ?? 'no'") == "no"
    assert screen.page.locator("#app img:not([src='console/icon.svg'])").count() == 0
    assert screen.page.locator("#app script").count() == 0


def test_the_policy_stops_what_would_be_injected(emulator: Emulator, screen: Screen) -> None:
    inject = """
    () => { const script = document.createElement('div')
      try { script.innerHTML = '<b>x</b>' } catch (error) { return error.name }
      return 'let in' }
    """
    assert screen.page.evaluate(inject) == "TypeError"
    screen.problems.clear()


def test_only_the_emulator_is_asked(filled: Emulator, screen: Screen) -> None:
    for area in AREAS:
        screen.look(area)
        screen.polled()
    assert {url.startswith(screen.url) for url in screen.requests} == {True}
    paths = {entry["path"] for entry in filled.journal()}
    assert not [path for path in paths if "favicon" in path]
