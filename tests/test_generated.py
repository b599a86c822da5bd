"""The committed schema, SDKs and reference are what the resource definitions generate."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

import pytest

from tools import engine, stated
from tools.generate import ROOT, SCHEMA, generated, stale
from tools.sdks import DOTNET, GO, JAVA, LICENSED, NODE, PYTHON
from wix_data_provider import __version__
from wix_data_provider.adapters.package import render

if TYPE_CHECKING:
    from pathlib import Path

CSPROJ = DOTNET / "PulumiWixData.WixData.csproj"
STATED = stated.patterns(ROOT)
VERSIONS = {
    SCHEMA: r'^  "version": "(.+)"',
    PYTHON / "pulumi-plugin.json": r'"version": "(.+)"',
    NODE / "package.json": r'"version": "(.+)"',
    GO / "pulumi-plugin.json": r'"version": "(.+)"',
    GO / "internal" / "pulumiVersion.go": r'MustParse\("(.+)"\)',
    GO / "internal" / "pulumiUtilities.go": r'version := semver.MustParse\("(.+)"\)',
    JAVA / "pom.xml": r"<artifactId>wixdata</artifactId>\s*<version>(.+)</version>",
    JAVA / "src/main/resources/io/github/pulumiwixdata/wix-data/version.txt": r"(.+)",
    CSPROJ: r"<Version>(.+)</Version>",
    DOTNET / "pulumi-plugin.json": r'"version": "(.+)"',
    DOTNET / "version.txt": r"(.+)",
    **{folder / "README.md": r"pulumi-wix-data==(\S+)" for folder in (NODE, GO, JAVA, DOTNET)},
    **{path: rf"{before}(\d[\w.+-]*)" for path, before in STATED.items()},
}
"""Where a version stands, and in what."""

NAMES = {
    NODE / "package.json": '"name": "pulumi-wix-data"',
    GO / "go.mod": "module github.com/pulumi-wix-data/pulumi-wix-data/sdk/go/wixdata\n",
    JAVA / "pom.xml": "<groupId>io.github.pulumiwixdata</groupId>",
    JAVA / "src/main/java/io/github/pulumiwixdata/wixdata/Backup.java": (
        "package io.github.pulumiwixdata.wixdata;"
    ),
    CSPROJ: "<Version>",
    DOTNET / "Backup.cs": "namespace PulumiWixData.WixData\n",
}
"""What programs import, and the registries' names."""


@pytest.fixture(scope="module")
def fresh() -> dict[Path, bytes]:
    return generated(render(), engine.sdkgen())


def test_all_that_is_generated_is_fresh(fresh: dict[Path, bytes]) -> None:
    assert not stale(fresh, ROOT), "run `make generate`"


def test_one_changed_description_is_noticed_in_each_language() -> None:
    schema = json.loads(render())
    schema["resources"]["wix-data:index:Backup"]["description"] += " Changed."
    differing = stale(generated(json.dumps(schema), engine.sdkgen()), ROOT)
    assert f"{SCHEMA}: differs" in differing
    java = JAVA / "src/main/java/io/github/pulumiwixdata/wixdata"
    for file in ("backup.py", "backup.ts", "backup.go", "Backup.java", "Backup.cs"):
        folder = {"py": PYTHON, "ts": NODE, "go": GO, "java": java, "cs": DOTNET}
        assert f"{folder[file.split('.')[1]] / file}: differs" in differing


@pytest.mark.parametrize("path", VERSIONS, ids=str)
def test_the_plugin_the_schema_and_each_sdk_have_one_version(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert set(re.findall(VERSIONS[path], text, re.MULTILINE)) == {__version__}


@pytest.mark.parametrize("path", [path for path in STATED if "examples" in path.parts])
def test_an_example_can_be_copied_to_where_there_is_no_checkout(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.search(r'"(file|link):|^replace |<systemPath>|\.\./', text, re.MULTILINE)


def test_a_new_version_reaches_every_file_that_names_one(fresh: dict[Path, bytes]) -> None:
    schema = {**json.loads(render()), "version": "98.7.6"}
    then = generated(json.dumps(schema), engine.sdkgen())
    changed = {path for path, content in fresh.items() if then[path] != content}
    assert changed >= set(VERSIONS)
    for path in changed:
        assert then[path].replace(b"98.7.6", __version__.encode()) == fresh[path]


def test_the_distribution_takes_its_version_from_the_plugin() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'dynamic = ["readme", "version"]' in project
    assert '[tool.hatch.version]\npath = "provider/wix_data_provider/__init__.py"' in project


@pytest.mark.parametrize("path", NAMES, ids=str)
def test_names_are_those_that_programs_and_registries_know(path: Path) -> None:
    assert NAMES[path] in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", LICENSED, ids=str)
def test_every_package_but_pythons_brings_the_license(folder: Path) -> None:
    """Python's takes that of the repository."""
    assert (ROOT / folder / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert 'license-files = ["LICENSE"]' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_net_project_and_every_source_file_of_it_are_whole() -> None:
    """.NET is not compiled by the tests."""
    project = Xml.parse(ROOT / CSPROJ).getroot()  # noqa: S314  (a file of ours)
    named = [item.get("Include") for item in project.iter("EmbeddedResource")]
    assert named == ["version.txt", "pulumi-plugin.json"]
    assert project.findtext(".//PackageReadmeFile") == "README.md"
    packed = {item.get("Include") for item in project.iter("None")}
    assert packed >= {"logo.png", "README.md", "LICENSE"}
    for resource in [*named, "logo.png", "README.md", "LICENSE"]:
        assert (ROOT / DOTNET / str(resource)).stat().st_size > 0
    for source in (ROOT / DOTNET).rglob("*.cs"):
        text = source.read_text(encoding="utf-8")
        assert re.search(r"^namespace PulumiWixData\.WixData(\.\w+)?$", text, re.MULTILINE)
        code = re.sub(r'"(\\.|[^"\\])*"|//.*', "", text)
        assert code.count("{") == code.count("}")
