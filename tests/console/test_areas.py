"""Each area shows what the API did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.console.content import BACKUPS, EXPORTED, LONG, take_backup
from tests.emulator.running import OTHER_SITE, SITE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.screen import Screen
    from tests.emulator.running import Emulator


def test_without_a_site_it_says_what_to_run(emulator: Emulator, screen: Screen) -> None:
    screen.sees(
        "A site appears when", "make up", f"WIX_API_URL={emulator.http.base_url}".rstrip("/")
    )
    screen.tab("faults").click()
    screen.sees("Everything works")


def test_collections_lead_to_their_items(filled: Emulator, screen: Screen) -> None:
    row = screen.page.get_by_role("row", name="categories")
    row.wait_for()
    assert row.get_by_role("cell").all_inner_texts() == ["categories", "title\norder", "1", "0"]
    screen.page.get_by_role("link", name="categories").click()
    screen.sees("Mugs", "1 to 1 of 1 item")
    screen.page.get_by_role("link", name="← All collections").click()
    screen.sees("reviews")


def test_items_come_in_pages_and_long_values_are_cut(filled: Emulator, screen: Screen) -> None:
    screen.look("collections", collection="products")
    screen.sees("1 to 25 of", "mug-000", "360 characters")
    assert LONG not in screen.panel().inner_text()
    screen.button("Next →").click()
    screen.sees("26 to 50 of", "mug-025")
    assert screen.page.get_by_text("mug-000", exact=True).count() == 0
    screen.page.go_back()
    screen.sees("mug-000")


def test_live_and_sandbox_are_apart(filled: Emulator, screen: Screen) -> None:
    screen.look("collections", collection="products")
    screen.sees("mug-000")
    screen.page.get_by_role("button", name="Sandbox").click()
    screen.sees("Draft", "1 to 1 of 1 item")
    assert screen.page.get_by_text("mug-000", exact=True).count() == 0


def test_slots_say_who_goes_next(filled: Emulator, screen: Screen) -> None:
    screen.look("backups")
    slots = screen.page.locator(".slot")
    assert slots.count() == 3
    held = [entry for entry in filled.get(BACKUPS)["backups"] if entry["type"] == "ON_DEMAND"]
    oldest = [entry for entry in held if entry["status"] in ("READY", "PENDING")][-1]
    goes = slots.filter(has_text="Evicted by the next backup")
    assert oldest["id"][:8] in goes.inner_text()
    assert screen.page.locator(".slot progress").count() == 1


def test_free_slots_are_drawn(emulator: Emulator, screen: Screen) -> None:
    take_backup(emulator)
    screen.look("backups")
    assert screen.page.locator(".slot.free").count() == 2
    assert screen.page.get_by_text("Evicted by the next backup").count() == 0


def test_the_time_line_draws_each_backup_and_leads_to_it(filled: Emulator, screen: Screen) -> None:
    screen.look("backups")
    backups = filled.get(BACKUPS)["backups"]
    bars = screen.page.locator(".span")
    assert bars.count() == len(backups)
    lanes = screen.page.locator(".lane-name").all_inner_texts()
    assert lanes == ["Slot 1", "Slot 2", "Slot 3", "Auto"]
    boxes = [box for bar in bars.all() if (box := bar.bounding_box())]
    assert all(box["width"] >= 8 for box in boxes)
    newest = screen.page.locator(f".span:has-text('{backups[0]['id'][:8]}')")
    newest.click()
    entry = f"backup-{backups[0]['id']}"
    assert screen.page.evaluate("document.activeElement.id") == entry


def test_deleted_and_evicted_backups_say_so(filled: Emulator, screen: Screen) -> None:
    screen.look("backups")
    screen.sees("EVICTED", "evicted by ", "DELETED", "deleted at ")
    gone = screen.page.locator(".entry.gone code").first
    assert gone.evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"


def test_restorations_show_progress_and_ways(filled: Emulator, screen: Screen) -> None:
    screen.look("restorations")
    screen.sees("PENDING", "COMPLETED", "products-old")
    bar = screen.page.get_by_role("progressbar", name="Restoration under way")
    assert bar.get_attribute("value") == "0.6000"


def test_jobs_tell_ways_progress_and_ends(filled: Emulator, screen: Screen) -> None:
    screen.look("jobs")
    screen.sees("cups of the season", "133 of 240 items", "not begun", "line 2 is not JSON")
    ways = screen.page.locator(".way").all_inner_texts()
    flat = [" ".join(way.split()) for way in ways]
    assert "From collection products to file goods.csv (CSV)" in flat
    assert "From collection products to collection archive (OVERWRITE)" in flat
    screen.page.get_by_role("link", name=OTHER_SITE[:8]).last.click()
    screen.sees(f"of site {SITE[:8]}")


def test_logs_open_by_reason(filled: Emulator, screen: Screen) -> None:
    screen.look("jobs")
    opener = screen.page.get_by_role("button", name="12 log entries")
    assert opener.get_attribute("aria-expanded") == "false"
    opener.click()
    screen.sees("WDE0074 · 12 items", "item mug-000 exists and was skipped", "and 2 more")
    screen.button("Show more").click()
    screen.sees("item mug-011 exists and was skipped")
    opener.click()
    screen.polled()
    assert screen.page.locator(".logs").count() == 0


def test_an_exported_file_is_downloaded_without_its_url(
    filled: Emulator, screen: Screen, tmp_path: Path
) -> None:
    screen.look("jobs")
    link = screen.page.get_by_role("link", name=EXPORTED)
    assert "signature" not in str(link.get_attribute("href"))
    with screen.page.expect_download() as waiting:
        link.click()
    saved = tmp_path / "file"
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == EXPORTED
    assert "mug-000" in saved.read_text(encoding="utf-8")


def test_requests_are_a_tail_with_filters(filled: Emulator, screen: Screen) -> None:
    screen.look("requests")
    screen.sees("no answer", "503", "404", "drop before")
    screen.page.get_by_label("Filter").fill("get nowhere")
    rows = screen.page.locator("tbody tr")
    assert rows.count() == 1
    assert "404" in rows.inner_text()
    screen.page.get_by_label("Filter").fill("")
    screen.page.get_by_label("Show").select_option("faults")
    assert rows.count() == 2
    screen.page.get_by_label("Show").select_option("all")
    screen.page.get_by_label("This site only").check()
    assert OTHER_SITE[:8] == SITE[:8]
    titles = {cell.get_attribute("title") for cell in screen.page.locator("td.site").all()}
    assert titles == {SITE}


def test_faults_to_come_are_told_in_words(filled: Emulator, screen: Screen) -> None:
    screen.look("faults")
    screen.sees(
        "The next POST request to /wix-data/v2/backups: no answer, the connection is closed"
        " after the effect.",
        "The next 2 requests to */jobs/query: answered 503, before any effect.",
    )


def test_what_is_gone_is_told(filled: Emulator, screen: Screen) -> None:
    screen.look("collections", collection="nowhere")
    screen.sees("No collection nowhere")
