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

from tools import engine
from wix_data_provider.adapters.package import package, page

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = package()
RESOURCES: dict[str, dict[str, Any]] = SCHEMA["resources"]
COMMITTED = Path(__file__).parents[1] / "provider/wix_data_provider/schema.json"


def described() -> Iterator[tuple[str, Any]]:
    """Everything that has a description, with where it is."""
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


DESCRIBED = dict(described())


@pytest.mark.parametrize("where", DESCRIBED)
def test_everything_is_described_in_whole_sentences(where: str) -> None:
    text = DESCRIBED[where].get("description", "").strip()
    assert len(text) > 10, "it has no description"
    assert text[0].isupper() or text[0] in "`*", text
    assert re.search(r"[.`)]$", text), text


def examples(token: str, language: str) -> list[str]:
    """The code blocks of a language in the examples of a resource."""
    [shown] = re.findall(
        r"\{\{% examples %\}\}(.*)\{\{% /examples %\}\}", RESOURCES[token]["description"], re.DOTALL
    )
    return re.findall(rf"```{language}\n(.*?)```", shown, re.DOTALL)


@pytest.mark.parametrize("token", RESOURCES)
def test_every_resource_has_each_example_in_python_and_yaml(token: str) -> None:
    stories = RESOURCES[token]["description"].count("{{% example %}}")
    assert stories >= 1
    assert len(examples(token, "python")) == len(examples(token, "yaml")) == stories


@pytest.mark.parametrize("token", RESOURCES)
def test_examples_in_yaml_use_inputs_that_there_are(token: str) -> None:
    for text in examples(token, "yaml"):
        used = yaml.safe_load(text)["resources"].values()
        assert any(f"wix-data:index:{one['type'].split(':')[-1]}" == token for one in used)
        for one in used:
            spec = RESOURCES[f"wix-data:index:{one['type'].split(':')[-1]}"]
            assert one["properties"].keys() <= spec["inputProperties"].keys()
            assert one["properties"].keys() >= set(spec["requiredInputs"])


@pytest.mark.parametrize("token", RESOURCES)
def test_examples_in_python_use_inputs_that_there_are(token: str) -> None:
    for text in examples(token, "python"):
        for call in calls_of_the_sdk(ast.parse(text)):
            spec = RESOURCES[f"wix-data:index:{call.func.attr}"]  # type: ignore[attr-defined]
            known = {snake(name) for name in spec["inputProperties"]} | {"opts"}
            given = {str(keyword.arg) for keyword in call.keywords}
            assert given <= known
            assert given >= {snake(name) for name in spec["requiredInputs"]}


def calls_of_the_sdk(program: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(program):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("wix."):
            yield node


def snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


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
