"""The Go SDK: built and vetted, typed for programs, and through the real engine."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.engine.test_examples import run_as_promised
from tests.sdks.checkout import PROGRAMS, Checkout, run, uses_everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.emulator import Emulator
    from tools.engine.golang import Go


def test_the_sdk_builds_by_its_own_go_mod(go: Go, checkout: Checkout) -> None:
    folder = checkout.sdk("go") / "wixdata"
    for command in ("build", "vet"):
        run(go.binary, command, "./...", folder=folder, environment=go.environment)
    assert run("gofmt", "-l", ".", folder=folder, environment=_path(go)) == ""


def test_a_program_with_every_resource_and_function_compiles(go: Go, checkout: Checkout) -> None:
    uses_everything("every.go", "wixdata.New{}(", "wixdata.{upper}(")
    folder = shutil.copytree(checkout.example("go"), checkout.folder / "examples/of-all/go")
    shutil.copy(PROGRAMS / "every.go", folder / "main.go")
    run(go.binary, "vet", "./...", folder=folder, environment=go.environment)


def test_the_example_runs(
    go: Go, checkout: Checkout, emulator: Emulator, environment: Callable[..., dict[str, str]]
) -> None:
    example = checkout.example("go")
    run(go.binary, "vet", "./...", folder=example, environment=go.environment)
    run(go.binary, "build", "-o", "/dev/null", ".", folder=example, environment=go.environment)
    variables = {name: value for name, value in go.environment.items() if name.startswith("GO")}
    run_as_promised(emulator, example, environment(Path(go.binary).parent, **variables))


def _path(go: Go) -> dict[str, str]:
    return {**go.environment, "PATH": str(Path(go.binary).parent)}
