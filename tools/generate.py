"""`make generate`: the Pulumi schema from the resource definitions, SDKs and reference from it.

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

from tools import docs, engine, sdks, stated
from tools.sdks import files_below

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = Path("provider/wix_data_provider/schema.json")
DOCS = Path("docs")


class GenerationError(Exception):
    """The schema does not become an SDK; the message is the generator's."""


def generated(schema: str, sdkgen: Path) -> dict[Path, bytes]:
    """Every generated file of the repository, as a schema makes it, whose examples are in YAML.

    Raises: GenerationError, docs.ExampleError, engine.EngineError.
    """
    whole = docs.in_every_language(schema, engine.programgen)
    plain = docs.without_choosers(whole)
    return {
        SCHEMA: whole.encode(),
        **sdks.finished(_made(plain, sdkgen), json.loads(plain)),
        **docs.files(whole, ROOT, engine.programgen),
        **stated.files(json.loads(plain)["version"], ROOT),
    }


def _made(schema: str, sdkgen: Path) -> dict[Path, bytes]:
    """What the generator makes, by its path below the SDKs' folder and that folder's name."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        (out / "schema.json").write_text(schema, encoding="utf-8")
        done = subprocess.run(
            [sdkgen / "sdkgen", out / "schema.json", out / sdks.SDK, sdks.PYTHON_MODULES],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise GenerationError(f"the schema makes no SDK: {done.stderr.strip()}")
        return {path.relative_to(out): path.read_bytes() for path in files_below(out / sdks.SDK)}


def stale(files: Mapping[Path, bytes], root: Path) -> list[str]:
    """What differs in a repository from what is generated: one line for each file."""
    there = {path.relative_to(root) for path in _there(root)}
    leftover = [f"{path}: is no longer generated" for path in there - files.keys()]
    return sorted([*leftover, *(f"{path}: differs" for path in _changed(files, root))])


def write(files: Mapping[Path, bytes], root: Path) -> None:
    """Make a repository hold the generated files and no older ones."""
    for path in _there(root):
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


def _there(root: Path) -> list[Path]:
    """Every file of a repository in a folder that has generated files only."""
    folders = (*sdks.FOLDERS, DOCS / "resources", DOCS / "functions")
    return [path for folder in folders for path in files_below(root / folder)]


def main() -> int:
    """Write what is generated, or compare."""
    from wix_data_provider.adapters.package import render  # noqa: PLC0415  (the tests need no provider)

    parser = argparse.ArgumentParser(prog="python -m tools.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args().check
    try:
        files = generated(render(), engine.sdkgen())
    except (engine.EngineError, GenerationError, docs.ExampleError) as error:
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
