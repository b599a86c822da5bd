"""Recorded states of this version and of older ones: each is read, and none shows a change.

tests/engine/test_recorded.py holds them through the real engine; this is its quick half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import json_format, struct_pb2

from tests.engine.recorded import Recording
from tests.engine.secrets_of import opened
from tests.resources.stack import Stack
from wix_data_provider import __version__
from wix_data_provider.adapters.marshal import from_struct
from wix_data_provider.lifecycle.codec import decode, encode
from wix_data_provider.lifecycle.fields import properties
from wix_data_provider.lifecycle.strict import misspelt
from wix_data_provider.lifecycle.values import plain
from wix_data_provider.resources import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix
    from wix_data_provider.lifecycle.fields import Inputs

pytestmark = pytest.mark.anyio

RECORDINGS = Recording.all()
RESOURCES_OF_ALL = [
    pytest.param(recording, entry, id=f"{recording.name}/{entry['urn'].rsplit('::', 1)[-1]}")
    for recording in RECORDINGS
    for entry in recording.resources()
]
RUN_AGAIN = {"stopped-export": [("status", True)]}
"""Failed ones that run again by themselves."""


def values_of(recording: Recording, entry: dict[str, Any], side: str) -> dict[str, Any]:
    """The inputs or outputs of a resource, as the engine would hand them over."""
    shown = opened(entry[side], recording.salt)
    return from_struct(json_format.ParseDict(shown, struct_pb2.Struct()))


def test_this_version_is_recorded_with_every_input_of_every_kind() -> None:
    recording = Recording(f"v{__version__}/green")
    assert recording.folder.is_dir(), "run `make record`"
    for token, handler in RESOURCES.items():
        entries = [entry for entry in recording.resources() if entry["type"] == token]
        given = {path for entry in entries for path in paths(entry["inputs"])}
        absent = set(properties_of(handler.args)) - given
        assert absent == ABSENT.get(token, set()), RECORD_AGAIN


RECORD_AGAIN = (
    "add it to tests/engine/every_input.py and record again: CONTRIBUTING.md, Recorded states"
)
ABSENT = {
    "wix-data:index:LocalizationImportJob": {"fileId", "sourcePath"},
    "wix-data:index:DataMovementJob": {
        "source.wixDataCollection.aggregation",
        "destination.localization",
        "destination.localization.languages",
    },
}
"""What another kind, or the other end, shows already."""


def paths(values: Any, above: str = "") -> Iterator[str]:
    """The paths of all values, without the numbers in lists."""
    if isinstance(values, dict):
        for name, value in values.items():
            yield f"{above}{name}"
            yield from paths(value, f"{above}{name}.")
    for value in values if isinstance(values, list) else ():
        yield from paths(value, above)


def properties_of(cls: type[Inputs], above: str = "") -> Iterator[str]:
    """The paths of all properties, also of those within properties."""
    for prop in properties(cls):
        yield f"{above}{prop.name}"
        for kind in (prop.kind, *prop.kind.of):
            if kind.name == "object" and kind.cls is not None:
                yield from properties_of(kind.cls, f"{above}{prop.name}.")


@pytest.mark.parametrize("way", ["green", "failed", "pending", "adopted"])
def test_this_version_is_recorded_with_every_kind_in_every_way(way: str) -> None:
    """An older one has the kinds of its time."""
    kinds = {entry["type"] for entry in Recording(f"v{__version__}/{way}").resources()}
    absent = {"wix-data:index:LocalizationExportJob"} if way == "failed" else set()
    assert kinds == RESOURCES.keys() - absent, RECORD_AGAIN


@pytest.mark.parametrize("version", sorted({one.name.split("/")[0] for one in RECORDINGS}))
def test_every_version_is_recorded_in_every_way(version: str) -> None:
    ways = {one.name.split("/")[1] for one in RECORDINGS if one.name.startswith(f"{version}/")}
    assert ways == {"green", "failed", "pending", "adopted"}


@pytest.mark.parametrize(("recording", "entry"), RESOURCES_OF_ALL)
def test_a_state_is_read_whole(recording: Recording, entry: dict[str, Any]) -> None:
    """No property of it was dropped or renamed, or means something else by now."""
    handler = RESOURCES[entry["type"]]
    outputs = values_of(recording, entry, "outputs")
    assert misspelt(handler.state, outputs) == []
    assert misspelt(handler.args, values_of(recording, entry, "inputs")) == []
    state, problems = decode(handler.state, outputs)
    assert problems == []
    assert state is not None
    assert encode(state).items() >= plain(outputs).items()


@pytest.mark.parametrize(("recording", "entry"), RESOURCES_OF_ALL)
async def test_a_state_shows_no_change(
    wix: Wix,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
    recording: Recording,
    entry: dict[str, Any],
) -> None:
    name = entry["urn"].rsplit("::", 1)[-1]
    monkeypatch.chdir(recording.folder / "program")
    inputs = values_of(recording, entry, "inputs")
    outputs = values_of(recording, entry, "outputs")
    if (name, entry.get("initErrors") is None) == ("before", False):
        inputs["triggers"] = outputs["triggers"]  # an update that failed leaves the old inputs
    stack = Stack(clock, entry["type"], name, id=entry["id"], inputs=inputs, outputs=outputs)
    diff = await stack.diff(**inputs)
    assert [(one.path, one.replace) for one in diff.changes] == RUN_AGAIN.get(name, [])
    assert diff.delete_before_replace is (recording.name.endswith("pending") and name != "before")
    assert wix.asked == []
