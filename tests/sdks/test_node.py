"""The Node SDK: compiled, required, typed for programs, and through the real engine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.engine.test_examples import run_as_promised
from tests.sdks.checkout import PROGRAMS, Checkout, uses_everything
from wix_data_provider import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.emulator import Emulator
    from tests.sdks.toolchains import Npm


def test_the_sdk_is_built_and_required_by_its_name(npm: Npm, checkout: Checkout) -> None:
    asked = """
        const wix = require("pulumi-wix-data");
        console.log(require("pulumi-wix-data/bin/utilities").getVersion(), typeof wix.Backup);
    """
    assert npm.run(npm.node.binary, "-e", asked, folder=checkout.folder).split() == [
        __version__,
        "function",
    ]


def test_what_is_packed_is_what_is_needed(npm: Npm, checkout: Checkout) -> None:
    said = npm.run("npm", "pack", "--dry-run", folder=checkout.sdk("nodejs"))
    built = ("bin/index.js", "bin/index.d.ts", "bin/package.json")
    for file in (*built, "package.json", "README.md", "LICENSE"):
        assert f" {file}\n" in said
    assert " backup.ts\n" not in said


def test_a_strict_program_with_every_resource_and_function_compiles(
    npm: Npm, checkout: Checkout
) -> None:
    uses_everything("every.ts", "new wix.{}(", "wix.{}")
    _compile(npm, checkout, (PROGRAMS / "every.ts").read_text(encoding="utf-8"))


def test_a_wrong_type_is_seen(npm: Npm, checkout: Checkout) -> None:
    """Else the test above would prove nothing."""
    program = 'import * as wix from "pulumi-wix-data";\nnew wix.Backup("b", { keep: "two" });\n'
    with pytest.raises(AssertionError, match="'string' is not assignable to type 'Input<number"):
        _compile(npm, checkout, program)


def test_the_example_compiles_and_runs(
    npm: Npm, checkout: Checkout, emulator: Emulator, environment: Callable[..., dict[str, str]]
) -> None:
    example = checkout.example("typescript")
    npm.run("tsc", "--project", ".", folder=example)
    run_as_promised(emulator, example, environment(npm.bin))


def _compile(npm: Npm, checkout: Checkout, program: str) -> None:
    """With the settings of the example."""
    folder = checkout.folder / "examples/of-all/typescript"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(checkout.example("typescript") / "tsconfig.json", folder)
    (folder / "index.ts").write_text(program, encoding="utf-8")
    npm.run("tsc", "--project", ".", folder=folder)
