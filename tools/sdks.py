"""The SDKs as they are committed: what the generator makes of the schema, and what it leaves out.

What is written by hand lies in tools/sdk_extras, a folder for each language: modules for Python,
which the package's `__init__` imports, and for the others files that are copied, with ${VERSION}
filled in: none of them states a version of its own. Each package brings the repository's license.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.dynamic_module import dynamic_module
from tools.local.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

SDK = Path("sdk")
PYTHON = SDK / "python" / "pulumi_wix_data"
NODE = SDK / "nodejs"
GO = SDK / "go" / "wixdata"
JAVA = SDK / "java"
DOTNET = SDK / "dotnet"
FOLDERS = (PYTHON, NODE, SDK / "go", JAVA, DOTNET)
# npm takes it without being told, Maven what is among the resources, NuGet what the project names.
LICENSED = (NODE, GO, JAVA / "src" / "main" / "resources" / "META-INF", DOTNET)

EXTRAS = Path(__file__).parent / "sdk_extras"
PYTHON_MODULES = EXTRAS / "python"
_COPIED = ("nodejs", "go", "java", "dotnet")

_PLUGIN = "pulumi-plugin.json"
_PACKED = (b"README.md", b"LICENSE")
_BUILT = {"__pycache__", "node_modules", "bin", "obj", "target"}
# Node reads its own version from a package.json beside the compiled files.
_BUILD = "tsc && node -e \"fs.copyFileSync('package.json', 'bin/package.json')\""


def finished(made: Mapping[Path, bytes], schema: Mapping[str, Any]) -> dict[Path, bytes]:
    """Every file of the SDKs by its path in the repository, from what the generator made.

    The Python package is part of this repository's distribution: the generator's own is left out.
    """
    files = {path: content for path, content in made.items() if _is_ours(path)}
    for folder in (PYTHON, GO, DOTNET):
        files[folder / _PLUGIN] = without_download(files[folder / _PLUGIN])
    files[PYTHON / "dynamic.py"] = dynamic_module(schema).encode()
    files[NODE / "package.json"] = npm_package(files[NODE / "package.json"])
    project = next(path for path in files if path.suffix == ".csproj")
    files[project] = net_project(files[project])
    version = schema["version"]
    go_version = GO / "internal" / "pulumiVersion.go"
    files[go_version] = go_release(files[go_version], version)
    license_ = (ROOT / "LICENSE").read_bytes()
    return {**files, **_copied(version), **{folder / "LICENSE": license_ for folder in LICENSED}}


def without_download(plugin: bytes) -> bytes:
    """An SDK's plugin entry, saying that there is nothing to download.

    With `"resource": true` the engine wants the plugin before the program runs, and fails after
    five downloads of what is nowhere; in Python it is the program that brings the plugin.
    """
    return json.dumps({**json.loads(plugin), "resource": False}, indent=2).encode() + b"\n"


def npm_package(manifest: bytes) -> bytes:
    """A package.json that can be published, and required, as it is."""
    package = json.loads(manifest)
    package |= {"main": "bin/index.js", "types": "bin/index.d.ts", "files": ["bin"]}
    url = f"git+{package['repository']}.git"
    package["repository"] = {"type": "git", "url": url, "directory": str(NODE)}
    package["scripts"] = {"build": _BUILD, "prepare": "npm run build"}
    package["pulumi"]["resource"] = False  # nothing to download
    return json.dumps(package, indent=4).encode() + b"\n"


def net_project(project: bytes) -> bytes:
    """A .csproj whose package has its README, for the page at NuGet, and the license."""
    icon = b"<PackageIcon>logo.png</PackageIcon>"
    named = icon + b"\n    <PackageReadmeFile>README.md</PackageReadmeFile>"
    logo = b'<None Include="logo.png">'
    packed = [b'<None Include="%s" Pack="True" PackagePath="" />' % name for name in _PACKED]
    return project.replace(icon, named).replace(logo, b"\n    ".join([*packed, logo]))


def go_release(source: bytes, version: str) -> bytes:
    """The Go SDK's own version, which the generator leaves to a release script.

    >>> go_release(b"var SdkVersion semver.Version = semver.Version{}", "1.2.3")
    b'var SdkVersion semver.Version = semver.MustParse("1.2.3")'
    """
    return source.replace(b"= semver.Version{}", f'= semver.MustParse("{version}")'.encode())


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, but for what a compiler or a package manager puts there."""
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [
        path
        for path in paths
        if path.is_file() and not _BUILT.intersection(path.relative_to(folder).parts)
    ]


def _is_ours(path: Path) -> bool:
    return not path.is_relative_to(SDK / "python") or path.is_relative_to(PYTHON)


def _copied(version: str) -> dict[Path, bytes]:
    return {
        SDK / path.relative_to(EXTRAS): path.read_bytes().replace(b"${VERSION}", version.encode())
        for language in _COPIED
        for path in files_below(EXTRAS / language)
    }
