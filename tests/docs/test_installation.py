"""docs/installation-configuration.md: names and versions are those of the packages."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

from tests.docs.markdown import blocks
from tools.local.paths import ROOT
from wix_data_provider import __version__
from wix_data_provider.adapters.oldest import OLDEST
from wix_data_provider.adapters.settings import ProviderArgs
from wix_data_provider.lifecycle.schema import config_spec

PAGE = ROOT / "docs" / "installation-configuration.md"
TEXT = PAGE.read_text(encoding="utf-8")
POM = "{http://maven.apache.org/POM/4.0.0}"


def test_each_sdk_is_installed_by_the_name_that_it_has() -> None:
    npm = json.loads((ROOT / "sdk/nodejs/package.json").read_text(encoding="utf-8"))
    go = (ROOT / "sdk/go/wixdata/go.mod").read_text(encoding="utf-8").splitlines()[0]
    [dotnet] = (ROOT / "sdk/dotnet").glob("*.csproj")
    assert f"npm install {npm['name']}\n" in TEXT
    assert f"go get {go.removeprefix('module ')}\n" in TEXT
    assert f"dotnet add package {dotnet.stem}\n" in TEXT


def test_the_lines_for_maven_are_those_of_the_pom() -> None:
    pom = ET.parse(ROOT / "sdk/java/pom.xml").getroot()  # noqa: S314 - our own
    [shown] = blocks(PAGE, "xml")
    dependency = ET.fromstring(shown.text)  # noqa: S314
    for name in ("groupId", "artifactId", "version"):
        assert dependency.findtext(name) == pom.findtext(f"{POM}{name}")
    assert dependency.findtext("version") == __version__


def test_the_oldest_cli_is_the_one_that_is_checked() -> None:
    assert f"[Pulumi CLI](https://www.pulumi.com/docs/install/), {OLDEST} or newer" in TEXT


def test_every_setting_stands_there_and_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in config_spec(ProviderArgs)["variables"]:
        assert f"`wix-data:{name}`" in TEXT
        assert re.search(rf"[`:]{name}`", readme)
