"""A page for each resource and function, from the schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.docs import choosers
from wix_data_provider.lifecycle.fields import properties
from wix_data_provider.resources import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Spec = Mapping[str, Any]

DOCS = Path("docs")
_HEAD = "<!-- Generated from the schema by `make generate`: edit {source} instead. -->\n"
_CHANGES = "An input whose change runs it again says so; the others only update the state."
_IN_PLACE = {
    (token, prop.name)
    for token, resource in RESOURCES.items()
    for prop in properties(resource.args)
    if prop.rerun
}
"""Inputs whose change runs the operation again, where the schema says nothing of a replacement."""
_WITHOUT_A_PROGRAM = (
    "Without a program, and experimental in Pulumi. It does not read the stack's configuration: "
    "give it the\nkey by `WIX_API_KEY`, and the site by `--site-id` or `WIX_SITE_ID`."
)
_LEFT_OUT = {
    "wix-data:index:Backup": (
        "On-demand backups only: Wix's own are no resources. "
        "[`getBackups`](../functions/get-backups.md) lists both."
    ),
    "wix-data:index:DataMovementJob": (
        "Only jobs that no other type takes: each is listed under one. "
        "[`getJobs`](../functions/get-jobs.md) lists all."
    ),
}
"""What a list does not show, and where it is."""


def pages(schema: str) -> dict[Path, bytes]:
    """Each page by its path in the repository. The examples are in every language by now."""
    package = json.loads(schema)
    types = package["types"]
    made = {}
    for token, spec in package["resources"].items():
        made[page_of("resources", token)] = _resource(token, spec, types)
    for token, spec in package["functions"].items():
        made[page_of("functions", token)] = _function(token, spec, types)
    return {path: text.encode() for path, text in made.items()}


def page_of(kind: str, token: str) -> Path:
    """docs/resources/import-job.md for wix-data:index:ImportJob."""
    return DOCS / kind / f"{_separated(token, '-')}.md"


def _resource(token: str, spec: Spec, types: Spec) -> str:
    inputs, required = spec["inputProperties"], spec["requiredInputs"]
    outputs = {name: one for name, one in spec["properties"].items() if name not in inputs}
    described, imported = spec["description"].split("\n## Import\n")
    parts = [
        _top("resources", token, described),
        f"## Inputs\n\n{_CHANGES}",
        _table("Input", inputs, required, lambda name: _again(token, name, inputs[name])),
        "## Outputs\n\nAll inputs are outputs as well.",
        _table("Output", outputs, spec["required"]),
        *_types([inputs, outputs], types),
        f"## Import\n{imported.rstrip()}",
        *_listing(token, spec),
    ]
    return "\n\n".join(parts) + "\n"


def _function(token: str, spec: Spec, types: Spec) -> str:
    inputs, outputs = spec["inputs"], spec["outputs"]
    parts = [
        _top("functions", token, spec["description"]),
        "## Inputs",
        _table("Input", inputs["properties"], inputs["required"]),
        "## Outputs",
        _table("Output", outputs["properties"], outputs["required"]),
        *_types([inputs["properties"], outputs["properties"]], types),
    ]
    return "\n\n".join(parts) + "\n"


def _top(kind: str, token: str, description: str) -> str:
    source = f"provider/wix_data_provider/{kind}/{_separated(token, '_')}.md"
    shown = choosers.with_examples(description, choosers.folded).rstrip()
    return f"{_HEAD.format(source=source)}\n# {_name(token)}\n\n`{token}`\n\n{shown}"


def _again(token: str, name: str, prop: Spec) -> str:
    if prop.get("willReplaceOnChanges"):
        return " **Runs again**, as a replacement."
    return " **Runs again**, in place." if (token, name) in _IN_PLACE else ""


def _listing(token: str, spec: Spec) -> list[str]:
    asked = spec["listInputs"]
    command = f"```sh\npulumi do {token} list --site-id <siteId>\n```"
    return [
        f"## List\n\n{_WITHOUT_A_PROGRAM}\n\n{command}",
        *([_LEFT_OUT[token]] if token in _LEFT_OUT else []),
        _table("Input", asked["properties"], asked["required"]),
    ]


def _types(shown: list[Spec], types: Spec) -> Iterator[str]:
    names = dict.fromkeys(name for props in shown for name in _mentioned(props, types))
    if names:
        yield "## Types"
    for name in names:
        spec = types[f"wix-data:index:{name}"]
        yield f"### {name}\n\n{spec['description']}"
        if "enum" in spec:
            rows = [f"| `{one['value']}` | {_cell(one['description'])} |" for one in spec["enum"]]
            yield "\n".join(["| Value | What it means |", "|---|---|", *rows])
        else:
            yield _table("Property", spec["properties"], spec.get("required", []))


def _mentioned(props: Spec, types: Spec) -> Iterator[str]:
    """The names of the types that some properties have, and those of their properties."""
    for token in re.findall(r"#/types/([\w:-]+)", json.dumps(props)):
        yield _name(token)
        yield from _mentioned(types[token].get("properties", {}), types)


def _table(head: str, props: Spec, required: Any, note: Any = lambda _: "") -> str:
    rows = [
        f"| `{name}` | {_type(one)}{', required' if name in required and head != 'Output' else ''}"
        f"{', secret' if one.get('secret') else ''} | {_cell(one['description'])}{note(name)} |"
        for name, one in props.items()
    ]
    return "\n".join([f"| {head} | Type | What it is |", "|---|---|---|", *rows])


def _type(spec: Spec) -> str:
    reference = spec.get("$ref", "")
    if reference.startswith("pulumi.json"):
        return {"Any": "anything", "Asset": "asset"}[reference.rsplit("/", 1)[-1]]
    if reference:
        return f"[{_name(reference)}](#{_name(reference).lower()})"
    if "oneOf" in spec:
        return " or ".join(_type(one) for one in spec["oneOf"])
    if spec["type"] == "array":
        return f"list of {_type(spec['items'])}"
    if spec["type"] == "object":
        return f"map of {_type(spec['additionalProperties'])}"
    return str(spec["type"])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _name(token: str) -> str:
    return token.rsplit(":", 1)[-1]


def _separated(token: str, mark: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", rf"{mark}\1", _name(token)).lower()
