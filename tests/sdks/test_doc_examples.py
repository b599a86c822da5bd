"""Every example of the documentation, and of the SDKs' own pages, compiles in its language."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.docs.markdown import blocks
from tests.docs.test_programs import EXAMPLES
from tests.sdks.checkout import Checkout, run
from tools.local.paths import ROOT
from tools.sdks import GO, JAVA, NODE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sdks.toolchains import Maven, Npm
    from tools.engine.golang import Go

NAMES = {name: name.replace("-", "_").lower() for name in EXAMPLES}
"""As a module or package may be named."""


def copied(checkout: Checkout, language: str, program: str) -> Path:
    """The project of an example, as deep in the repository as that, without its program."""
    folder = checkout.folder / "examples" / "of-the-docs" / language
    shutil.copytree(checkout.example(language), folder)
    (folder / program).unlink()
    return folder


def test_they_compile_in_typescript(npm: Npm, checkout: Checkout) -> None:
    folder = copied(checkout, "typescript", "index.ts")
    for name, module in NAMES.items():
        (folder / f"{module}.ts").write_text(EXAMPLES[name]["typescript"], encoding="utf-8")
    [shown] = blocks(ROOT / NODE / "README.md", "typescript")
    (folder / "readme.ts").write_text(shown.text, encoding="utf-8")
    modules = ["readme", *NAMES.values()]
    imports = "".join(f'import "./{module}";\n' for module in modules)
    (folder / "index.ts").write_text(imports, encoding="utf-8")
    npm.run("tsc", "--project", ".", folder=folder)


def test_they_compile_in_go(go: Go, checkout: Checkout) -> None:
    folder = copied(checkout, "go", "main.go")
    for name, module in NAMES.items():
        (folder / module).mkdir()
        (folder / module / "main.go").write_text(EXAMPLES[name]["go"], encoding="utf-8")
    [shown] = blocks(ROOT / GO / "README.md", "go")
    (folder / "main.go").write_text(shown.text, encoding="utf-8")
    run(go.binary, "vet", "./...", folder=folder, environment=go.environment)


def test_they_compile_in_java(maven: Maven, checkout: Checkout) -> None:
    folder = copied(checkout, "java", "src/main/java/deploy/App.java")
    for name, package in NAMES.items():
        program = EXAMPLES[name]["java"].replace("generated_program", f"example_{package}")
        target = folder / "src/main/java" / f"example_{package}"
        target.mkdir()
        (target / "App.java").write_text(program, encoding="utf-8")
    [shown] = blocks(ROOT / JAVA / "README.md", "java")
    (folder / "src/main/java/deploy/App.java").write_text(shown.text, encoding="utf-8")
    maven.run("compile", folder=folder)
    assert (folder / "target/classes/deploy/App.class").is_file()
    assert len(list((folder / "target/classes").glob("example_*/App.class"))) == len(NAMES)
