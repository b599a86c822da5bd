"""`make generate`: the Pulumi schema from the resource definitions, the Python SDK from the schema.

`--check` writes nothing and fails where a committed file is not what would be generated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools import engine
from tools.dynamic_module import dynamic_module

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = Path("provider/wix_data_provider/schema.json")
SDK = Path("sdk/python/pulumi_wix_data")
PLUGIN = SDK / "pulumi-plugin.json"
DYNAMIC = SDK / "dynamic.py"


class GenerationError(Exception):
    """The schema does not become an SDK; the message is the generator's."""


def generated(schema: str, sdkgen: Path) -> dict[Path, bytes]:
    """Every generated file of the repository, as a schema makes it.

    Raises: GenerationError.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        (out / "schema.json").write_text(schema, encoding="utf-8")
        done = subprocess.run(
            [sdkgen / "sdkgen", out / "schema.json", out, "python"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise GenerationError(f"the schema makes no SDK: {done.stderr.strip()}")
        package = out / "python" / SDK.name
        files = {SDK / path.relative_to(package): path.read_bytes() for path in _files(package)}
    files[PLUGIN] = without_download(files[PLUGIN])
    files[DYNAMIC] = dynamic_module(json.loads(schema)).encode()
    files[SCHEMA] = schema.encode()
    return files


def without_download(plugin: bytes) -> bytes:
    """The SDK's plugin entry, saying that there is nothing to download.

    With `"resource": true` the engine tries five downloads where the plugin is not on PATH, and
    fails after 10 s; with false it looks on PATH and says at once what is missing.
    """
    return json.dumps({**json.loads(plugin), "resource": False}, indent=2).encode() + b"\n"


def stale(files: Mapping[Path, bytes], root: Path) -> list[str]:
    """What differs in a repository from what is generated: one line for each file."""
    there = {path.relative_to(root) for path in _files(root / SDK)}
    leftover = [f"{path}: is no longer generated" for path in there - files.keys()]
    return sorted([*leftover, *(f"{path}: differs" for path in _changed(files, root))])


def write(files: Mapping[Path, bytes], root: Path) -> None:
    """Make a repository hold the generated files and no older ones."""
    for path in _files(root / SDK):
        if path.relative_to(root) not in files:
            path.unlink()
    for path in _changed(files, root):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(files[path])


def _changed(files: Mapping[Path, bytes], root: Path) -> list[Path]:
    return [
        path
        for path, content in files.items()
        if not (root / path).is_file() or (root / path).read_bytes() != content
    ]


def _files(folder: Path) -> list[Path]:
    """Every file below a folder, but for what Python compiles there."""
    paths = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


def main() -> int:
    """Write what is generated, or compare."""
    from wix_data_provider.adapters.package import render  # noqa: PLC0415  (the tests need no provider)

    parser = argparse.ArgumentParser(prog="python -m tools.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args().check
    try:
        files = generated(render(), engine.sdkgen())
    except (engine.EngineError, GenerationError) as error:
        print(f"generate: {error}", file=sys.stderr)
        return 1
    differing = stale(files, ROOT)
    if not check:
        write(files, ROOT)
        print("\n".join(differing) or "nothing changed")
        return 0
    if differing:
        print("\n".join([*differing, "run `make generate` and commit what it writes"]))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
