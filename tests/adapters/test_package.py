"""adapters/package.py: the whole package as a schema."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from wix_data_provider import __version__
from wix_data_provider.adapters.package import package, page, render
from wix_data_provider.functions import FUNCTIONS
from wix_data_provider.resources import RESOURCES


def test_the_same_sources_render_the_same_text() -> None:
    code = "from wix_data_provider.adapters.package import render; print(render(), end='')"
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout == render()
    assert json.loads(render()) == package()


def test_the_package_has_every_resource_and_function() -> None:
    assert package()["resources"].keys() == RESOURCES.keys()
    assert package()["functions"].keys() == FUNCTIONS.keys()
    assert (package()["name"], package()["version"]) == ("wix-data", __version__)


@pytest.mark.parametrize("token", RESOURCES)
def test_every_resource_has_a_page(token: str) -> None:
    assert package()["resources"][token]["description"] == page(token)
    assert len(page(token)) > 500


@pytest.mark.parametrize("token", FUNCTIONS)
def test_every_function_has_a_page_and_its_own_token(token: str) -> None:
    assert package()["functions"][token]["description"] == page(token)
    assert len(page(token)) > 500
    assert FUNCTIONS[token].token == token


@pytest.mark.parametrize("token", RESOURCES)
def test_every_resource_says_what_can_be_asked_when_listing(token: str) -> None:
    asked = package()["resources"][token]["listInputs"]
    assert asked["properties"].keys() == {"siteId", "status"}
    assert asked["required"] == []
