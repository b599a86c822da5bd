"""The committed schema and SDK are what the resource definitions generate."""

from __future__ import annotations

import json

from tools import engine
from tools.generate import ROOT, SCHEMA, SDK, generated, stale
from wix_data_provider.adapters.package import render


def test_schema_and_sdk_are_fresh() -> None:
    differing = stale(generated(render(), engine.sdkgen()), ROOT)
    assert not differing, "run `make generate`"


def test_one_changed_description_is_noticed() -> None:
    schema = json.loads(render())
    schema["resources"]["wix-data:index:Backup"]["description"] += " Changed."
    differing = stale(generated(json.dumps(schema), engine.sdkgen()), ROOT)
    assert f"{SCHEMA}: differs" in differing
    assert f"{SDK}/backup.py: differs" in differing
