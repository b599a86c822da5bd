"""lifecycle/fields.py: properties, described once."""

from __future__ import annotations

import pytest

from tests.lifecycle.garden import Bed, GardenArgs, GardenState, Size
from wix_data_provider.lifecycle.fields import Inputs, Kind, camel, carry_over, echo, properties
from wix_data_provider.lifecycle.values import Asset

ARGS = {prop.name: prop for prop in properties(GardenArgs)}


def test_properties_come_in_the_order_of_definition_inherited_ones_first() -> None:
    names = ["plot", "size", "beds", "limit", "seeds", "triggers", "key", "open", "ratio"]
    assert list(ARGS) == names
    assert [prop.name for prop in properties(GardenState)] == [*names, "status", "harvest"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("plot", Kind("string")),
        ("size", Kind("enum", Size)),
        ("beds", Kind("array", of=(Kind("object", Bed),))),
        ("limit", Kind("union", of=(Kind("integer"), Kind("string")))),
        ("seeds", Kind("asset")),
        ("triggers", Kind("map", of=(Kind("any"),))),
        ("open", Kind("boolean")),
        ("ratio", Kind("number")),
    ],
)
def test_the_type_annotation_is_the_type_of_the_property(name: str, kind: Kind) -> None:
    assert ARGS[name].kind == kind


def test_marks() -> None:
    assert (ARGS["plot"].required, ARGS["plot"].default) == (True, None)
    assert (ARGS["size"].required, ARGS["size"].default) == (False, Size.SMALL)
    assert (ARGS["plot"].replace, ARGS["plot"].operation) == (True, True)
    assert (ARGS["beds"].replace, ARGS["beds"].operation) == (False, True)
    assert not ARGS["size"].operation
    assert [name for name, prop in ARGS.items() if prop.secret] == ["key"]
    assert [name for name, prop in ARGS.items() if not prop.echo] == ["seeds"]


def test_camel() -> None:
    assert [camel(name) for name in ("a", "a_b", "source_sha256")] == ["a", "aB", "sourceSha256"]


def test_required_properties_are_required() -> None:
    with pytest.raises(TypeError, match="GardenArgs needs `plot`"):
        GardenArgs()  # type: ignore[call-arg]


def test_defaults_are_the_marked_ones() -> None:
    garden = GardenArgs(plot="a")
    assert (garden.size, garden.limit, garden.beds, garden.unknown) == (
        Size.SMALL,
        0,
        None,
        frozenset(),
    )


def test_inputs_do_not_change() -> None:
    with pytest.raises(AttributeError):
        GardenArgs(plot="a").plot = "b"  # type: ignore[misc]


def test_echo_takes_the_inputs_that_are_outputs_as_well() -> None:
    inputs = GardenArgs(plot="a", limit="5%", seeds=Asset("ab"))
    state = echo(inputs, GardenState, status="READY")
    assert (state.plot, state.limit, state.status, state.seeds) == ("a", "5%", "READY", None)


def test_carry_over_keeps_what_was_computed() -> None:
    old = GardenState(plot="a", status="READY", harvest=3)
    new = carry_over(GardenArgs(plot="b", open=True), old, harvest=4)
    assert (new.plot, new.open, new.status, new.harvest) == ("b", True, "READY", 4)
    assert old.harvest == 3


def test_a_choice_is_its_word_and_knows_what_it_means() -> None:
    assert Size.LARGE.value == "large"
    assert Size.LARGE.description == "More than that."
    assert (Size.of("small"), Size.of("huge"), Size.of(None)) == (Size.SMALL, None, None)


def test_unknown_is_no_property() -> None:
    assert properties(Inputs) == ()
