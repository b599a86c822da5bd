"""tools/sdks.py: what the generator leaves out of the SDKs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import sdks
from tools.local.paths import ROOT
from tools.sdks import (
    DOTNET,
    GO,
    JAVA,
    NODE,
    PYTHON,
    finished,
    net_project,
    npm_package,
    without_download,
)

PLUGIN = b'{"resource": true, "name": "wix-data"}'
MADE = {
    PYTHON / "pulumi-plugin.json": PLUGIN,
    PYTHON.parent / "pyproject.toml": b"",
    NODE / "package.json": b'{"repository": "https://host/us", "pulumi": {"resource": true}}',
    GO / "pulumi-plugin.json": PLUGIN,
    GO / "internal" / "pulumiVersion.go": b"var SdkVersion semver.Version = semver.Version{}",
    DOTNET / "pulumi-plugin.json": PLUGIN,
    DOTNET / "logo.png": b"png",
    DOTNET / "Us.csproj": b"<Project>\n  <PropertyGroup>\n  </PropertyGroup>\n</Project>\n",
}
SCHEMA = {"name": "wix-data", "version": "1.2.3", "resources": {}}


@pytest.fixture
def extras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files written by hand."""
    for name, content in {
        "python/_plugin.py": "",
        "java/pom.xml": "<version>${VERSION}</version>",
        "java/target/left-by-maven": "",
        "dotnet/logo.png": "a picture",
        "go/wixdata/go.mod": "module",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    monkeypatch.setattr(sdks, "EXTRAS", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("extras")
def test_files_by_hand_are_copied_with_the_version_and_win() -> None:
    files = finished(MADE, SCHEMA)
    assert files[JAVA / "pom.xml"] == b"<version>1.2.3</version>"
    assert files[DOTNET / "logo.png"] == b"a picture"
    assert files[GO / "go.mod"] == b"module"
    assert JAVA / "target" / "left-by-maven" not in files
    assert Path("sdk/python/_plugin.py") not in files, "the generator puts it into the package"


def test_each_package_is_given_the_license() -> None:
    files = finished(MADE, SCHEMA)
    license_ = (ROOT / "LICENSE").read_bytes()
    for folder in (NODE, GO, DOTNET, JAVA / "src/main/resources/META-INF"):
        assert files[folder / "LICENSE"] == license_


def test_the_net_package_takes_the_files_that_its_page_and_license_are() -> None:
    project = MADE[DOTNET / "Us.csproj"].replace(
        b"<Project>", b'<Project><None Include="logo.png">'
    )
    packed = net_project(project)
    for name in (b"README.md", b"LICENSE"):
        assert b'<None Include="%s" Pack="True" PackagePath="" />' % name in packed


def test_the_python_package_has_no_project_of_its_own() -> None:
    files = finished(MADE, SCHEMA)
    assert PYTHON.parent / "pyproject.toml" not in files
    assert files[PYTHON / "dynamic.py"].startswith(b"# coding=utf-8")


def test_the_engine_is_told_that_there_is_nothing_to_download() -> None:
    assert json.loads(without_download(PLUGIN)) == {"resource": False, "name": "wix-data"}
    files = finished(MADE, SCHEMA)
    for folder in (PYTHON, GO, DOTNET):
        assert not json.loads(files[folder / "pulumi-plugin.json"])["resource"]
    assert not json.loads(files[NODE / "package.json"])["pulumi"]["resource"]


def test_the_npm_package_can_be_published_and_required() -> None:
    package = json.loads(npm_package(MADE[NODE / "package.json"]))
    assert package["main"] == "bin/index.js"
    assert package["types"] == "bin/index.d.ts"
    assert package["files"] == ["bin"]
    assert package["scripts"]["prepare"] == "npm run build"
    assert package["repository"]["url"] == "git+https://host/us.git"


def test_the_go_sdk_knows_its_version() -> None:
    files = finished(MADE, SCHEMA)
    assert b'MustParse("1.2.3")' in files[GO / "internal" / "pulumiVersion.go"]
