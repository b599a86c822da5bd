"""The projection stage of aggregations: fields included, excluded, reshaped, nested.

With `include`, only named fields and the ID are left; without it, all that are not excluded.
Source: docs/wix-api.md, "Jobs", and the types of @wix/data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from wix_data_emulator.comparing import value_at
from wix_data_emulator.expressions import compile_expression, invalid

if TYPE_CHECKING:
    from wix_data_emulator.fields import Fields
    from wix_data_emulator.items import ItemData

KINDS = ("include", "exclude", "reshape", "projectNested")
LONGEST = 1000
MOST_FIELDS = 1000
DEEPEST = 20
Step = Callable[[Mapping[str, object], "ItemData"], "ItemData"]
"""Given the original item, takes the result so far one field further."""


def compile_projection(given: Fields, depth: int = 0) -> Callable[[ItemData], ItemData]:
    """A function from an item to its projection.

    Raises: JobError with WDH0001.
    """
    entries = given.children("fields", most=MOST_FIELDS)
    if depth > DEEPEST:
        raise invalid(given, "is nested too deeply")
    steps = [_step(entry, depth) for entry in entries]
    chosen = any(not entry.has("exclude") for entry in entries)

    def project(item: ItemData) -> ItemData:
        start = {key: item[key] for key in item if not chosen or (key == "_id" and not depth)}
        for step in steps:
            start = step(item, start)
        return start

    return project


def _step(given: Fields, depth: int) -> Step:
    names = [name for name in KINDS if given.has(name)]
    if len(names) != 1:
        raise invalid(given, f"needs exactly one of {', '.join(KINDS)}")
    inner = given.child(names[0])
    if names[0] in ("include", "exclude"):
        field = inner.required_text("fieldName", longest=LONGEST)
        if names[0] == "exclude":
            return lambda _item, result: without(result, field)
        return lambda item, result: _with_present(result, field, value_at(item, field))
    field = inner.required_text("resultFieldName", longest=LONGEST)
    if names[0] == "reshape":
        expression = compile_expression(inner.child("expression"))
        return lambda item, result: with_value(result, field, expression(item))
    nested = compile_projection(inner, depth + 1)
    return lambda item, result: with_value(result, field, nested(_inside(item, field)))


def with_value(item: Mapping[str, object], path: str, value: object) -> ItemData:
    """A copy of an item with a value at a dotted path.

    >>> with_value({"a": {"b": 1}}, "a.c", 2)
    {'a': {'b': 1, 'c': 2}}
    """
    name, _, rest = path.partition(".")
    return {**item, name: with_value(_inside(item, name), rest, value) if rest else value}


def _with_present(item: ItemData, path: str, value: object) -> ItemData:
    """As `with_value`; what an item lacks its projection lacks as well."""
    return item if value is None else with_value(item, path, value)


def without(item: Mapping[str, object], path: str) -> ItemData:
    """A copy of an item without what is at a dotted path.

    >>> without({"a": {"b": 1, "c": 2}}, "a.b")
    {'a': {'c': 2}}
    """
    name, _, rest = path.partition(".")
    if not rest:
        return {key: value for key, value in item.items() if key != name}
    inner = item.get(name)
    return {**item, name: without(inner, rest)} if isinstance(inner, dict) else dict(item)


def _inside(item: Mapping[str, object], name: str) -> ItemData:
    value = value_at(item, name)
    return value if isinstance(value, dict) else {}
