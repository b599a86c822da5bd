"""A lint of the schema: users read it as documentation, in five languages."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import pulumi_wix_data
from tools import engine
from tools.docs import choosers
from tools.snake import snake
from wix_data_provider.adapters.package import package, page

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = package()
RESOURCES: dict[str, dict[str, Any]] = SCHEMA["resources"]
FUNCTIONS: dict[str, dict[str, Any]] = SCHEMA["functions"]
PAGES = {**RESOURCES, **FUNCTIONS}
COMMITTED = Path(__file__).parents[1] / "provider/wix_data_provider/schema.json"
IN_EVERY_LANGUAGE = json.loads(COMMITTED.read_text(encoding="utf-8"))


def described() -> Iterator[tuple[str, Any]]:
    """Everything that has a description, with where it is."""
    yield from of_functions_and_lists()
    for name in ("types", "resources"):
        for token, spec in SCHEMA[name].items():
            yield token, spec
            for part in ("properties", "inputProperties"):
                for key, value in spec.get(part, {}).items():
                    yield f"{token}.{key} ({part})", value
            for value in spec.get("enum", []):
                yield f"{token}.{value['name']}", value
    for name, value in SCHEMA["config"]["variables"].items():
        yield f"config.{name}", value
    for name, value in SCHEMA["provider"]["inputProperties"].items():
        yield f"provider.{name}", value
    yield "provider", SCHEMA["provider"]
    yield "the package", SCHEMA


def of_functions_and_lists() -> Iterator[tuple[str, Any]]:
    yield from FUNCTIONS.items()
    for token, spec in PAGES.items():
        for part in sorted({"inputs", "outputs", "listInputs"} & spec.keys()):
            for key, value in spec[part]["properties"].items():
                yield f"{token}.{key} ({part})", value


DESCRIBED = dict(described())


@pytest.mark.parametrize("where", DESCRIBED)
def test_everything_is_described_in_whole_sentences(where: str) -> None:
    text = DESCRIBED[where].get("description", "").split("## Example Usage")[0].strip()
    assert len(text) > 10, "it has no description"
    assert text[0].isupper() or text[0] in "`*", text
    assert re.search(r"[.`)]$", text), text


def examples(token: str, language: str) -> list[str]:
    """The code blocks of a language in the examples of a page."""
    kind = "resources" if token in RESOURCES else "functions"
    described = IN_EVERY_LANGUAGE[kind][token]["description"]
    return [example[language] for example in choosers.examples(described)]


@pytest.mark.parametrize("token", PAGES)
def test_every_page_has_examples_written_once_in_yaml_and_told_in_every_language(
    token: str,
) -> None:
    written = choosers.examples(PAGES[token]["description"])
    assert written
    assert {tuple(example) for example in written} == {("yaml",)}
    assert PAGES[token]["description"].count("\n### ") == len(written), "each has a title"
    for language in choosers.LANGUAGES:
        assert len(examples(token, language)) == len(written)


def test_the_sdk_in_python_shows_python_alone() -> None:
    for token in PAGES:
        module = Path(pulumi_wix_data.__file__).with_name(f"{snake(token.rsplit(':', 1)[-1])}.py")
        source = module.read_text(encoding="utf-8")
        assert source.count("```python\n") >= 1
        assert set(re.findall(r"```(\w+)\n", source)) <= {"python", "sh"}
        assert "PulumiCodeChooser" not in source


def test_each_choice_has_the_same_name_in_python_as_in_the_provider() -> None:
    for token, spec in SCHEMA["types"].items():
        if "enum" in spec:
            choice = getattr(pulumi_wix_data, token.rsplit(":", 1)[-1])
            for value in spec["enum"]:
                python = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", value["name"]).upper()
                assert choice[python].value == value["value"]


@pytest.mark.parametrize("token", RESOURCES)
def test_examples_in_yaml_use_inputs_that_there_are(token: str) -> None:
    for text in examples(token, "yaml"):
        used = yaml.safe_load(text)["resources"].values()
        assert any(f"wix-data:index:{one['type'].split(':')[-1]}" == token for one in used)
        for one in used:
            spec = RESOURCES[f"wix-data:index:{one['type'].split(':')[-1]}"]
            given = one.get("properties", {}).keys()
            assert set(spec["requiredInputs"]) <= given <= spec["inputProperties"].keys()


@pytest.mark.parametrize("token", RESOURCES)
def test_examples_in_python_use_inputs_that_there_are(token: str) -> None:
    for text in examples(token, "python"):
        for call in calls_of_the_sdk(ast.parse(text)):
            known, required = takes(call.func.attr)  # type: ignore[attr-defined]
            given = {str(keyword.arg) for keyword in call.keywords}
            assert given <= known
            assert given >= required


def takes(name: str) -> tuple[set[str], set[str]]:
    """What a class of the SDK takes, and must be given."""
    spec = RESOURCES[f"wix-data:index:{name}"]
    known, required = {*spec["inputProperties"], "opts"}, spec["requiredInputs"]
    return {snake(name) for name in known}, {snake(name) for name in required}


@pytest.mark.parametrize("token", FUNCTIONS)
def test_examples_of_a_function_call_it_with_arguments_that_there_are(token: str) -> None:
    inputs = FUNCTIONS[token]["inputs"]
    name = token.rsplit(":", maxsplit=1)[-1]
    for text in examples(token, "yaml"):
        [called] = yaml.safe_load(text)["variables"].values()
        assert called["fn::invoke"]["function"] == f"wix-data:{name}"
        given = called["fn::invoke"].get("arguments", {}).keys()
        assert set(inputs["required"]) <= given <= inputs["properties"].keys()
    for text in examples(token, "python"):
        [call] = [
            call
            for call in calls_of_the_sdk(ast.parse(text))
            if ast.unparse(call.func) == f"wix_data.{snake(name)}"
        ]
        given = {str(keyword.arg) for keyword in call.keywords}
        assert {snake(one) for one in inputs["required"]} <= given
        assert given <= {snake(one) for one in inputs["properties"]}


def test_no_function_gives_a_secret() -> None:
    assert '"secret"' not in json.dumps(FUNCTIONS)
    mentioned = set(re.findall(r"#/types/([\w:-]+)", json.dumps(FUNCTIONS)))
    assert mentioned
    assert not any("secret" in str(SCHEMA["types"][token]) for token in mentioned)


def calls_of_the_sdk(program: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(program):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("wix_data."):
            yield node


@pytest.mark.parametrize("token", RESOURCES)
def test_every_resource_says_how_to_import_it(token: str) -> None:
    [section] = re.findall(r"\n## Import\n(.*)", RESOURCES[token]["description"], re.DOTALL)
    assert f"pulumi import {token} " in section


@pytest.mark.parametrize("token", RESOURCES)
def test_every_page_names_the_default_timeouts(token: str) -> None:
    assert "Default timeouts: " in page(token)


def test_secrets_are_marked_and_no_output_of_the_provider() -> None:
    variables = SCHEMA["config"]["variables"]
    secret = {name for name, spec in variables.items() if spec.get("secret")}
    assert secret == {"apiKey", "appSecret"}
    assert secret.isdisjoint(SCHEMA["provider"]["properties"])


def test_pulumi_accepts_the_schema(tmp_path: Path) -> None:
    folder = os.environ.get("WIX_DATA_ENGINE_BIN") or str(engine.cli())
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PULUMI_HOME": str(tmp_path),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    checked = subprocess.run(
        [Path(folder) / "pulumi", "schema", "check", COMMITTED],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "warning" not in (checked.stdout + checked.stderr).lower()


def test_the_version_is_that_of_the_plugin() -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed["version"] == SCHEMA["version"]
