"""Programs in YAML → the same in the other languages, by Pulumi's own generators."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.docs.corrections import corrected

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "100", "-"]


class ExampleError(Exception):
    """An example does not become a program in each language; the message is the generator's."""


def programs(
    in_yaml: Mapping[str, str], schema: str, programgen: Path
) -> dict[str, dict[str, str]]:
    """By the name of each program, then by language, YAML among them.

    Raises: ExampleError.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "schema.json"
        file.write_text(schema, encoding="utf-8")
        made = json.loads(_run([programgen / "programgen", file], json.dumps(in_yaml)))
    package = json.loads(schema)
    return {name: {"yaml": text, **_tidied(made[name], package)} for name, text in in_yaml.items()}


def _tidied(texts: Mapping[str, str], package: Mapping[str, Any]) -> dict[str, str]:
    right = {language: corrected(language, text, package) for language, text in texts.items()}
    return {**right, "python": _run(FORMAT, right["python"])}


def _run(command: list[Any], given: str) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ExampleError(f"an example makes no program: {done.stderr.strip()}")
    return done.stdout
