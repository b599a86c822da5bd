"""The page follows the emulator by itself, and leaves alone what one is doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.console.content import BACKUPS, take_backup
from tests.emulator.running import SITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.console.screen import Screen
    from tests.emulator.running import Emulator


def test_what_happens_is_seen_without_a_reload(emulator: Emulator, screen: Screen) -> None:
    backup = take_backup(emulator)
    screen.page.get_by_role("heading", name=SITE).wait_for()
    screen.tab("backups").click()
    screen.sees("PENDING")
    emulator.advance(5)
    screen.sees("READY")
    emulator.delete(f"{BACKUPS}/{backup}")
    screen.sees("DELETING")
    emulator.advance(5)
    screen.sees("DELETED")
    assert len([url for url in screen.requests if url.endswith("/_emulator/")]) == 1


def test_changes_are_said_to_screen_readers(emulator: Emulator, screen: Screen) -> None:
    backup = take_backup(emulator)
    screen.look("backups")
    screen.sees("PENDING")
    emulator.advance(5)
    announcer = screen.page.locator("#announcer")
    announcer.filter(has_text=f"Backup {backup[:8]}: READY.").wait_for(state="attached")
    assert announcer.get_attribute("aria-live") == "polite"


def test_progress_grows(emulator: Emulator, screen: Screen) -> None:
    emulator.set(jobSeconds=100)
    emulator.add_collection()
    emulator.submit("_id\n" + "\n".join(map(str, range(90))))
    screen.look("jobs")
    screen.sees("not begun")
    emulator.advance(50)
    screen.sees("40 of 90 items")
    emulator.advance(50)
    screen.sees("90 of 90 items", "COMPLETED")


def test_focus_scroll_and_typing_survive_updates(filled: Emulator, screen: Screen) -> None:
    screen.look("requests")
    field = screen.page.get_by_label("Filter")
    field.click()
    screen.page.keyboard.type("wix-")
    screen.page.evaluate("() => window.scrollTo(0, 100)")
    field.evaluate("e => { e.mark = 'the same one' }")
    filled.send("GET", "/wix-data/v2/items/one-more")
    screen.sees("/wix-data/v2/items/one-more")
    screen.page.keyboard.type("data")
    assert field.input_value() == "wix-data"
    assert field.evaluate("e => [e.mark, e === document.activeElement]") == ["the same one", True]
    assert screen.page.evaluate("() => window.scrollY") == 100


def test_a_half_typed_setting_is_left_alone(emulator: Emulator, screen: Screen) -> None:
    screen.tab("settings").click()
    screen.page.get_by_label("Jobs take").fill("12")
    emulator.set(rateLimit=77)
    screen.page.get_by_label("Rate limit").and_(screen.page.locator("input")).wait_for()
    screen.polled()
    assert screen.page.get_by_label("Rate limit").input_value() == "77"
    assert screen.page.get_by_label("Jobs take").input_value() == "12"


def test_rows_that_stay_are_the_same_elements(filled: Emulator, screen: Screen) -> None:
    screen.look("jobs")
    screen.page.locator(".job").first.evaluate("e => { e.mark = 'kept' }")
    filled.submit("_id\nlater\n", name="a newer job")
    screen.sees("a newer job")
    assert screen.page.locator(".job").nth(1).evaluate("e => e.mark") == "kept"


def test_a_lost_emulator_is_told_and_found_again(emulator: Emulator, screen: Screen) -> None:
    take_backup(emulator)
    screen.look("backups")
    screen.sees("PENDING")
    screen.page.route("**/console/state**", lambda route: route.abort())
    screen.page.get_by_text("The emulator does not answer. What you see").wait_for()
    screen.sees("PENDING")
    screen.page.unroute("**/console/state**")
    screen.page.get_by_text("The emulator does not answer. What you see").wait_for(state="detached")
    assert screen.page.locator(".live").inner_text() == "live"


def test_the_address_leads_back_to_the_place(
    filled: Emulator, open_screen: Callable[..., Screen]
) -> None:
    first = open_screen()
    first.look("collections", collection="products", offset="25")
    first.sees("26 to 50 of")
    address = first.page.url
    second = open_screen()
    second.page.goto(address)
    second.page.reload()
    second.sees("26 to 50 of")


def test_a_reset_elsewhere_leaves_no_stale_site(emulator: Emulator, screen: Screen) -> None:
    take_backup(emulator)
    screen.look("backups")
    screen.sees("PENDING")
    emulator.http.post("/_emulator/reset")
    screen.sees("A site appears when")
