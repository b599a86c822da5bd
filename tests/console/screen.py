"""A window with the console in it, and what a person does there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.emulator.running import SITE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
WIDE, NARROW = 1400, 360
PATIENCE_MS = 20_000
ANSWERED_WITH_AN_ERROR = "Failed to load resource"


class Screen:
    """One window; `page` is Playwright's."""

    def __init__(self, browser: Browser, url: str, options: dict[str, Any]) -> None:
        width = options.pop("width", WIDE)
        viewport: Any = {"width": width, "height": 900 if width > NARROW else 740}
        self._context = browser.new_context(viewport=viewport, **options)
        self._context.set_default_timeout(PATIENCE_MS)
        self.page = self._context.new_page()
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.url = f"{url.rstrip('/')}/_emulator/"
        self.page.goto(self.url)
        self.page.get_by_role("tablist").wait_for()

    def close(self) -> None:
        """The window's end: errors in its console fail the test."""
        self._context.close()
        assert self.problems == []

    def look(self, tab: str, **place: str) -> None:
        """Follow a link to an area of the first site."""
        wanted = urlencode({"site": SITE, "tab": tab, **place})
        self.page.evaluate("place => { location.hash = place }", wanted)
        self.tab(tab).and_(self.page.locator("[aria-selected=true]")).wait_for()
        self.page.get_by_role("heading", name=SITE).wait_for()

    def tab(self, name: str) -> Locator:
        return self.page.locator(f"#tab-{name}")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def panel(self) -> Locator:
        return self.page.get_by_role("tabpanel")

    def sees(self, *texts: str) -> None:
        """Each text stands in the panel, or comes to stand there by itself."""
        for text in texts:
            self.panel().get_by_text(text).first.wait_for()

    def polled(self) -> None:
        """The state that was asked for next has arrived."""
        for _ in range(2):
            with self.page.expect_response(lambda answer: "/console/state" in answer.url):
                pass
        self.page.evaluate("() => new Promise(requestAnimationFrame)")

    def focused(self) -> str:
        """What has the focus, by its label or text."""
        text = "e => (e.getAttribute('aria-label') || e.innerText || e.name || e.id).trim()"
        return str(self.page.evaluate(f"({text})(document.activeElement)"))

    def fits(self) -> bool:
        """Whether nothing lies beyond the right edge of the page."""
        return bool(
            self.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        )

    def shoot(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the page, or of what is in sight, for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("() => window.scrollTo(0, 0)")
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)

    def _note(self, message: Any) -> None:
        refused = message.text.startswith(ANSWERED_WITH_AN_ERROR)
        if message.type in {"error", "warning"} and not refused:
            self.problems.append(message.text)
