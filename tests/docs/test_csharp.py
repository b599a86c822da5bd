"""Examples in C# name what the SDK has: no compiler of C# is at hand on every machine."""

from __future__ import annotations

import re

import pytest

from tests.docs.markdown import blocks
from tests.docs.test_programs import EXAMPLES
from tools.local.paths import ROOT

SDK = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "sdk/dotnet").rglob("*.cs")}
[README] = blocks(ROOT / "sdk/dotnet/README.md", "csharp")
PROGRAMS = {
    "readme": README.text,
    **{name: example["csharp"] for name, example in EXAMPLES.items()},
}
ENUM = re.compile(r"struct (\w+) : IEquatable")


@pytest.mark.parametrize("name", PROGRAMS)
def test_its_classes_functions_and_choices_are_in_the_sdk(name: str) -> None:
    program = PROGRAMS[name]
    enums = set(ENUM.findall(SDK["Enums"]))
    used = re.findall(r"WixData\.((?:Inputs\.)?\w+)(?:\.(\w+))?", program)
    for cls, member in used:
        if cls in ("WixData", "Inputs"):
            continue
        if cls in enums:
            assert f"public static {cls} {member} {{ get; }}" in SDK["Enums"]
        else:
            assert cls.removeprefix("Inputs.") in SDK, cls


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_it_sets_are_properties_of_the_sdk(name: str) -> None:
    assigned = set(properties(PROGRAMS[name]))
    there = set(re.findall(r"public [\w.<>, ?]+ (\w+)\s*(?:\{|$)", "\n".join(SDK.values()), re.M))
    assert assigned - there - {"DependsOn"} == set()


def properties(program: str) -> list[str]:
    return re.findall(r"^\s+([A-Z]\w+) =", program, re.MULTILINE)


def test_examples_set_something() -> None:
    assert sum(len(set(properties(program))) for program in PROGRAMS.values()) > 20
    assert properties(PROGRAMS["readme"]) == ["Triggers"]
