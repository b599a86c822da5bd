"""The Java SDK: compiled and packed by its own pom, for programs, and through the real engine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from zipfile import ZipFile

from tests.engine.test_examples import run_as_promised
from tests.sdks.checkout import PROGRAMS, Checkout, uses_everything
from tools.local.paths import ROOT
from wix_data_provider import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engine.emulator import Emulator
    from tests.sdks.toolchains import Maven


def test_the_sdk_is_packed_with_its_version_and_the_license(
    maven: Maven, checkout: Checkout
) -> None:
    package = checkout.sdk("java") / "target" / f"wixdata-{__version__}.jar"
    with ZipFile(package) as packed:
        assert packed.read("META-INF/LICENSE") == (ROOT / "LICENSE").read_bytes()


def test_a_program_with_every_resource_and_function_compiles(
    maven: Maven, checkout: Checkout
) -> None:
    uses_everything("Every.java", "new {}(", "WixdataFunctions.{}(")
    folder = shutil.copytree(checkout.example("java"), checkout.folder / "examples/of-all/java")
    shutil.copy(PROGRAMS / "Every.java", folder / "src/main/java/deploy")
    maven.run("compile", folder=folder)
    assert (folder / "target/classes/deploy/Every.class").is_file()


def test_the_example_runs(
    maven: Maven,
    checkout: Checkout,
    emulator: Emulator,
    environment: Callable[..., dict[str, str]],
) -> None:
    example = checkout.example("java")
    maven.run("compile", folder=example)
    run_as_promised(emulator, example, environment(MAVEN_OPTS=maven.options))
