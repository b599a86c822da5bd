"""The committed schema and SDK are what the resource definitions generate."""

from __future__ import annotations

import json

import pytest
from wix_data_provider.schema import render

from tools import engine
from tools.generate import ROOT, SCHEMA, SDK, generated, stale


def test_schema_and_sdk_are_fresh() -> None:
    differing = stale(generated(render(), engine.sdkgen()), ROOT)
    assert not differing, "run `make generate`"


@pytest.mark.parametrize("kind", ["resources", "functions"])
def test_one_changed_description_is_noticed(kind: str) -> None:
    schema = json.loads(render())
    for definition in schema.get(kind, {}).values():
        definition["description"] += " Changed."
        differing = stale(generated(json.dumps(schema), engine.sdkgen()), ROOT)
        assert f"{SCHEMA}: differs" in differing
        assert any(line.startswith(f"{SDK}/") and line.endswith("differs") for line in differing)
        return
