"""The console's page and its parts, as they are served."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wix_data_emulator

if TYPE_CHECKING:
    from tests.emulator.running import Emulator

PAGE = "/_emulator/"
PARTS = f"{PAGE}console/"
FOLDER = Path(wix_data_emulator.__file__).parent / "console_static"
NAMES = sorted(file.name for file in FOLDER.iterdir() if file.name != "index.html")
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
AS_MARKUP = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "srcdoc")
NAMESPACE = "http://www.w3.org/2000/svg"


def sources() -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}


def test_the_page_is_there(emulator: Emulator) -> None:
    response = emulator.http.get(PAGE)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert emulator.http.get("/_emulator").headers["location"] == PAGE


@pytest.mark.parametrize("name", NAMES)
def test_each_part_is_served_as_what_it_is(emulator: Emulator, name: str) -> None:
    response = emulator.http.get(PARTS + name)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(MEDIA_TYPES[Path(name).suffix])
    assert response.text == (FOLDER / name).read_text(encoding="utf-8")


def test_whatever_a_part_names_is_there() -> None:
    named = {
        name
        for text in sources().values()
        for name in re.findall(r"""(?:from '\./|(?:src|href)="console/)([\w.]+)""", text)
    }
    assert named == set(NAMES)


@pytest.mark.parametrize("path", ["", "console/state", "console/main.js", "console/icon.svg"])
def test_the_policy_lets_nothing_in(emulator: Emulator, path: str) -> None:
    headers = emulator.http.get(PAGE + path).headers
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["default-src"] == rules["frame-ancestors"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_the_page_has_no_inline_script_and_no_inline_style() -> None:
    page = sources()["index.html"]
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert re.findall(r"<style|\son\w+=|\sstyle=", page) == []


def test_no_part_makes_markup_of_text() -> None:
    found = [(name, word) for name, text in sources().items() for word in AS_MARKUP if word in text]
    assert found == []


def test_no_part_names_another_host() -> None:
    for name, text in sources().items():
        urls = set(re.findall(r"https?://[^\s\"'`)]+", text))
        assert urls <= {NAMESPACE}, name


@pytest.mark.parametrize(
    "path",
    ["nowhere.js", "..%2fconsole.py", "%2e%2e/console.py", "index.htm", "files/99", "a/b.js"],
)
def test_what_is_not_there_is_not_found(emulator: Emulator, path: str) -> None:
    assert emulator.http.get(PARTS + path).status_code == 404


def test_looking_leaves_no_trace(emulator: Emulator) -> None:
    for path in ("", "console/state", "console/main.js"):
        emulator.http.get(PAGE + path)
    assert emulator.journal() == []
    assert emulator.http.get(f"{PARTS}state").json()["sites"] == []
