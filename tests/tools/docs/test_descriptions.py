"""tools/docs/descriptions.py: the real generator, over the real schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools import engine
from tools.docs import ExampleError, in_every_language, without_choosers
from tools.docs.choosers import LANGUAGES, chooser, examples
from wix_data_provider.adapters.package import package

if TYPE_CHECKING:
    from pathlib import Path

BACKUP = "wix-data:index:Backup"


def nothing() -> Path:
    raise AssertionError("no generator is wanted")


def with_example(text: str) -> str:
    schema = package()
    for spec in [*schema["resources"].values(), *schema["functions"].values()]:
        spec["description"] = "It has none."
    schema["resources"][BACKUP]["description"] = f"<!--Start PulumiCodeChooser -->\n```yaml\n{text}"
    schema["resources"][BACKUP]["description"] += "```\n<!--End PulumiCodeChooser -->\n"
    return json.dumps(schema)


def test_a_schema_without_examples_needs_no_generator() -> None:
    schema = json.dumps({"resources": {}, "functions": {"f": {"description": "None."}}})
    assert in_every_language(schema, nothing) == schema


def test_an_example_is_told_in_every_language() -> None:
    text = "resources:\n  one:\n    type: wix-data:Backup\n    properties:\n      keep: 1\n"
    made = json.loads(in_every_language(with_example(text), engine.programgen))
    [example] = examples(made["resources"][BACKUP]["description"])
    assert list(example) == list(LANGUAGES)
    assert example["yaml"] == text
    assert 'wix_data.Backup("one", keep=1)' in example["python"]
    assert 'new wix_data.Backup("one", {keep: 1})' in example["typescript"]
    assert "wixdata.NewBackup(ctx, " in example["go"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("resources:\n  one:\n    type: wix-data:Backups\n", "Backups"),
        ("outputs:\n  id: ${nobody.backupId}\n", "nobody"),
        ("resources: [\n", "yaml"),
    ],
)
def test_an_example_that_is_wrong_is_named(wrong: str, told: str) -> None:
    with pytest.raises(ExampleError, match=told):
        in_every_language(with_example(wrong), engine.programgen)


def test_the_sdks_see_no_marks() -> None:
    every = chooser({language: f"{language}\n" for language in LANGUAGES})
    spec = {"description": f"A.\n\n{every}"}
    schema = json.dumps({"resources": {BACKUP: spec}, "functions": {}})
    shown = json.loads(without_choosers(schema))["resources"][BACKUP]["description"]
    assert "Chooser" not in shown
    assert shown.count("```python\n") == 1
