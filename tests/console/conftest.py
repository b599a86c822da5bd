"""The distribution's Chromium, driven by Playwright: `make test-console`.

Playwright leaves a running event loop in its process, which other tests cannot have: these ones
are collected only where they are named, in a process of their own.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.console.content import fill
from tests.console.screen import Screen
from tests.emulator.running import running
from tests.named import ignored_unless_named
from tests.not_run_here import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.emulator.running import Emulator

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
HERE = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Not without being named."""
    return ignored_unless_named(config, HERE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; nothing is downloaded."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing(
            "the console in a browser", "Chromium is not on PATH (Debian: apt install chromium)"
        )
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        missing(
            "the console in a browser", "Playwright is not installed: make test-console does it"
        )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_emulator() -> Iterator[Emulator]:
    with running() as emulator:
        yield emulator


@pytest.fixture
def emulator(shared_emulator: Emulator) -> Emulator:
    """Without a site; its clock stands still."""
    shared_emulator.http.post("/_emulator/reset")
    return shared_emulator


@pytest.fixture
def filled(emulator: Emulator) -> Emulator:
    fill(emulator)
    return emulator


@pytest.fixture
def open_screen(browser: Browser, emulator: Emulator) -> Iterator[Callable[..., Screen]]:
    """Opens the console in a window of its own; in the end nothing may have gone wrong in it."""
    opened: list[Screen] = []

    def open_one(**options: object) -> Screen:
        opened.append(Screen(browser, str(emulator.http.base_url), options))
        return opened[-1]

    yield open_one
    for screen in opened:
        screen.close()


@pytest.fixture
def screen(open_screen: Callable[..., Screen]) -> Screen:
    """1400 pixels wide."""
    return open_screen()
