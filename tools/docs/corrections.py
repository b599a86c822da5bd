"""Pure: what Pulumi's program generators get wrong for our schema, put right.

Each line here goes when the pinned generators no longer need it: `make test-sdks` compiles the
examples in TypeScript, Go and Java. Those in C# are only held to the names of the SDK.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Schema = Mapping[str, Any]


def corrected(language: str, program: str, schema: Schema) -> str:
    """A generated program that compiles."""
    if language == "java":
        program = _without_unused_imports(_results(_enums(_package(program, schema), schema)))
    elif language == "go":
        program = _exports(_maps(program))
    lines = [line.rstrip() for line in program.strip().splitlines()]
    return "\n".join(lines) + "\n"


def _package(program: str, schema: Schema) -> str:
    """Java's imports of inputs and functions leave the schema's base package out."""
    name = schema["name"].replace("-", "")
    return program.replace(f"import com.pulumi.{name}.", f"import {_base(schema)}.")


def _base(schema: Schema) -> str:
    return f"{schema['language']['java']['basePackage']}.{schema['name'].replace('-', '')}"


def _enums(program: str, schema: Schema) -> str:
    """Java's builders take no text for an enum."""
    for prop, enum, values in _enum_properties(schema):
        for value in values:
            text, constant = f'.{prop}("{value["value"]}")', f".{prop}({enum}.{value['name']})"
            if text in program:
                program = _with_import(program, f"{_base(schema)}.enums.{enum}")
                program = program.replace(text, constant)
    return program


def _enum_properties(schema: Schema) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
    """Each property that is an enum: its name, the enum's, the enum's values."""
    objects = [schema["types"], schema["resources"]]
    for spec in (spec for group in objects for spec in group.values()):
        for name, prop in {**spec.get("properties", {}), **spec.get("inputProperties", {})}.items():
            token = prop.get("$ref", "").removeprefix("#/types/")
            if "enum" in schema["types"].get(token, {}):
                yield name, token.rsplit(":", 1)[-1], schema["types"][token]["enum"]


def _with_import(program: str, name: str) -> str:
    line = f"import {name};\n"
    return program if line in program else program.replace("import java.", f"{line}import java.", 1)


def _results(program: str) -> str:
    """A function gives an Output of its result."""
    for name in re.findall(r"final var (\w+) = \w+Functions\.", program):
        program = re.sub(
            rf"\b{name}\.(\w+)\(\)", rf"{name}.applyValue(result -> result.\1())", program
        )
    return program


def _without_unused_imports(program: str) -> str:
    head, body = program.split("\npublic class ", 1)
    used = [
        line
        for line in head.splitlines()
        if not line.startswith("import ") or re.search(rf"\b{_last(line)}\b", body)
    ]
    return "\n".join([*used, "\npublic class "]) + body


def _last(line: str) -> str:
    return line.rstrip(";").rsplit(".", 1)[-1]


def _maps(program: str) -> str:
    """A function's map of anything is typed by what the example has in it."""
    return re.sub(
        r"map\[string\](?:map\[string\])*(?:\[\])?string\{", "map[string]interface{}{", program
    )


def _exports(program: str) -> str:
    """Only an Input can be exported; a function gives plain values."""
    for name in re.findall(r"(\w+), err := wixdata\.Get", program):
        program = re.sub(rf'(ctx\.Export\("\w+", )({name}\.\w+)\)', r"\1pulumi.Any(\2))", program)
    return program
