"""lifecycle/schema.py: resources to Pulumi schema, from the same marks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lifecycle.garden import GardenArgs, GardenResource
from wix_data_provider.lifecycle.schema import config_spec, provider_spec, resource_spec, type_specs

SPEC = resource_spec(GardenResource, "A garden.")
TYPES = type_specs([GardenResource])


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("plot", {"type": "string", "description": "Where it is.", "willReplaceOnChanges": True}),
        (
            "size",
            {
                "$ref": "#/types/wix-data:index:Size",
                "description": "Its size. Defaults to `small`.",
            },
        ),
        (
            "beds",
            {
                "type": "array",
                "items": {"$ref": "#/types/wix-data:index:Bed"},
                "description": "Its beds.",
            },
        ),
        (
            "limit",
            {
                "oneOf": [{"type": "integer"}, {"type": "string"}],
                "description": "A count or a percentage. Defaults to `0`.",
            },
        ),
        (
            "seeds",
            {
                "$ref": "pulumi.json#/Asset",
                "description": "What is sown.",
                "willReplaceOnChanges": True,
            },
        ),
        (
            "triggers",
            {
                "type": "object",
                "additionalProperties": {"$ref": "pulumi.json#/Any"},
                "description": "Any values.",
            },
        ),
        ("key", {"type": "string", "description": "Of the gate.", "secret": True}),
        (
            "open",
            {
                "type": "boolean",
                "description": "Whether anybody may come in. Defaults to `false`.",
            },
        ),
        ("ratio", {"type": "number", "description": "Of sun to shade."}),
    ],
)
def test_an_input(name: str, spec: dict[str, Any]) -> None:
    assert SPEC["inputProperties"][name] == spec


def test_outputs_are_the_inputs_that_are_echoed_and_what_is_computed() -> None:
    inputs = [name for name in SPEC["inputProperties"] if name != "seeds"]
    assert list(SPEC["properties"]) == [*inputs, "status", "harvest"]
    assert "willReplaceOnChanges" not in SPEC["properties"]["plot"]
    assert SPEC["properties"]["key"]["secret"] is True


def test_what_is_always_there_is_required() -> None:
    assert SPEC["requiredInputs"] == ["plot"]
    assert SPEC["required"] == ["limit", "open", "plot", "size", "status"]
    assert SPEC["description"] == "A garden."


def test_types_are_the_enums_and_objects_that_properties_mention() -> None:
    assert dict(TYPES) == {
        "wix-data:index:Bed": {
            "type": "object",
            "description": "A part of a garden.",
            "properties": {
                "plant": {"type": "string", "description": "What grows there."},
                "rows": {"type": "integer", "description": "How many rows."},
            },
            "required": ["plant"],
        },
        "wix-data:index:Size": {
            "type": "string",
            "description": "How large it is.",
            "enum": [
                {"name": "Small", "value": "small", "description": "Up to one metre."},
                {"name": "Large", "value": "large", "description": "More than that."},
            ],
        },
    }


def test_a_providers_secrets_are_inputs_only() -> None:
    spec = provider_spec(GardenArgs)
    assert "key" in spec["inputProperties"]
    assert "key" not in spec["properties"]
    assert config_spec(GardenArgs)["variables"]["key"]["secret"] is True
