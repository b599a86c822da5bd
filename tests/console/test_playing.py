"""What can be done in the console: clock, reset, faults, settings, requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.console.content import BACKUPS, take_backup
from tests.emulator.running import OTHER_SITE, SITE

if TYPE_CHECKING:
    from tests.console.screen import Screen
    from tests.emulator.running import Emulator


def test_the_clock_goes_ahead(emulator: Emulator, screen: Screen) -> None:
    for name in ("15 min", "1 h", "1 day"):
        screen.button(f"Advance the clock by {name}").click()
        screen.page.get_by_text(f"The clock is {name} further.").first.wait_for()
    assert emulator.get("/_emulator/clock")["now"] == "2023-11-15T23:28:20.000Z"
    screen.page.get_by_text("1 d 1 h ahead").wait_for()


def test_a_reset_is_asked_about(emulator: Emulator, screen: Screen) -> None:
    take_backup(emulator)
    screen.look("backups")
    screen.button("Reset …").click()
    screen.button("Keep everything").click()
    screen.button("Reset …").click()
    screen.page.keyboard.press("Escape")
    assert screen.page.get_by_role("dialog").count() == 0
    assert len(emulator.get(BACKUPS)["backups"]) == 1
    screen.button("Reset …").click()
    screen.button("Reset the emulator").click()
    screen.sees("A site appears when")
    assert emulator.http.get("/_emulator/requests").json()["requests"] == []


def test_one_site_can_be_reset(emulator: Emulator, screen: Screen) -> None:
    take_backup(emulator)
    take_backup(emulator.at(OTHER_SITE))
    screen.look("backups")
    screen.button("Reset …").click()
    screen.button("Reset this site").click()
    screen.page.get_by_text(f"Site {SITE} is as at the start.").first.wait_for()
    assert emulator.get(BACKUPS)["backups"] == []
    assert len(emulator.at(OTHER_SITE).get(BACKUPS)["backups"]) == 1


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            "Lose the next answer of POST /backups",
            {"method": "POST", "path": BACKUPS, "action": "drop", "phase": "after", "times": 1},
        ),
        ("503 three times", {"path": "*", "action": "status", "status": 503, "times": 3}),
        (
            "429 with Retry-After 5",
            {"action": "status", "status": 429, "headers": {"Retry-After": "5"}},
        ),
        ("Delay by 2 s", {"action": "delay", "seconds": 2, "phase": "before"}),
    ],
)
def test_templates_script_faults(
    emulator: Emulator, screen: Screen, template: str, expected: dict[str, object]
) -> None:
    screen.tab("faults").click()
    screen.button(template).click()
    screen.button("Add this fault").click()
    screen.page.locator(".faults li").wait_for()
    (fault,) = emulator.http.get("/_emulator/faults").json()["faults"]
    assert {**fault, **expected} == fault
    screen.button("Clear all").click()
    screen.sees("Everything works")
    assert emulator.http.get("/_emulator/faults").json()["faults"] == []


def test_a_fault_of_ones_own_happens(emulator: Emulator, screen: Screen) -> None:
    screen.tab("faults").click()
    screen.page.get_by_label("Method").select_option("GET")
    screen.page.get_by_label("Path").fill("/wix-data/v2/coll*")
    screen.page.get_by_label("What happens").select_option("drop")
    assert screen.page.get_by_label("Status").count() == 0
    screen.sees("The next GET request to /wix-data/v2/coll*: no answer")
    screen.page.get_by_label("Path").press("Enter")
    screen.page.locator(".faults li").wait_for()
    with pytest.raises(httpx.RemoteProtocolError):
        emulator.send("GET", "/wix-data/v2/collections")
    screen.sees("Everything works")


def test_a_wrong_fault_is_refused_in_words(emulator: Emulator, screen: Screen) -> None:
    screen.tab("faults").click()
    screen.page.get_by_label("Status").fill("600")
    screen.page.evaluate("document.querySelector('form').noValidate = true")
    screen.button("Add this fault").click()
    screen.page.locator(".toast.bad").filter(has_text="must be from 400 to 599").wait_for()


def test_settings_count_at_once(emulator: Emulator, screen: Screen) -> None:
    take_backup(emulator)
    screen.look("settings")
    screen.page.get_by_role("switch", name="Final progress").check()
    screen.page.get_by_role("switch", name="Skips logged").uncheck()
    screen.page.get_by_label("New backups end").select_option("FAILED")
    screen.page.get_by_label("Jobs take").fill("7.5")
    screen.page.get_by_label("Jobs take").press("Enter")
    screen.page.get_by_role("switch", name="Wix Multilingual").uncheck()
    screen.page.get_by_role("switch", name="Callers have permission").uncheck()
    screen.page.get_by_text("Set: sites.").first.wait_for()
    settings = emulator.http.get("/_emulator/settings").json()
    changed = {
        "finalProgress": "present",
        "skipsLogged": False,
        "backupOutcome": "FAILED",
        "jobSeconds": 7.5,
        "withoutMultilingual": [SITE],
        "sites": {SITE: {"denied": ["*"]}},
    }
    assert {**settings, **changed} == settings
    assert emulator.send("GET", BACKUPS).status_code == 403


def test_a_wrong_setting_is_refused_and_put_back(emulator: Emulator, screen: Screen) -> None:
    screen.tab("settings").click()
    field = screen.page.get_by_label("Jobs take")
    field.fill("-1")
    field.press("Enter")
    screen.page.locator(".toast.bad").filter(has_text="jobSeconds: must be from 0").wait_for()
    screen.polled()
    assert field.input_value() == "2"


def test_requests_pause_go_on_and_clear(emulator: Emulator, screen: Screen) -> None:
    emulator.send("GET", "/first")
    screen.tab("requests").click()
    screen.sees("/first")
    screen.button("Pause").click()
    emulator.send("GET", "/second")
    screen.page.get_by_role("button", name="Go on (1 newer)").wait_for()
    assert screen.page.get_by_text("/second").count() == 0
    screen.page.get_by_role("button", name="Go on").click()
    screen.sees("/second", "/first")
    screen.button("Clear").click()
    screen.sees("No requests yet")
    assert emulator.journal() == []
