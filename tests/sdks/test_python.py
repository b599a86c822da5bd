"""The Python SDK: typed for programs, and through the real engine."""

from __future__ import annotations

import ast
import json
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.engine.test_examples import run_as_promised
from tests.sdks.checkout import PROGRAMS, Checkout, run, uses_everything
from tools.generate import SCHEMA
from tools.local.paths import ROOT
from tools.sdks import PYTHON
from tools.snake import snake
from wix_data_provider import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engine.emulator import Emulator

STRICT = ("-m", "mypy", "--strict", "--config-file=")


def test_a_program_with_every_resource_and_function_is_strictly_typed(tmp_path: Path) -> None:
    uses_everything("every.py", "wix.{}(", "wix.{snake}")
    program = shutil.copy(PROGRAMS / "every.py", tmp_path)
    run(sys.executable, *STRICT, program, folder=tmp_path, environment=os.environ)


def test_a_wrong_type_is_seen(tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    program = tmp_path / "wrong.py"
    program.write_text("import pulumi_wix_data as wix\nwix.Backup('b', keep='two')\n")
    with pytest.raises(
        AssertionError, match=r'wrong\.py:2: error: No overload variant of "Backup"'
    ):
        run(sys.executable, *STRICT, program, folder=tmp_path, environment=os.environ)


def test_it_says_in_docstrings_what_the_schema_says() -> None:
    schema = json.loads((ROOT / SCHEMA).read_text(encoding="utf-8"))
    specs = {**schema["resources"], **schema["functions"]}
    for token, spec in specs.items():
        said = docstrings(snake(token.rsplit(":", 1)[-1]))
        properties = spec.get("properties") or spec["outputs"]["properties"]
        for text in [spec["description"], *(prop["description"] for prop in properties.values())]:
            assert text.splitlines()[0] in said


def docstrings(module: str) -> str:
    """All those of a module of the SDK. Those of a constructor are its overloads', not to be had
    where the program runs."""
    tree = ast.parse((ROOT / PYTHON / f"{module}.py").read_text(encoding="utf-8"))
    documented = (
        node for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)
    )
    return "\n".join(filter(None, map(ast.get_docstring, documented)))


def test_it_knows_its_version(tmp_path: Path) -> None:
    asked = "from pulumi_wix_data import _utilities; print(_utilities.get_version())"
    said = run(sys.executable, "-c", asked, folder=tmp_path, environment=os.environ)
    assert said.strip() == __version__


@pytest.mark.parametrize("language", ["python", "yaml"])
def test_the_example_runs(
    checkout: Checkout,
    emulator: Emulator,
    environment: Callable[..., dict[str, str]],
    language: str,
) -> None:
    run_as_promised(emulator, checkout.example(language), environment())
